package logvendor

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

func (s *Server) serve(w http.ResponseWriter, in asked) {
	if in.writes() {
		s.write(w, in)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	query := in.r.URL.Query()
	switch in.operation.ID {
	case "status":
		answer(w, http.StatusOK, object{"status": "ok", "tid": s.now().Format(time.RFC3339)})
	case "finnSaker":
		s.find(w, query)
	case "hendelser":
		s.events(w, query)
	case "kvittering":
		if done, ok := s.state.receipts[in.values["nokkel"]]; ok {
			answer(w, http.StatusOK, done.receipt)
			return
		}
		s.refuse(w, refusal{Status: http.StatusNotFound, Code: "finnes_ikke", Text: "Ingenting er lagret med nøkkelen."})
	default:
		s.readSak(w, in, query)
	}
}

func (s *Server) readSak(w http.ResponseWriter, in asked, query url.Values) {
	k := s.state.saker[in.values["sakId"]]
	if k == nil {
		s.refuse(w, refusal{Status: http.StatusNotFound, Code: "finnes_ikke", Text: "Saken finnes ikke."})
		return
	}
	if in.operation.ID == "lesSak" {
		head := object{"sakId": k.id, "referanse": k.reference, "versjon": k.tag()}
		merge(head, k.head)
		w.Header().Set("ETag", strconv.Quote(k.tag()))
		answer(w, http.StatusOK, head)
		return
	}
	kind := in.operation.Path[strings.LastIndex(in.operation.Path, "/")+1:]
	page := s.page(k.lists[kind], query)
	page["sakVersjon"] = k.tag()
	answer(w, http.StatusOK, page)
}

func (s *Server) find(w http.ResponseWriter, query url.Values) {
	var found []object
	for _, id := range s.state.order {
		if k := s.state.saker[id]; k.reference == query.Get("referanse") {
			found = append(found, object{"sakId": k.id, "referanse": k.reference, "visning": "Stafettlogg " + k.reference})
		}
	}
	answer(w, http.StatusOK, s.page(found, query))
}

func (s *Server) page(all []object, query url.Values) object {
	number, _ := strconv.Atoi(query.Get("side")) // checked against the description
	size := s.options.PageSize
	from := min(number*size, len(all))
	part := append([]object{}, all[from:min(from+size, len(all))]...)
	return object{"elementer": part, "side": number, "antallSider": (len(all) + size - 1) / size}
}

// events gives those after the mark. A restless server gives the last two before
// it again, and the newest first.
func (s *Server) events(w http.ResponseWriter, query url.Values) {
	from, _ := strconv.Atoi(query.Get("etter")) // a mark that is not ours begins from the start
	from = min(max(from, 0), len(s.state.events))
	until := min(from+s.options.PageSize, len(s.state.events))
	again := from
	if s.options.RestlessEvents {
		again = max(0, from-2)
	}
	list := []object{}
	for _, e := range s.state.events[again:until] {
		if !slices.Contains(query["sak"], e.sak) {
			continue
		}
		list = append(list, object{
			"hendelseId": e.id, "sakId": e.sak, "versjon": e.version, "rekkefolge": e.order, "tidspunkt": e.at.Format(time.RFC3339),
		})
	}
	if s.options.RestlessEvents {
		list = append(list, list...)
		slices.Reverse(list)
	}
	answer(w, http.StatusOK, object{"hendelser": list, "neste": strconv.Itoa(until), "flere": until < len(s.state.events)})
}

func answer(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // a caller who has gone is no fault of ours
}

func (s *Server) refuse(w http.ResponseWriter, no refusal) {
	body := object{"kode": no.Code, "melding": no.Text}
	if no.Version != "" {
		body["versjon"] = no.Version
		w.Header().Set("ETag", strconv.Quote(no.Version))
	}
	answer(w, no.Status, body)
}
