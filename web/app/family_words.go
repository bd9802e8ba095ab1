package app

import (
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/casefile"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/locale"
	"github.com/stinesofiesstiftelse/hverdagspakke/web/view"
)

func groundWord(l *locale.Localizer, ground casefile.Ground) string {
	switch ground {
	case casefile.GroundPhysical:
		return l.T("ground.physical_violence")
	case casefile.GroundPsychological:
		return l.T("ground.psychological_violence")
	case casefile.GroundWitness:
		return l.T("ground.witness")
	case casefile.GroundSexual:
		return l.T("ground.sexual_abuse")
	}
	return ""
}

func senderWord(l *locale.Localizer, sender casefile.Sender) string {
	switch sender {
	case "barnehus":
		return l.T("sender.barnehus")
	case "fastlege":
		return l.T("sender.fastlege")
	case "barnevern":
		return l.T("sender.barnevern")
	case "bufetat":
		return l.T("sender.bufetat")
	case "bistandsadvokat":
		return l.T("sender.bistandsadvokat")
	case "krisesenter":
		return l.T("sender.krisesenter")
	case "nok":
		return l.T("sender.nok")
	case "helsesykepleier":
		return l.T("sender.helsesykepleier")
	case "skole":
		return l.T("sender.skole")
	case "barnehage":
		return l.T("sender.barnehage")
	case "politi":
		return l.T("sender.politi")
	case "centre":
		return l.T("sender.centre")
	case "family":
		return l.T("sender.family")
	case "other":
		return l.T("sender.other")
	}
	return ""
}

func gradeWord(l *locale.Localizer, grade casefile.Grade) string {
	switch grade {
	case casefile.GradeOpen:
		return l.T("grade.ugradert")
	case casefile.GradeConfidential:
		return l.T("grade.fortrolig")
	case casefile.GradeStrict:
		return l.T("grade.strengt_fortrolig")
	case casefile.GradeClient:
		return l.T("grade.klientadresse")
	case casefile.GradeUnknown:
		return l.T("grade.ukjent")
	}
	return ""
}

func outcomeWord(l *locale.Localizer, outcome casefile.Outcome) string {
	switch outcome {
	case "goals_reached":
		return l.T("outcome.goals_reached")
	case "family_wishes":
		return l.T("outcome.family_wishes")
	case "moved":
		return l.T("outcome.moved")
	case "other_service":
		return l.T("outcome.other_service")
	case "no_contact":
		return l.T("outcome.no_contact")
	case "other":
		return l.T("outcome.other")
	}
	return ""
}

func memberKindWord(l *locale.Localizer, kind casefile.MemberKind) string {
	switch kind {
	case casefile.Child:
		return l.T("member.kind.child")
	case casefile.Caregiver:
		return l.T("member.kind.caregiver")
	case casefile.Other:
		return l.T("member.kind.other")
	}
	return ""
}

func howWord(l *locale.Localizer, how casefile.How) string {
	switch how {
	case casefile.HowSelf:
		return l.T("how.self")
	case casefile.HowOral:
		return l.T("how.oral")
	case casefile.HowWritten:
		return l.T("how.written")
	}
	return ""
}

// spokenWord is a language as one speaks of it.
func spokenWord(l *locale.Localizer, language string) string {
	switch language {
	case "nb":
		return l.T("spoken.nb")
	case "nn":
		return l.T("spoken.nn")
	case "se":
		return l.T("spoken.se")
	case "en":
		return l.T("spoken.en")
	case "ar":
		return l.T("spoken.ar")
	case "uk":
		return l.T("spoken.uk")
	case "so":
		return l.T("spoken.so")
	case "pl":
		return l.T("spoken.pl")
	case "ti":
		return l.T("spoken.ti")
	case "ku":
		return l.T("spoken.ku")
	case "fa":
		return l.T("spoken.fa")
	case "ru":
		return l.T("spoken.ru")
	case "es":
		return l.T("spoken.es")
	case "fr":
		return l.T("spoken.fr")
	case "other":
		return l.T("spoken.other")
	}
	return ""
}

// options makes choices of a domain's words, in its order.
func options[W ~string](l *locale.Localizer, words []W, word func(*locale.Localizer, W) string) []view.Option {
	list := make([]view.Option, 0, len(words))
	for _, one := range words {
		list = append(list, view.Option{Value: string(one), Label: word(l, one)})
	}
	return list
}

// texts are words as a form reads them.
func texts[W ~string](words []W) []string {
	list := make([]string, 0, len(words))
	for _, one := range words {
		list = append(list, string(one))
	}
	return list
}
