package logvendor

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// write does a write once and answers when it is stored.
func (s *Server) write(w http.ResponseWriter, in asked) {
	e := entry{
		Operation: in.operation.ID, Values: in.values, Key: in.key(), IfMatch: in.r.Header.Get("If-Match"), Body: in.body,
	}
	if e.Operation == "nyttVedlegg" {
		_, parameters, _ := mime.ParseMediaType(in.r.Header.Get("Content-Disposition"))
		e.Name = parameters["filename"]
	}
	done, refused := s.store(e)
	if refused != nil {
		s.refuse(w, *refused)
		return
	}
	w.Header().Set("ETag", strconv.Quote(fmt.Sprint(done.receipt["versjon"])))
	answer(w, done.status, done.receipt)
}

func (s *Server) store(e entry) (done, *refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.state.writes)
	e.At, e.Number = s.now(), before+1
	result, refused := s.state.apply(e)
	if refused != nil || len(s.state.writes) == before {
		return result, refused
	}
	if err := s.journal.store(e); err != nil {
		panic(fmt.Sprintf("the journal cannot be written: %v", err)) // what is not stored must not be served
	}
	return result, nil
}

var prefixes = map[string]string{"maal": "M", "tiltak": "T", "moter": "X"}

var newItems = map[string]string{"nyttMaal": "maal", "nyttTiltak": "tiltak", "nyttMote": "moter"}

var changedItems = map[string]string{"endreMaal": "maal", "endreTiltak": "tiltak", "endreMote": "moter"}

// do changes the sak. It returns the id and version of the item, or a refusal
// and has then changed nothing.
func (s *state) do(k *sak, e entry) (item, version string, refused *refusal) {
	var body object
	if e.Operation != "nyttVedlegg" {
		if json.Unmarshal(e.Body, &body) != nil {
			return "", "", &refusal{Status: http.StatusBadRequest, Code: "ugyldig", Text: "Det som ble sendt, er ikke JSON."}
		}
	}
	if kind, ok := newItems[e.Operation]; ok {
		item, version = s.add(k, kind, body)
		return item, version, nil
	}
	if kind, ok := changedItems[e.Operation]; ok {
		return k.change(kind, e, body)
	}
	switch e.Operation {
	case "startSak":
		s.start(k, body)
	case "tilbyStafettpinne":
		k.head["tilbudtTil"] = body
	case "svarStafettpinne":
		return "", "", k.answerBaton(body, e.At)
	case "avslutt":
		k.head["tilstand"], k.head["lukketGrunn"] = "LUKKET", body["grunn"]
	case "nyttVedlegg":
		item = s.id("V")
		k.documents = append(k.documents, document{ID: item, Name: e.Name, Content: e.Body})
	case theirEdit:
		merge(k.head, body)
	}
	return item, "", nil
}

func (s *state) start(k *sak, body object) {
	k.id = s.id("S")
	k.reference = "STAF-" + strings.TrimPrefix(k.id, "S-")
	for _, name := range []string{"barn", "nivaa", "trinn", "stafettholder"} {
		if value, ok := body[name]; ok {
			k.head[name] = value
		}
	}
	for _, kind := range []string{"maal", "tiltak", "moter", "deltakere", "overganger"} {
		list, _ := body[kind].([]any)
		for _, one := range list {
			if _, numbered := prefixes[kind]; numbered {
				s.add(k, kind, one.(object))
			} else {
				k.lists[kind] = append(k.lists[kind], one.(object))
			}
		}
	}
	s.saker[k.id] = k
	s.order = append(s.order, k.id)
}

var firstStatus = map[string]string{"maal": "PAAGAAR", "tiltak": "PLANLAGT"}

func (s *state) add(k *sak, kind string, body object) (id, version string) {
	item := object{}
	if status, ok := firstStatus[kind]; ok {
		item["status"] = status
	}
	merge(item, body)
	id, version = s.id(prefixes[kind]), "i1"
	item["id"], item["versjon"] = id, version
	k.resolve(item)
	k.lists[kind] = append(k.lists[kind], item)
	return id, version
}

// resolve takes a goal that is named by the other system's id to its own.
func (k *sak) resolve(item object) {
	wanted, _ := item["maalId"].(string)
	if wanted == "" {
		return
	}
	for _, goal := range k.lists["maal"] {
		if goal["eksternId"] == wanted {
			item["maalId"] = goal["id"]
		}
	}
}

func (k *sak) change(kind string, e entry, body object) (id, version string, refused *refusal) {
	for _, item := range k.lists[kind] {
		if item["id"] != e.Values["id"] {
			continue
		}
		now := fmt.Sprint(item["versjon"])
		expected := strings.Trim(e.IfMatch, `"`)
		if expected != "" && !strings.HasPrefix(expected, "s") && expected != now {
			return "", "", &refusal{Status: http.StatusPreconditionFailed, Code: "endret", Text: "Det er endret av andre.", Version: now}
		}
		merge(item, body)
		k.resolve(item)
		count, _ := strconv.Atoi(strings.TrimPrefix(now, "i"))
		item["versjon"] = fmt.Sprintf("i%d", count+1)
		return e.Values["id"], fmt.Sprintf("i%d", count+1), nil
	}
	return "", "", &refusal{Status: http.StatusNotFound, Code: "finnes_ikke", Text: "Det finnes ikke i saken."}
}

func (k *sak) answerBaton(body object, at time.Time) *refusal {
	offered, ok := k.head["tilbudtTil"].(object)
	if !ok {
		return &refusal{Status: http.StatusConflict, Code: "ikke_tilbudt", Text: "Stafettpinnen er ikke tilbudt.", Version: k.tag()}
	}
	delete(k.head, "tilbudtTil")
	if body["godtatt"] == true {
		if _, dated := offered["fra"]; !dated {
			offered["fra"] = at.Format(time.DateOnly)
		}
		k.head["stafettholder"] = offered
	}
	return nil
}

// merge sets what is mentioned; null takes away.
func merge(into, from object) {
	for name, value := range from {
		if value == nil {
			delete(into, name)
		} else {
			into[name] = value
		}
	}
}
