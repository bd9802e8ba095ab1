package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/sdk/stafettlogg"
	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-exchange/format"
)

// proposals are the ids we propose for what is new: the same for the same key.
var proposals = uuid.MustParse("6f1f7a51-6d0c-4c6c-9a52-3f0b8f0d7c11")

func proposed(key string) string { return uuid.NewSHA1(proposals, []byte(key)).String() }

// change is a write as it goes out: the same write always gives the same.
type change struct {
	document   format.Object
	log, item  string // ids that hold unless the other system says otherwise
	attachment *stafettlogg.Attachment
}

// toChange makes a change of a write. Nothing is in it that the host has not
// given, but the municipality's number.
func (e *exchange) toChange(write stafettlogg.Write) (change, error) {
	d := format.Object{"skjema": format.KindChange, "nokkel": write.Key, "loggId": write.LogID}
	set(d, "kommunenummer", e.municipality)
	set(d, "forventetVersjon", write.ExpectedVersion)
	c := change{document: d, log: write.LogID}
	fresh := func(id string) string {
		c.item = id
		if id == "" {
			d["ny"] = true
			c.item = proposed(write.Key)
		}
		return c.item
	}
	switch {
	case write.Start != nil:
		c.log = proposed(write.Key)
		d["loggId"], d["ny"], d["start"] = c.log, true, startOf(*write.Start)
		delete(d, "forventetVersjon")
	case write.Goal != nil:
		d["maal"] = goalOf(*write.Goal, fresh(write.Goal.ID))
	case write.Measure != nil:
		d["tiltak"] = measureOf(*write.Measure, fresh(write.Measure.ID), write.Measure.ID != "")
	case write.Meeting != nil:
		d["mote"] = meetingOf(*write.Meeting, fresh(write.Meeting.ID), write.Meeting.ID != "")
	case write.OfferBaton != nil:
		d["tilbyStafettpinne"] = holderOf(*write.OfferBaton)
	case write.AnswerBaton != nil:
		d["svarStafettpinne"] = format.Object{"godtatt": write.AnswerBaton.Accepted}
	case write.Close != nil:
		because, known := reasons[write.Close.Because]
		if !known {
			because = reasons[stafettlogg.OtherReason]
		}
		d["avslutt"] = format.Object{"grunn": because}
	case write.Attachment != nil:
		c.item, c.attachment = proposed(write.Key), write.Attachment
		d["vedlegg"] = documentOf(*write.Attachment, c.item)
		delete(d, "forventetVersjon")
	default:
		return c, &sdk.Fault{Source: sdk.FromPlugin, Code: "plugin.empty_write", Cause: errors.New("the write holds nothing")}
	}
	return c, nil
}

func documentOf(a stafettlogg.Attachment, id string) format.Object {
	sum := sha256.Sum256(a.Content)
	return format.Object{
		"id": id, "navn": a.Name, "medietype": a.MediaType, "storrelse": float64(len(a.Content)),
		"sha256": hex.EncodeToString(sum[:]), "fil": attachmentFile(a),
	}
}

// attachmentFile is what the document's file is called: by its content.
func attachmentFile(a stafettlogg.Attachment) string {
	sum := sha256.Sum256(a.Content)
	ending := ".bin"
	if a.MediaType == "application/pdf" {
		ending = ".pdf"
	}
	return "vedlegg-" + hex.EncodeToString(sum[:16]) + ending
}

func set(d format.Object, field, value string) {
	if value != "" {
		d[field] = value
	}
}

// clear puts a value there; in a change of something known, an empty one takes
// the field away.
func clear(d format.Object, field, value string, change bool) {
	if value != "" {
		d[field] = value
	} else if change {
		d[field] = nil
	}
}

func goalOf(g stafettlogg.Goal, id string) format.Object {
	d := format.Object{"id": id, "tekst": g.Text}
	set(d, "eksternId", g.OurID)
	set(d, "omraade", g.Area)
	set(d, "status", goalStates[g.State])
	return d
}

func measureOf(m stafettlogg.Measure, id string, change bool) format.Object {
	d := format.Object{"id": id, "hva": m.What}
	set(d, "eksternId", m.OurID)
	set(d, "status", measureStates[m.State])
	for field, value := range map[string]string{
		"maalId": m.GoalID, "ansvarlig": m.Responsible, "start": m.Start, "frist": m.Due, "evalueres": m.Evaluate,
	} {
		clear(d, field, value, change)
	}
	if m.Effect != nil {
		d["effekt"] = float64(*m.Effect)
	} else if change {
		d["effekt"] = nil
	}
	return d
}

func meetingOf(m stafettlogg.Meeting, id string, change bool) format.Object {
	d := format.Object{"id": id, "dato": m.Date}
	set(d, "eksternId", m.OurID)
	clear(d, "beslutning", m.Decision, change)
	for field, values := range map[string][]string{"tilstede": m.Present, "agenda": m.Agenda, "avtaler": m.Agreed} {
		list := []any{}
		for _, value := range values {
			if value != "" {
				list = append(list, value)
			}
		}
		if len(list) > 0 || change {
			d[field] = list
		}
	}
	return d
}

func holderOf(h stafettlogg.Holder) format.Object {
	d := format.Object{"rolle": h.Role}
	set(d, "enhetOrgnr", h.UnitOrgNumber)
	set(d, "fra", h.Since)
	return d
}
