// Package stafettlogg ties a family's plan to the stafettlogg of one of its
// children in another system, through a plugin.
//
// The plan here is the family's own and stands on its own: nothing is changed
// in it but by the coordinator, through the plan's own commands. What leaves is
// what three say yes to: the municipality, which has granted the plugin classes
// of data; the family, which has said yes to the unit that holds the log, for
// that child and for those parts of the plan; and the operation, which needs no
// more. That is asked when something is sent, in the transaction that enqueues
// it, and once more right before it leaves. Of a family in which somebody's
// address is protected, or in which that is not known, nothing leaves, and no
// log is linked.
//
// A write is on its way until the other system has confirmed that it has stored
// it: only then is there a receipt. It carries a key that is the same however
// often it is tried, and when an answer was lost the other system is asked what
// became of it before it is sent again.
package stafettlogg
