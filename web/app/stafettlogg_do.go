package app

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/plan"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/stafettlogg"
)

var errNoItem = fmt.Errorf("item of a stafettlogg: %w", tenants.ErrNotFound)

// logLinkRefresh reads the log again now.
func (a *App) logLinkRefresh(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	return r.after(id, stafettlogg.Refresh(r.Context(), r.Visit, r.Access.ID, id), "done.stafettlogg_read")
}

// logLinkSendAll sends what the other system does not have.
func (a *App) logLinkSendAll(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	_, err = stafettlogg.SendAll(r.Context(), r.Visit, r.Access.ID, id)
	return r.after(id, err, "done.stafettlogg_sent")
}

// logLinkEnd ends a link.
func (a *App) logLinkEnd(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	return r.after(id, stafettlogg.Unlink(r.Context(), r.Visit, r.Access.ID, id), "done.stafettlogg_ended")
}

// logBatonOffer offers the baton in the other system.
func (a *App) logBatonOffer(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	return r.after(id, stafettlogg.OfferBaton(r.Context(), r.Visit, r.Access.ID, id), "done.stafettlogg_sent")
}

// logBatonAnswer answers the baton that the other system offers.
func (a *App) logBatonAnswer(r *Request) error {
	id, err := r.ID("link")
	if err != nil {
		return err
	}
	f := r.Form()
	accepted := f.Choice("answer", "yes", "no") == "yes"
	return r.after(id, stafettlogg.AnswerBaton(r.Context(), r.Visit, r.Access.ID, id, accepted), "done.stafettlogg_sent")
}

// onItem runs a command on the item in the address.
func (r *Request) onItem(done string, do func(link, item uuid.UUID) error) error {
	link, err := r.ID("link")
	if err != nil {
		return err
	}
	item, err := r.ID("item")
	if err != nil {
		return err
	}
	return r.after(link, do(link, item), done)
}

// logItemSend sends an item as it stands in the plan.
func (a *App) logItemSend(r *Request) error {
	return r.onItem("done.stafettlogg_sent", func(link, item uuid.UUID) error {
		return stafettlogg.Send(r.Context(), r.Visit, r.Access.ID, link, item)
	})
}

// logItemLeave lets an item differ.
func (a *App) logItemLeave(r *Request) error {
	return r.onItem("done.stafettlogg_left", func(link, item uuid.UUID) error {
		return stafettlogg.LeaveAlone(r.Context(), r.Visit, r.Access.ID, link, item)
	})
}

// logItemSettle settles an item field by field.
func (a *App) logItemSettle(r *Request) error {
	_, item, err := r.logItemOf()
	if err != nil {
		return err
	}
	f := r.Form()
	choice := map[string]string{}
	for _, one := range item.Differ {
		choice[one.Field] = f.Choice(one.Field, stafettlogg.Ours, stafettlogg.Theirs)
	}
	return r.onItem("done.stafettlogg_settled", func(link, item uuid.UUID) error {
		return stafettlogg.Settle(r.Context(), r.Visit, r.Access.ID, link, item, choice)
	})
}

// logItemTake takes in what only they have.
func (a *App) logItemTake(r *Request) error {
	shown, item, err := r.logItemOf()
	if err != nil {
		return err
	}
	f := r.Form()
	if item.Kind == stafettlogg.KindGoal {
		in := plan.GoalInput{Title: f.Line("title", 1000), Area: plan.Area(f.Choice("area", texts(plan.Areas())...))}
		if f.OK() {
			err = stafettlogg.TakeGoal(r.Context(), r.Visit, r.Access.ID, shown.ID, item.ID, in)
		}
	} else {
		in := plan.MeasureInput{
			What: f.Line("what", 1000), ResponsibleName: f.Line("responsible_name", 1000), From: f.Date("from"), Due: f.Date("due"), EvaluateOn: f.Date("evaluate_on"),
		}
		goal := f.UUID("goal")
		if f.OK() {
			err = stafettlogg.TakeMeasure(r.Context(), r.Visit, r.Access.ID, shown.ID, item.ID, goal, in)
		}
	}
	if !f.OK() || Faults(f, err) {
		return r.showLogItem(f, http.StatusUnprocessableEntity)
	}
	if errors.Is(err, tenants.ErrNotFound) {
		return err
	}
	return r.after(shown.ID, err, "done.stafettlogg_taken")
}

// logItemPair says that one of theirs is one of ours.
func (a *App) logItemPair(r *Request) error {
	f := r.Form()
	our := f.UUID("our")
	return r.onItem("done.stafettlogg_paired", func(link, item uuid.UUID) error {
		return stafettlogg.Pair(r.Context(), r.Visit, r.Access.ID, link, item, our)
	})
}
