package app

import (
	"net/http"

	"github.com/stinesofiesstiftelse/hverdagspakke/policy"
)

// voiceRoutes are a child's own words: the young person's own pages, the page
// where the coordinator writes beside a child, and what a child lets a
// caregiver see. A young person begins at "/", which homeRoutes has.
//
// Addresses name neither a house nor a question: they stand in the history.
func (a *App) voiceRoutes() []Route {
	see, edit, withdraw := policy.ActionSee, policy.ActionEdit, policy.ActionWithdraw
	beside := policy.ActionManage // the coordinator beside the child
	words, overview := policy.SectionVoice, policy.SectionOverview
	const child = "/barn/:person"
	return []Route{
		own(http.MethodGet, "/ord", words, see, a.youngWords),
		own(http.MethodGet, "/ord/hus/:house", words, edit, a.youngHouse),
		own(http.MethodPost, "/ord/hus/:house", words, edit, a.youngHouseSave),
		own(http.MethodGet, "/ord/ansikter/:question", words, edit, a.youngFace),
		own(http.MethodPost, "/ord/ansikter/:question", words, edit, a.youngFaceSave),
		own(http.MethodGet, "/ord/voksen", words, edit, a.youngAdult),
		own(http.MethodPost, "/ord/voksen", words, edit, a.youngAdultSave),
		own(http.MethodGet, "/ord/snakk", words, see, a.youngTalk),
		own(http.MethodPost, "/ord/snakk", words, edit, a.youngTalkAsk),
		own(http.MethodGet, "/ord/:entry/del", words, edit, a.youngShare),
		own(http.MethodPost, "/ord/:entry/del", words, edit, a.youngShareSave),
		own(http.MethodPost, "/ord/:entry/stopp", words, withdraw, a.youngShareStop),
		own(http.MethodPost, "/ord/:entry/fjern", words, edit, a.youngRemove),
		own(http.MethodPost, "/ord/:entry/tilbake", words, edit, a.youngRestore),
		own(http.MethodGet, "/barna", overview, see, a.voiceOurs),
		family(http.MethodGet, child, words, beside, a.voiceChild),
		family(http.MethodGet, child+"/hus/:house", words, beside, a.voiceHouse),
		family(http.MethodPost, child+"/hus/:house", words, beside, a.voiceHouseSave),
		family(http.MethodGet, child+"/ansikter/:question", words, beside, a.voiceFace),
		family(http.MethodPost, child+"/ansikter/:question", words, beside, a.voiceFaceSave),
		family(http.MethodGet, child+"/voksen", words, beside, a.voiceAdult),
		family(http.MethodPost, child+"/voksen", words, beside, a.voiceAdultSave),
		family(http.MethodPost, child+"/snakket/:entry", words, beside, a.voiceAnswer),
		family(http.MethodPost, child+"/snakket/:entry/angre", words, beside, a.voiceUnanswer),
		family(http.MethodGet, child+"/ord/:entry/del", words, beside, a.voiceShare),
		family(http.MethodPost, child+"/ord/:entry/del", words, beside, a.voiceShareSave),
		family(http.MethodPost, child+"/ord/:entry/stopp", words, beside, a.voiceShareStop),
		family(http.MethodPost, child+"/ord/:entry/fjern", words, beside, a.voiceRemove),
		family(http.MethodPost, child+"/ord/:entry/tilbake", words, beside, a.voiceRestore),
	}
}
