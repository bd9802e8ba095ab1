package app

import (
	"strconv"

	"github.com/google/uuid"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// wordsPlace is where a child's words are written: on the child's own page, or
// on the coordinator's with the child beside.
type wordsPlace struct {
	r        *Request
	child    casefile.Member // beside the coordinator
	together bool
}

// ownWords is the young person's own place.
func (r *Request) ownWords() wordsPlace { return wordsPlace{r: r} }

// wordsBeside is the coordinator's place beside the child of the address.
func (r *Request) wordsBeside() (wordsPlace, error) {
	child, err := r.member()
	if err == nil && child.Kind != casefile.Child {
		err = tenants.ErrNotFound
	}
	return wordsPlace{r: r, child: child, together: true}, err
}

// home is where the words are listed, and address a part of it.
func (w wordsPlace) home() string {
	if w.together {
		return w.address("")
	}
	return w.r.ownAddress("/ord")
}

func (w wordsPlace) address(part string) string {
	if w.together {
		return familyAddress(w.r.Access.ID, "/barn/"+w.child.ID.String()+part)
	}
	return w.r.ownAddress("/ord" + part)
}

// entry is where one thing that was said is: a part of it.
func (w wordsPlace) entry(id uuid.UUID, part string) string {
	if w.together {
		return w.address("/ord/" + id.String() + part)
	}
	return w.address("/" + id.String() + part)
}

// page begins a page of the place. Its title tells nothing.
func (w wordsPlace) page(h1 string) (*view.Page, error) {
	if w.together {
		page := w.r.FamilyPage(w.r.L().T("voice.title"), "/personer")
		page.H1, page.Width = h1, view.WidthYoung
		page.Breadcrumbs = append(page.Breadcrumbs, view.Link{Label: w.r.L().T("voice.title"), Href: w.home()})
		return page, w.r.eyebrow(page)
	}
	page, err := w.r.ownPage(w.r.L().T("young.words"))
	if err != nil {
		return nil, err
	}
	page.H1, page.Width = h1, view.WidthYoung
	return page, nil
}

// doors lead to what can be written.
func (w wordsPlace) doors() []view.Door {
	l := w.r.L()
	doors := make([]view.Door, 0, len(voice.Houses())+2)
	for i, house := range voice.Houses() {
		doors = append(doors, view.Door{
			Picture: view.Picture(house), Title: houseWord(l, house), Text: houseAbout(l, house),
			Href: w.address("/hus/" + strconv.Itoa(i+1)),
		})
	}
	return append(doors,
		view.Door{Picture: view.PictureFaces, Title: l.T("young.faces"), Text: l.T("young.faces.text"), Href: w.address("/ansikter/1")},
		view.Door{Picture: view.PictureAdult, Title: l.T("young.adult"), Text: l.T("young.adult.text"), Href: w.address("/voksen")})
}

// write keeps what was said, and answers where to go on.
func (w wordsPlace) write(words voice.Words, f *form.Form, beside voice.Beside) (uuid.UUID, bool, error) {
	var id uuid.UUID
	var err error
	if w.together {
		id, err = voice.WriteTogether(w.r.Context(), w.r.Visit, w.r.Access.ID, w.child.ID, words, beside)
	} else {
		id, err = voice.Write(w.r.Context(), w.r.Visit, w.r.Access.ID, words)
	}
	if Faults(f, err) {
		return id, false, nil
	}
	return id, err == nil, err
}

// beside is what the coordinator asks the child; nil on the child's own page.
func (w wordsPlace) beside() (*view.BesideView, error) {
	if !w.together {
		return nil, nil
	}
	people, err := voice.Listeners(w.r.Context(), w.r.Access, w.child.ID)
	if err != nil {
		return nil, err
	}
	return &view.BesideView{Name: w.child.FirstName(), People: w.r.listenerOptions(people)}, nil
}

// readBeside reads what the child answered.
func (w wordsPlace) readBeside(f *form.Form) (voice.Beside, error) {
	if !w.together {
		return voice.Beside{}, nil
	}
	people, err := voice.Listeners(w.r.Context(), w.r.Access, w.child.ID)
	if err != nil {
		return voice.Beside{}, err
	}
	return voice.Beside{Knows: f.Bool("knows"), Yes: chosenListeners(f, people)}, nil
}

func chosenListeners(f *form.Form, people []voice.Listener) []uuid.UUID {
	ids := make([]string, 0, len(people))
	byID := make(map[string]uuid.UUID, len(people))
	for _, one := range people {
		ids = append(ids, one.User.String())
		byID[one.User.String()] = one.User
	}
	var chosen []uuid.UUID
	for _, id := range f.Many("who", ids...) {
		chosen = append(chosen, byID[id])
	}
	return chosen
}

func (r *Request) listenerOptions(people []voice.Listener) []view.Option {
	options := make([]view.Option, 0, len(people))
	for _, one := range people {
		options = append(options, view.Option{Value: one.User.String(), Label: r.named(one.Name), Hint: r.listenerWord(one)})
	}
	return options
}

func houseWord(l *locale.Localizer, kind voice.Kind) string {
	switch kind {
	case voice.Worries:
		return l.T("young.house.worries")
	case voice.Good:
		return l.T("young.house.good")
	case voice.Dreams:
		return l.T("young.house.dreams")
	}
	return ""
}

func houseAbout(l *locale.Localizer, kind voice.Kind) string {
	switch kind {
	case voice.Worries:
		return l.T("young.house.worries.text")
	case voice.Good:
		return l.T("young.house.good.text")
	case voice.Dreams:
		return l.T("young.house.dreams.text")
	}
	return ""
}

func houseQuestion(l *locale.Localizer, kind voice.Kind) string {
	switch kind {
	case voice.Worries:
		return l.T("young.house.worries.ask")
	case voice.Good:
		return l.T("young.house.good.ask")
	case voice.Dreams:
		return l.T("young.house.dreams.ask")
	}
	return ""
}

func faceQuestion(l *locale.Localizer, question voice.Question) string {
	switch question {
	case voice.Home:
		return l.T("young.face.home")
	case voice.School:
		return l.T("young.face.school")
	case voice.Friends:
		return l.T("young.face.friends")
	case voice.Sleep:
		return l.T("young.face.sleep")
	case voice.Body:
		return l.T("young.face.body")
	}
	return ""
}

// faceWords are the words of the faces, saddest first.
func faceWords(l *locale.Localizer) []string {
	return []string{l.T("young.face.1"), l.T("young.face.2"), l.T("young.face.3"), l.T("young.face.4"), l.T("young.face.5")}
}
