package message_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/message"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/tenanttest"
)

func TestWhatIsWrittenIsReadByThoseItIsWrittenToAndByNobodyElse(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		id := b.begin(b.mother, nil, b.youth)
		b.must(b.write(b.youth, id, "Ja, det går fint"))
		read, err := b.read(b.mother, id)
		b.must(err)
		if want := []string{"Hei, passer det klokka ti?", "Ja, det går fint"}; !slices.Equal(texts(read), want) {
			t.Errorf("the mother reads %q", texts(read))
		}
		if read.Subject != "Møtet på torsdag" || !read.Messages[0].Mine || read.Messages[1].Mine || read.Alone {
			t.Errorf("read as %+v", read)
		}
		for name, v := range map[string]*tenants.Visit{
			"coordinator": b.coordinator, "father": b.father, "teacher": b.teacher, "colleague": b.colleague,
		} {
			if _, err := b.read(v, id); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("the %s reads it: %v", name, err)
			}
			if err := b.write(v, id, "Jeg også"); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("the %s writes in it: %v", name, err)
			}
			if err := message.Leave(b.ctx, v, b.family, id); !errors.Is(err, tenants.ErrNotFound) {
				t.Errorf("the %s leaves it: %v", name, err)
			}
		}
		for _, v := range []*tenants.Visit{b.coordinator, b.father, b.teacher} {
			lines, err := message.List(b.ctx, b.enter(v))
			b.must(err)
			if len(lines) > 0 {
				t.Errorf("somebody who is not in it sees that it exists: %+v", lines)
			}
		}
	})
}

func TestAConversationAboutOneChildIsOpenToThoseOfThatChildOnly(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		for name, one := range map[string]struct {
			about *uuid.UUID
			with  *tenants.Visit
			may   bool
		}{
			"the father about his child":          {&b.younger, b.father, true},
			"the father about the other":          {&b.elder, b.father, false},
			"the teacher about the elder":         {&b.elder, b.teacher, true},
			"the teacher about the younger":       {&b.younger, b.teacher, false},
			"the young person about the younger":  {&b.younger, b.youth, false},
			"the young person about themself":     {&b.elder, b.youth, true},
			"a colleague who is not inside":       {nil, b.colleague, false},
			"a coordinator about the whole house": {nil, b.mother, true},
		} {
			_, err := message.Begin(b.ctx, b.coordinator, b.family, b.opening(one.about, one.with))
			if one.may && err != nil || !one.may && !errors.Is(err, tenants.ErrInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := message.Begin(b.ctx, b.father, b.family, b.opening(&b.elder, b.coordinator)); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the father writes about a child that is not his to know of: %v", err)
		}
		stranger := tenants.NewID()
		if _, err := message.Begin(b.ctx, b.coordinator, b.family, b.opening(&stranger, b.mother)); err == nil {
			t.Error("a conversation is about somebody who is not of the family")
		}
	})
}

func TestNobodyLearnsFromTheListWhomTheyMayNotKnowOf(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		for name, one := range map[string]struct {
			of   *tenants.Visit
			want []*tenants.Visit
		}{
			"coordinator":  {b.coordinator, []*tenants.Visit{b.mother, b.father, b.youth, b.teacher}},
			"mother":       {b.mother, []*tenants.Visit{b.coordinator, b.father, b.youth, b.teacher}},
			"father":       {b.father, []*tenants.Visit{b.coordinator}},
			"young person": {b.youth, []*tenants.Visit{b.coordinator, b.teacher}},
			"teacher":      {b.teacher, []*tenants.Visit{b.coordinator, b.youth}},
		} {
			partners, err := message.Partners(b.ctx, b.enter(one.of), nil)
			b.must(err)
			var got, want []string
			for _, partner := range partners {
				got = append(got, partner.ID.String())
			}
			for _, v := range one.want {
				want = append(want, v.Viewer.ID.String())
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("the %s may write to %d people, want %d: %+v", name, len(got), len(want), partners)
			}
		}
		b.end(b.teacher)
		b.letTeacher(policy.Sections(policy.SectionGoals))
		if _, err := message.Partners(b.ctx, b.enter(b.teacher), nil); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("a yes to the goals opened messages: %v", err)
		}
	})
}

func TestWhoseAccessEndsReadsNothingAtTheNextRequestAndIsShownAsGone(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		id := b.begin(b.mother, nil, b.teacher, b.coordinator)
		b.end(b.teacher)
		if _, err := b.read(b.teacher, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("the teacher still reads: %v", err)
		}
		if counts, err := message.Unread(b.ctx, b.teacher, b.teacher); err != nil || counts.Total() != 0 {
			t.Errorf("the teacher's menu counts %v %v", counts, err)
		}
		read, err := b.read(b.mother, id)
		b.must(err)
		for _, one := range read.With {
			if one.Gone != (one.ID == b.teacher.Viewer.ID) {
				t.Errorf("%s is shown as gone: %v", one.Name, one.Gone)
			}
		}
		b.must(b.write(b.mother, id, "Skrevet mens læreren var ute"))
		b.letTeacher(policy.Sections(policy.SectionMessages))
		if read, err := b.read(b.teacher, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("let in again, the teacher reads what was written in between: %q", texts(read))
		}
	})
}

func TestTheSameFormSentTwiceIsOneMessageAndAnotherTextIsAnother(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		opening := b.opening(nil, b.mother)
		opening.ID, opening.Message = tenants.NewID(), tenants.NewID()
		for range 2 {
			if id, err := message.Begin(b.ctx, b.coordinator, b.family, opening); err != nil || id != opening.ID {
				t.Fatalf("begun as %s: %v", id, err)
			}
		}
		msg := tenants.NewID()
		for _, text := range []string{"En gang", "En gang", "Rettet etter å ha gått tilbake"} {
			b.tick()
			b.must(message.Write(b.ctx, b.coordinator, b.family, opening.ID, msg, text))
		}
		b.tick()
		b.must(message.Write(b.ctx, b.mother, b.family, opening.ID, msg, "En gang"))
		read, err := b.read(b.mother, opening.ID)
		b.must(err)
		want := []string{opening.Text, "En gang", "Rettet etter å ha gått tilbake", "En gang"}
		if !slices.Equal(texts(read), want) {
			t.Errorf("written: %q", texts(read))
		}
	})
}

func TestTheMenuCountsWhatIsNotRead(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		id := b.begin(b.coordinator, nil, b.mother)
		b.begin(b.coordinator, nil, b.mother, b.youth)
		unread := func(v *tenants.Visit, want int) {
			t.Helper()
			counts, err := message.Unread(b.ctx, v, v)
			b.must(err)
			if counts.Total() != want || counts[b.family] != want {
				t.Errorf("unread %v, want %d", counts, want)
			}
		}
		unread(b.mother, 2)
		unread(b.coordinator, 0)
		read, err := b.read(b.mother, id)
		b.must(err)
		if !read.Unread {
			t.Error("what has not been read is shown as read")
		}
		b.tick()
		b.must(b.write(b.coordinator, id, "Kom mens mor leste"))
		b.must(message.HasRead(b.ctx, b.enter(b.mother), read))
		unread(b.mother, 2)
		read, err = b.read(b.mother, id)
		b.must(err)
		b.must(message.HasRead(b.ctx, b.enter(b.mother), read))
		unread(b.mother, 1)
		b.must(b.write(b.mother, id, "Takk"))
		unread(b.mother, 1)
		unread(b.coordinator, 1)
	})
}

func TestWhoLeavesIsOutAndWhoIsAloneCannotWriteToNobody(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		id := b.begin(b.mother, nil, b.coordinator)
		b.must(message.Leave(b.ctx, b.coordinator, b.family, id))
		if _, err := b.read(b.coordinator, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("who has left still reads: %v", err)
		}
		if err := b.write(b.mother, id, "Er du der?"); !errors.Is(err, tenants.ErrInvalid) {
			t.Errorf("a message was written to nobody: %v", err)
		}
		read, err := b.read(b.mother, id)
		b.must(err)
		if !read.Alone || !read.With[0].Gone {
			t.Errorf("the mother is not told that she is alone: %+v", read)
		}
	})
}

func TestAClosedFollowUpIsReadAndNotWrittenIn(t *testing.T) {
	b := lay(t, tenanttest.SQLite(t))
	id := b.begin(b.mother, nil, b.coordinator)
	b.must(casefile.Close(b.ctx, b.coordinator, b.family, casefile.Outcomes()[0], "", b.coordinator.Today()))
	if err := b.write(b.mother, id, "Hei"); !errors.Is(err, tenants.ErrConflict) {
		t.Errorf("written in a closed follow-up: %v", err)
	}
	if _, err := message.Begin(b.ctx, b.mother, b.family, b.opening(nil, b.coordinator)); !errors.Is(err, tenants.ErrConflict) {
		t.Errorf("begun in a closed follow-up: %v", err)
	}
	read, err := b.read(b.mother, id)
	b.must(err)
	if len(read.Messages) != 1 {
		t.Error("what was written is gone")
	}
}

func TestAnotherFamilysConversationIsNotFoundUnderOnesOwn(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		id := b.begin(b.coordinator, nil, b.mother)
		access, err := casefile.Enter(b.ctx, b.coordinator, b.other)
		b.must(err)
		if _, err := message.Read(b.ctx, access, id, 1); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("read under another family: %v", err)
		}
		if err := message.Write(b.ctx, b.coordinator, b.other, id, tenants.NewID(), "Hei"); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("written under another family: %v", err)
		}
		if err := message.Leave(b.ctx, b.coordinator, b.other, id); !errors.Is(err, tenants.ErrNotFound) {
			t.Errorf("left under another family: %v", err)
		}
		if _, err := message.Begin(b.ctx, b.father, b.family, message.Opening{
			ID: id, With: []uuid.UUID{b.coordinator.Viewer.ID}, Subject: "Hei", Text: "Hei",
		}); !errors.Is(err, tenants.ErrConflict) {
			t.Errorf("a conversation was begun under somebody else's id: %v", err)
		}
	})
}

func TestWrongThingsAreSaidPlainly(t *testing.T) {
	b := lay(t, tenanttest.SQLite(t))
	long := strings.Repeat("å", message.MaxText+1)
	many := make([]uuid.UUID, message.MaxWith+1)
	for code, o := range map[string]message.Opening{
		"conversation.subject.missing":  {With: many[:1], Text: "Hei"},
		"conversation.subject.too_long": {With: many[:1], Text: "Hei", Subject: long},
		"conversation.with.missing":     {Text: "Hei", Subject: "Hei"},
		"conversation.with.too_many":    {With: many, Text: "Hei", Subject: "Hei"},
		"conversation.text.missing":     {With: many[:1], Text: " \n", Subject: "Hei"},
		"conversation.text.too_long":    {With: many[:1], Text: long, Subject: "Hei"},
	} {
		_, err := message.Begin(b.ctx, b.coordinator, b.family, o)
		var faults *tenants.Invalid
		if !errors.As(err, &faults) || len(faults.Fields) != 1 || faults.Fields[0].Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestAMessageTellsItsReadersWithoutItsWords(t *testing.T) {
	tenanttest.Both(t, func(t *testing.T, house *tenanttest.House) {
		b := lay(t, house)
		before := waiting(b)
		b.begin(b.mother, nil, b.coordinator)
		if got := waiting(b); got != before+1 {
			t.Errorf("%d messages wait for the coordinator, want %d", got, before+1)
		}
	})
}

func waiting(b *table) int {
	b.t.Helper()
	var n int
	row := b.house.Scope.ReadDB().QueryRowContext(b.ctx, `SELECT COUNT(*) FROM outbox_messages`)
	b.must(row.Scan(&n))
	return n
}

func TestNothingSaidStandsInTheDatabase(t *testing.T) {
	house := tenanttest.SQLite(t)
	b := lay(t, house)
	id := b.begin(b.mother, nil, b.coordinator)
	b.must(b.write(b.mother, id, "Hemmelighetsfullt svar"))
	files := 0
	b.must(filepath.Walk(house.Folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, word := range []string{"torsdag", "klokka ti", "Hemmelighetsfullt"} {
			if strings.Contains(string(raw), word) {
				t.Errorf("%q stands in %s", word, filepath.Base(path))
			}
		}
		files++
		return err
	}))
	if files == 0 {
		t.Error("no file was read")
	}
}
