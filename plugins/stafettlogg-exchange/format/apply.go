package format

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
)

// lists are where the goal, measure or meeting of a change belongs.
var lists = map[string]string{"maal": "maal", "tiltak": "tiltak", "mote": "moter"}

// Apply does a change on a log and returns the log as it then is, with what
// became of it: Stored, Changed or Rejected, and the id of what was written. The
// log that is given stays as it is; nil when there is none yet. Fields that the
// change does not mention stay, also those nobody knows. Whoever applies a change
// does so once for each nokkel, sets endret and versjon, and stores the log before
// it answers.
func Apply(log, change Object) (after Object, outcome, id string) {
	if start, ok := change["start"].(Object); ok {
		if log != nil {
			return log, Rejected, ""
		}
		after = maps.Clone(start)
		after["skjema"], after["loggId"], after["tilstand"] = KindLog, change["loggId"], "aapen"
		return after, Stored, ""
	}
	if log == nil {
		return nil, Rejected, ""
	}
	_, adds := change["vedlegg"]
	if !adds && Text(log, "tilstand") == "lukket" || !expected(log, change) {
		return log, Changed, ""
	}
	after = maps.Clone(log)
	for field, list := range lists {
		if item, ok := change[field].(Object); ok {
			return applyItem(after, list, item, change["ny"] == true)
		}
	}
	return applyRest(after, change)
}

func applyRest(log, change Object) (Object, string, string) {
	if holder, ok := change["tilbyStafettpinne"].(Object); ok {
		log["tilbudtTil"] = holder
		return log, Stored, ""
	}
	if answer, ok := change["svarStafettpinne"].(Object); ok {
		offered, there := log["tilbudtTil"]
		if !there {
			return log, Changed, ""
		}
		delete(log, "tilbudtTil")
		if answer["godtatt"] == true {
			log["stafettholder"] = offered
		}
		return log, Stored, ""
	}
	if end, ok := change["avslutt"].(Object); ok {
		log["tilstand"], log["lukketGrunn"] = "lukket", end["grunn"]
		return log, Stored, ""
	}
	if document, ok := change["vedlegg"].(Object); ok {
		documents, _ := log["vedlegg"].([]any)
		log["vedlegg"] = append(slices.Clone(documents), document)
		return log, Stored, Text(document, "id")
	}
	return log, Rejected, ""
}

func applyItem(log Object, list string, item Object, fresh bool) (Object, string, string) {
	id := Text(item, "id")
	items, _ := log[list].([]any)
	items = slices.Clone(items)
	for i, one := range items {
		known, ok := one.(Object)
		if !ok || Text(known, "id") != id {
			continue
		}
		merged := maps.Clone(known)
		for field, value := range item {
			if value == nil {
				delete(merged, field)
			} else {
				merged[field] = value
			}
		}
		items[i] = merged
		log[list] = items
		return log, Stored, id
	}
	if !fresh {
		return log, Changed, ""
	}
	added := Object{}
	for field, value := range item {
		if value != nil {
			added[field] = value
		}
	}
	log[list] = append(items, added)
	return log, Stored, id
}

// expected tells whether what is to be changed is as the sender thinks.
func expected(log, change Object) bool {
	want := Text(change, "forventetVersjon")
	if want == "" || want == Version(log) {
		return true
	}
	for field, list := range lists {
		item, ok := change[field].(Object)
		if !ok {
			continue
		}
		for _, known := range Items(log, list) {
			if Text(known, "id") == Text(item, "id") {
				return want == Version(known)
			}
		}
	}
	return false
}

// Version is the version of a log, or of a goal, measure or meeting: what it says,
// or else a mark of its content.
func Version(object Object) string {
	if said := Text(object, "versjon"); said != "" {
		return said
	}
	content, err := json.Marshal(object) // keys come sorted
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}
