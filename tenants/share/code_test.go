package share_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stinesofiesstiftelse/hverdagspakke/tenants"
	"github.com/stinesofiesstiftelse/hverdagspakke/tenants/share"
)

func TestOfTwentyWhoTypeTheRightCodeAtOnceOneGetsIn(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		code := r.code(made.Token)
		var opened atomic.Int64
		var all sync.WaitGroup
		for range 20 {
			all.Go(func() {
				session, err := share.Open(r.t.Context(), r.Scope, made.Token, code, "")
				switch {
				case err == nil && session != "":
					opened.Add(1)
				case !errors.Is(err, tenants.ErrNotFound) && !errors.Is(err, share.ErrCode):
					r.t.Errorf("opening: %q, %v", session, err)
				}
			})
		}
		all.Wait()
		if opened.Load() != 1 {
			r.t.Errorf("%d got in", opened.Load())
		}
	})
}

// wrong is a code that is not the one.
func wrong(code string) string {
	if code == "000000" {
		return "000001"
	}
	return "000000"
}

func TestGuessingComesToAnEnd(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		for sent := range share.Codes {
			code := r.code(made.Token)
			for range share.Tries {
				_, err := share.Open(r.t.Context(), r.Scope, made.Token, wrong(code), "")
				if !errors.Is(err, share.ErrCode) {
					r.t.Fatalf("a wrong code gave %v", err)
				}
			}
			_, err := share.Open(r.t.Context(), r.Scope, made.Token, code, "")
			if !errors.Is(err, share.ErrCode) {
				r.t.Fatalf("after %d tries of code %d the right one gave %v", share.Tries, sent+1, err)
			}
		}
		r.is(share.SendCode(r.t.Context(), r.Scope, made.Token), tenants.ErrConflict)
		link, err := share.Find(r.t.Context(), r.Scope, made.Token, r.by.Viewer.ID)
		if err != nil || link.Step != share.StepSpent {
			r.t.Errorf("the link gives %+v, %v", link, err)
		}
	})
}

// Those who guess all at once get no more tries than those who take turns.
func TestGuessingAtOnceGivesNoMoreTries(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		code := r.code(made.Token)
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				if _, err := share.Open(r.t.Context(), r.Scope, made.Token, wrong(code), ""); !errors.Is(err, share.ErrCode) {
					r.t.Errorf("a wrong code gave %v", err)
				}
			})
		}
		all.Wait()
		tries, err := r.Scope.Client().Share.Query().Select("tries").Ints(r.t.Context())
		if err != nil || fmt.Sprint(tries) != fmt.Sprint([]int{share.Tries}) {
			r.t.Errorf("tries counted: %v, %v", tries, err)
		}
	})
}

func TestACodeIsGoodForTenMinutesAndUntilTheNext(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		first := r.code(made.Token)
		r.Clock.Advance(share.CodeLasts)
		_, err := share.Open(r.t.Context(), r.Scope, made.Token, first, "")
		if !errors.Is(err, share.ErrCode) {
			r.t.Fatalf("an old code gave %v", err)
		}
		second := r.code(made.Token)
		third := r.code(made.Token)
		if second != third {
			_, err = share.Open(r.t.Context(), r.Scope, made.Token, second, "")
			if !errors.Is(err, share.ErrCode) {
				r.t.Fatalf("a code that was replaced gave %v", err)
			}
		}
		r.Clock.Advance(share.CodeLasts - time.Second)
		_, err = share.Open(r.t.Context(), r.Scope, made.Token, third, "")
		r.must(err)
	})
}

func TestNoCodeGoesToAnUnsafePhone(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		r.must(r.Scope.InTx(r.t.Context(), func(tx *tenants.Tx) error {
			return tx.Client().Channel.Update().SetState("unsafe").Exec(r.t.Context())
		}))
		r.deliver()
		r.is(share.SendCode(r.t.Context(), r.Scope, made.Token), tenants.ErrConflict)
		if sent := r.deliver(); len(sent) > 0 {
			r.t.Errorf("sent %+v", sent)
		}
	})
}

func TestNeitherTokenNorCodeIsKept(t *testing.T) {
	both(t, func(r *room) {
		made := r.make(r.order())
		code := r.code(made.Token)
		row, err := r.Scope.Client().Share.Get(r.t.Context(), made.ID)
		r.must(err)
		for name, kept := range map[string][]byte{"link": row.LinkHash, "code": row.CodeHash} {
			if len(kept) < 16 || string(kept) == made.Token || string(kept) == code {
				r.t.Errorf("%s is kept as %q", name, kept)
			}
		}
		other := r.make(r.order())
		r.code(other.Token)
		_, err = share.Open(r.t.Context(), r.Scope, other.Token, code, "")
		if err == nil {
			r.t.Error("the code of one link opened another")
		}
	})
}
