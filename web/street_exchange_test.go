package web_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/document"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
)

// conversation is one that everybody is in who may be in any.
func (s *street) conversation() uuid.UUID {
	coordinator := s.house.Coordinator()
	id, err := message.Begin(context.Background(), coordinator, s.family.ID, message.Opening{
		With: []uuid.UUID{
			s.house.Caregiver(s.family).Viewer.ID, s.house.YoungPerson(s.family, s.young).Viewer.ID, s.teamMember().Viewer.ID,
		},
		Subject: "Hemmelig emne", Text: "Hemmelig melding",
	})
	must(s.t, err)
	return id
}

// document is a picture that the caregiver has put there.
func (s *street) document() uuid.UUID {
	var picture bytes.Buffer
	must(s.t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 4))))
	id, err := document.Add(context.Background(), s.house.Caregiver(s.family), s.family.ID, document.Upload{
		Title: "Hemmelig tegning", FileName: "Hemmelig tegning.png", Raw: picture.Bytes(), Place: policy.SectionGoals,
		About: &s.family.Child,
	})
	must(s.t, err)
	return id
}

// exchanged counts what is written and kept, as the coordinator sees it.
func (s *street) exchanged() string {
	ctx := context.Background()
	access, err := casefile.Enter(ctx, s.house.Coordinator(), s.family.ID)
	must(s.t, err)
	lines, err := message.List(ctx, access)
	must(s.t, err)
	documents, err := document.List(ctx, access)
	must(s.t, err)
	written := 0
	for _, line := range lines {
		read, err := message.Read(ctx, access, line.ID, 1)
		must(s.t, err)
		written += len(read.Messages)
	}
	return fmt.Sprint(len(lines), written, len(documents))
}
