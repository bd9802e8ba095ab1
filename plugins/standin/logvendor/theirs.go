package logvendor

import (
	"encoding/json"
	"fmt"
	"maps"

	"github.com/stinesofiesstiftelse/hverdagspakke/plugins/stafettlogg-http/openapi"
)

// What people in the vendor's own system do has keys that begin so.
const theirKey = "theirs-"

// theirEdit changes the sak itself, which the REST addresses do not offer.
const theirEdit = "theirEdit"

// Do has somebody in the vendor's own system write: the same addresses and
// bodies as openapi.yaml, without faults. It returns the id of the item.
func (s *Server) Do(method, path string, body map[string]any) (string, error) {
	operation, values, ok := openapi.Match(s.operations, method, path)
	if !ok {
		return "", fmt.Errorf("nobody serves %s %s", method, path)
	}
	return s.theirs(operation.ID, values, body)
}

// Edit has somebody in the vendor's own system change a sak itself: nivaa, trinn,
// tilstand, and fields that the description does not know.
func (s *Server) Edit(sakID string, fields map[string]any) error {
	_, err := s.theirs(theirEdit, map[string]string{"sakId": sakID}, fields)
	return err
}

func (s *Server) theirs(operation string, values map[string]string, body map[string]any) (string, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	key := fmt.Sprintf("%s%d", theirKey, len(s.state.writes)+1)
	s.mu.Unlock()
	done, refused := s.store(entry{Operation: operation, Values: values, Key: key, Body: text})
	if refused != nil {
		return "", fmt.Errorf("%d %s", refused.Status, refused.Code)
	}
	if operation == "startSak" {
		return fmt.Sprint(done.receipt["sakId"]), nil
	}
	id, _ := done.receipt["id"].(string)
	return id, nil
}

// editFirst changes what a write is about just before the write is done.
func (s *Server) editFirst(in asked) {
	operation, body := theirEdit, object{"sistEndret": "av andre"}
	if _, ok := changedItems[in.operation.ID]; ok {
		operation = in.operation.ID
	}
	if in.values["sakId"] == "" {
		return
	}
	_, _ = s.theirs(operation, in.values, body) // a sak or an item that is not there is found by the write itself
}

// Documents lists the names of a sak's documents and what is in them.
func (s *Server) Documents(sakID string) map[string][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	documents := map[string][]byte{}
	if k := s.state.saker[sakID]; k != nil {
		for _, one := range k.documents {
			documents[one.Name] = one.Content
		}
	}
	return documents
}

// Reference is what people in the vendor's system call a sak.
func (s *Server) Reference(sakID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if k := s.state.saker[sakID]; k != nil {
		return k.reference
	}
	return ""
}

// Saker lists the ids of all saker, in the order they were begun.
func (s *Server) Saker() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.state.order...)
}

// List gives a list of a sak as the vendor keeps it: maal, tiltak, moter,
// deltakere or overganger.
func (s *Server) List(sakID, list string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var copied []map[string]any
	if k := s.state.saker[sakID]; k != nil {
		for _, item := range k.lists[list] {
			copied = append(copied, maps.Clone(item))
		}
	}
	return copied
}
