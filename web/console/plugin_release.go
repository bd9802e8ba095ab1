package console

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// pluginPublish lets municipalities install a release.
func (c *Console) pluginPublish(r *Request) error {
	id, err := r.ID("release")
	if err != nil {
		return err
	}
	err = catalogue.Publish(r.Context(), c.Provisioner.Registry.Control, c.Clock.Now(), r.Session.User.ID, id)
	if err != nil {
		return err
	}
	return r.Done(pluginsPath, "console.done.plugin_published")
}

// pluginWithdrawAsk asks once more, and tells how many run it.
func (c *Console) pluginWithdrawAsk(r *Request) error {
	id, err := r.ID("release")
	if err != nil {
		return err
	}
	releases, err := catalogue.List(r.Context(), c.Provisioner.Registry.Control)
	if err != nil {
		return err
	}
	uses, err := catalogue.Uses(r.Context(), c.Provisioner.Registry.Control)
	if err != nil {
		return err
	}
	for _, one := range releases {
		if one.ID != id {
			continue
		}
		running := 0
		for _, use := range uses {
			if use.Name == one.Manifest.Name && use.Version == one.Manifest.Version {
				running++
			}
		}
		row := r.releaseRow(one)
		page := r.Page(r.L().T("console.plugins.withdraw.title", "Title", row.Title+" "+row.Version))
		page.Breadcrumbs = []view.Link{{Label: r.L().T("console.plugins.title"), Href: pluginsPath}}
		page.Lead, page.Width = r.L().T("console.plugins.withdraw.lead"), view.WidthNarrow
		runs := r.L().T("console.plugins.withdraw.runs", "N", strconv.Itoa(running))
		return r.Show(view.WithdrawPage(page, pluginsPath+"/"+id.String()+"/trekk-tilbake", pluginsPath, runs))
	}
	return tenants.ErrNotFound
}

// pluginWithdraw stops a release everywhere.
func (c *Console) pluginWithdraw(r *Request) error {
	id, err := r.ID("release")
	if err != nil {
		return err
	}
	err = catalogue.Withdraw(r.Context(), c.Provisioner.Registry.Control, c.Clock.Now(), r.Session.User.ID, id)
	if err != nil {
		return err
	}
	return r.Done(pluginsPath, "console.done.plugin_withdrawn")
}
