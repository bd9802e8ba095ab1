package console

import (
	"cmp"
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/internal/clock"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/catalogue"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

const pluginsPath = "/koblinger"

// pluginList shows the catalogue, who has signed what, which municipality runs
// which version, and how often it fails there. Counts, and no content.
func (c *Console) pluginList(r *Request) error {
	releases, err := catalogue.List(r.Context(), c.Provisioner.Registry.Control)
	if err != nil {
		return err
	}
	uses, err := catalogue.Uses(r.Context(), c.Provisioner.Registry.Control)
	if err != nil {
		return err
	}
	page := r.Page(r.L().T("console.plugins.title"))
	page.Lead, page.Width = r.L().T("console.plugins.lead"), view.WidthWide
	v, titles := view.ReleasesView{Notice: c.PluginNotice}, map[string]string{}
	for _, one := range releases {
		row := r.releaseRow(one)
		v.Releases, titles[one.Manifest.Name] = append(v.Releases, row), row.Title
	}
	for _, use := range uses {
		row := view.UseRow{
			Plugin: cmp.Or(titles[use.Name], use.Name), Municipality: use.Municipality, Version: use.Version, Runs: strconv.Itoa(use.Runs),
			Failures: strconv.Itoa(use.Failures), Crashes: strconv.Itoa(use.Crashes), Reported: r.L().When(use.ReportedAt, page.Today),
		}
		row.State, row.Tone = r.useState(use)
		v.Uses = append(v.Uses, row)
	}
	return r.Show(view.ReleasesPage(page, v))
}

func (r *Request) releaseRow(one catalogue.Release) view.ReleaseRow {
	title := one.Manifest.Title.NB
	if r.L().Lang() == "nn" {
		title = one.Manifest.Title.NN
	}
	here := pluginsPath + "/" + one.ID.String()
	row := view.ReleaseRow{
		Title: title, Version: one.Manifest.Version, Platform: one.Manifest.Platform, Publisher: one.Manifest.Publisher,
		SignedBy: one.SignedBy, Digest: one.Digest[:12],
		Since: r.L().T("console.plugins.added", "Date", r.L().DateFull(clock.DateOf(one.AddedAt))),
	}
	switch one.State {
	case catalogue.Published:
		row.State, row.Tone, row.Withdraw = r.L().T("console.plugins.state.published"), view.Good, here+"/trekk-tilbake"
	case catalogue.Withdrawn:
		row.State, row.Tone, row.Publish = r.L().T("console.plugins.state.withdrawn"), view.Danger, here+"/publiser"
	default:
		row.State, row.Tone, row.Publish = r.L().T("console.plugins.state.added"), view.Attention, here+"/publiser"
	}
	return row
}

// useState is how a plugin is in a municipality, in a word.
func (r *Request) useState(use catalogue.Use) (string, view.Tone) {
	switch {
	case use.State == "asked":
		return r.L().T("connection.state.asked"), view.Neutral
	case use.State == "paused":
		return r.L().T("connection.state.paused"), view.Neutral
	}
	switch use.Health {
	case "healthy":
		return r.L().T("connection.state.healthy"), view.Good
	case "degraded":
		return r.L().T("connection.state.degraded"), view.Attention
	case "failing":
		return r.L().T("connection.state.failing"), view.Danger
	case "quarantined":
		return r.L().T("connection.state.quarantined"), view.Danger
	}
	return r.L().T("connection.state.new"), view.Info
}
