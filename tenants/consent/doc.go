// Package consent holds what a family has said yes and no to: who answered,
// for whom, to which unit, for which parts of what is known, for what purpose
// and until when. A yes here lifts confidentiality towards a unit. It is not
// the legal basis for processing (GDPR articles 6 and 9), which the follow-up
// itself has in law and which nobody answers; and a deed under statute, such as
// the duty to report, is recorded apart, as a Disclosure.
//
// A yes is to a unit and never to a person. Who of the unit sees something is
// decided by the team package, which calls ActiveFor and Admit; what they see
// is written out as access grants that rest on the consent, and that end in the
// transaction in which the consent ends.
package consent
