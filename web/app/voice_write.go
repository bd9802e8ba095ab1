package app

import (
	"strconv"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/voice"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/form"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

// The handlers of the child's own page and of the coordinator's beside the
// child differ in the place alone.

func (a *App) youngHouse(r *Request) error     { return r.ownWords().house(nil) }
func (a *App) youngHouseSave(r *Request) error { return r.ownWords().houseSave() }
func (a *App) youngFace(r *Request) error      { return r.ownWords().face(nil) }
func (a *App) youngFaceSave(r *Request) error  { return r.ownWords().faceSave() }
func (a *App) youngAdult(r *Request) error     { return r.ownWords().adult(nil) }
func (a *App) youngAdultSave(r *Request) error { return r.ownWords().adultSave() }

func (a *App) voiceHouse(r *Request) error {
	return r.beside(func(w wordsPlace) error { return w.house(nil) })
}
func (a *App) voiceHouseSave(r *Request) error { return r.beside(wordsPlace.houseSave) }
func (a *App) voiceFace(r *Request) error {
	return r.beside(func(w wordsPlace) error { return w.face(nil) })
}
func (a *App) voiceFaceSave(r *Request) error { return r.beside(wordsPlace.faceSave) }
func (a *App) voiceAdult(r *Request) error {
	return r.beside(func(w wordsPlace) error { return w.adult(nil) })
}
func (a *App) voiceAdultSave(r *Request) error { return r.beside(wordsPlace.adultSave) }

func (r *Request) beside(do func(wordsPlace) error) error {
	place, err := r.wordsBeside()
	if err != nil {
		return err
	}
	return do(place)
}

// numbered is the n-th of a list, counted from 1 in the address.
func numbered[T any](typed string, list []T) (int, T, error) {
	var none T
	n, err := strconv.Atoi(typed)
	if err != nil || n < 1 || n > len(list) {
		return 0, none, tenants.ErrNotFound
	}
	return n, list[n-1], nil
}

func (w wordsPlace) house(f *form.Form) error {
	_, house, err := numbered(w.r.Param("house"), voice.Houses())
	if err != nil {
		return err
	}
	return w.ask(f, houseQuestion(w.r.L(), house), view.YoungWriteView{
		Picture: view.Picture(house), Post: w.address("/hus/" + w.r.Param("house")),
		Text: houseWord(w.r.L(), house), Hint: w.r.L().T("young.write.hint"),
	})
}

func (w wordsPlace) houseSave() error {
	_, house, err := numbered(w.r.Param("house"), voice.Houses())
	if err != nil {
		return err
	}
	return w.save(voice.Words{Kind: house}, w.house, "")
}

func (w wordsPlace) adult(f *form.Form) error {
	return w.ask(f, w.r.L().T("young.adult.ask"), view.YoungWriteView{
		Picture: view.PictureAdult, Post: w.address("/voksen"),
		Text: w.r.L().T("young.adult"), Hint: w.r.L().T("young.adult.hint"),
	})
}

func (w wordsPlace) adultSave() error {
	return w.save(voice.Words{Kind: voice.SafeAdult}, w.adult, "")
}

func (w wordsPlace) face(f *form.Form) error {
	n, question, err := numbered(w.r.Param("question"), voice.Questions())
	if err != nil {
		return err
	}
	l := w.r.L()
	return w.ask(f, faceQuestion(l, question), view.YoungWriteView{
		Picture: view.PictureFaces, Post: w.address("/ansikter/" + strconv.Itoa(n)), Faces: faceWords(l),
		Text: l.T("young.face.more"), May: true, Skip: w.afterFace(n),
		Steps: &view.StepsView{N: n, Total: len(voice.Questions())},
	})
}

func (w wordsPlace) faceSave() error {
	n, question, err := numbered(w.r.Param("question"), voice.Questions())
	if err != nil {
		return err
	}
	words := voice.Words{Kind: voice.Face, Question: question}
	return w.save(words, w.face, w.afterFace(n))
}

// afterFace is the next question, or the list after the last.
func (w wordsPlace) afterFace(n int) string {
	if n == len(voice.Questions()) {
		return w.home()
	}
	return w.address("/ansikter/" + strconv.Itoa(n+1))
}

// ask shows one question.
func (w wordsPlace) ask(f *form.Form, question string, v view.YoungWriteView) error {
	if w.r.readOnly() {
		return w.r.SeeOther(w.home())
	}
	page, err := w.page(question)
	if err != nil {
		return err
	}
	if v.Beside, err = w.beside(); err != nil {
		return err
	}
	page.Form, v.Back = f, w.home()
	if !w.together {
		page.Lead = w.r.L().T("young.write.lead")
	}
	if f == nil {
		return w.r.Show(view.YoungWritePage(page, v))
	}
	return w.r.ShowFaults(view.YoungWritePage(page, v))
}

// save keeps an answer. On the child's own page the next thing asked is who may
// see it, but between the faces, where the next face is.
func (w wordsPlace) save(words voice.Words, again func(*form.Form) error, next string) error {
	f := w.r.Form()
	words.Text = f.Prose("text", voice.MaxText)
	if words.Kind == voice.Face {
		words.Face, _ = f.Int("face", voice.Saddest, voice.Happiest)
	}
	beside, err := w.readBeside(f)
	if err != nil {
		return err
	}
	if !f.OK() {
		return again(f)
	}
	id, kept, err := w.write(words, f, beside)
	switch {
	case err != nil:
		return err
	case !kept:
		return again(f)
	case next != "":
		return w.r.Done(next, "done.voice_kept", "")
	case w.together:
		return w.r.Done(w.home(), "done.voice_kept_together", "")
	}
	return w.r.Done(w.entry(id, "/del"), "done.voice_kept", "")
}
