// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"slices"
	"strconv"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// literal is a constraint that has to hold, or has to fail.
type literal struct {
	c    *constraint
	want bool
}

// choice is what a key is given: nothing, one text, or several.
type choice struct {
	absent bool
	values []choiceValue
	unsure string
}

// choiceValue is a text, or a word in which places are open.
type choiceValue struct {
	text string
	word *glob.Word
}

// keySolver decides whether a key can satisfy all its literals.
type keySolver struct {
	sp   *space
	who  *candidate
	memo map[string]*choice // nil entry: impossible
	// types are those of the keys that were asked about, as AWS gives them.
	types map[string]string
}

func newKeySolver(sp *space, who *candidate) *keySolver {
	return &keySolver{sp: sp, who: who, memo: map[string]*choice{}, types: map[string]string{}}
}

// solve returns a choice, or nil where there is none, or nobody looked.
func (k *keySolver) solve(key string, lits []literal) *choice {
	text := []byte(key)
	for _, l := range lits {
		text = strconv.AppendBool(append(append(text, 1), l.c.id...), l.want)
	}
	id := string(text)
	return remember(k.memo, id, func() *choice {
		if k.sp.budget.Spend(len(lits)*len(lits) + len(id)/4); k.sp.budget.Spent() {
			return nil
		}
		return k.decide(key, lits)
	})
}

// remember returns what a map holds for a key, or makes it and keeps it there.
func remember[K comparable, V any](in map[K]V, key K, make func() V) V {
	v, ok := in[key]
	if !ok {
		v = make()
		in[key] = v
	}
	return v
}

func (k *keySolver) decide(key string, lits []literal) *choice {
	unsure := ""
	values, fixed, present := k.who.value(key)
	var kept []literal
	for i, l := range lits {
		for _, other := range lits[:i] {
			if other.c.id == l.c.id && other.want != l.want {
				return nil
			}
		}
		if why, bad := l.c.cond.Undecidable(); bad {
			unsure = why // the literal is taken to be satisfiable; the witness decides
			continue
		}
		if fixed && l.c.set != nil && opaqueIn(l.c.set.Globs) && present {
			unsure = variableKey + key
			continue
		}
		kept = append(kept, l)
	}
	switch {
	case fixed && !present:
		if !k.holdsAbsent(kept) {
			return nil
		}
		return &choice{absent: true, unsure: unsure}
	case fixed:
		if !k.allHold(kept, values) {
			return nil
		}
		return &choice{values: []choiceValue{{text: values[0]}}, unsure: unsure}
	case !present && k.holdsAbsent(kept):
		return &choice{absent: true, unsure: unsure}
	}
	kept, possible := k.dropNull(kept)
	if !possible {
		return nil
	}
	c := k.present(key, kept)
	if c == nil {
		c = k.undefined(key, kept)
	}
	if c != nil && c.unsure == "" {
		c.unsure = unsure
	}
	return c
}

// undefined returns a choice for a key of which AWS gives several values, where some
// literals compare it with a set operator and others without: what those say of several
// values AWS does not define. Nil: there is none that the first ones let hold.
func (k *keySolver) undefined(key string, lits []literal) *choice {
	var sets []literal
	for _, l := range lits {
		if l.c.cond.Operator.Qualifier != policy.NoQualifier {
			sets = append(sets, l)
		}
	}
	if info, _ := reference.LookupConditionKey(key); !info.MultiValued || len(sets) == 0 {
		return nil
	}
	c := k.present(key, sets)
	if c != nil {
		c.unsure = severalCompared + key
	}
	return c
}

// holdsAbsent reports whether all literals hold where the key is absent.
func (k *keySolver) holdsAbsent(lits []literal) bool { return k.allHold(lits, nil) }

// allHold reports whether all literals hold of these values; a key without any is
// absent.
func (k *keySolver) allHold(lits []literal, values []string) bool {
	for _, l := range lits {
		want := policy.False
		if l.want {
			want = policy.True
		}
		if l.c.cond.Evaluate(values, true, k.who) != want {
			return false
		}
	}
	return true
}

// dropNull takes out the presence tests, which hold or fail once the key is there.
func (k *keySolver) dropNull(lits []literal) ([]literal, bool) {
	var out []literal
	for _, l := range lits {
		if l.c.cond.Operator.Test != policy.Null {
			out = append(out, l)
			continue
		}
		if !k.allHold([]literal{l}, []string{"x"}) {
			return nil, false
		}
	}
	return out, true
}

// present chooses values for a key that is there.
func (k *keySolver) present(key string, lits []literal) *choice {
	var universal, existential []literal // over the values of the key
	plain := false
	for _, l := range lits {
		switch l.c.cond.Operator.Qualifier {
		case policy.NoQualifier:
			plain = true
			universal = append(universal, l)
		case policy.ForAllValues:
			if l.want {
				universal = append(universal, l)
			} else {
				existential = append(existential, l)
			}
		case policy.ForAnyValue:
			if l.want {
				existential = append(existential, l)
			} else {
				universal = append(universal, l)
			}
		}
	}
	if plain && k.who.assumed[key].several {
		return nil
	}
	if plain { // a key without a set operator has one value, for which all has to hold
		universal = append(universal, existential...)
		existential = nil
	}
	out := &choice{}
	if len(existential) == 0 {
		existential = []literal{{}}
	}
	for _, e := range existential {
		all := universal
		if e.c != nil {
			all = append(all[:len(all):len(all)], e)
		}
		v, unsure, ok := k.one(key, all)
		if !ok {
			return nil
		}
		if unsure != "" {
			out.unsure = unsure
		}
		out.values = append(out.values, v)
	}
	return out
}

// pointOps is about what writing or reading one number, date or address costs,
// in elementary operations.
const pointOps = 32

// one chooses one value for which every literal holds.
func (k *keySolver) one(key string, lits []literal) (choiceValue, string, bool) {
	texts := true
	for _, l := range lits {
		texts = texts && l.c.set != nil
	}
	if texts {
		return k.text(key, lits)
	}
	points := pointsOf(lits)
	k.sp.budget.Spend(pointOps * len(points))
	for _, l := range lits {
		if l.c.set != nil { // a key compared as text and as something else: try the texts as well
			for _, g := range l.c.set.Globs {
				if t, ok := g.IsLiteral(); ok {
					points = append(points, t)
				}
			}
		}
	}
	mixed := !sameDomain(lits)
	switch {
	case k.isBoolean(key):
		points, mixed = booleans, false
	case k.maybeText(key):
		points = append(points, "x") // a value that is none of what the operators compare
	}
	last := ""
	for _, last = range points {
		if k.allHoldOf(lits, last) {
			return choiceValue{text: last}, "", true
		}
	}
	if mixed { // another text may do, which the operators do not tell from those
		return choiceValue{text: last}, "key " + key + " is compared by operators of different types", true
	}
	return choiceValue{}, "", false
}

// typeOf returns what AWS gives a key as, or "" where it has no such key.
func (k *keySolver) typeOf(key string) string {
	return remember(k.types, key, func() string {
		known, _ := reference.LookupConditionKey(key)
		return known.Type
	})
}

// maybeText reports whether a key may hold any text: AWS has no such key, or
// one that holds text. A key that AWS gives as a number, a date, an address or
// a boolean holds nothing else.
func (k *keySolver) maybeText(key string) bool {
	t := k.typeOf(key)
	return t == "" || t == reference.TypeString
}

// booleans are the values that a key holds which AWS gives as a boolean.
var booleans = []string{"false", "true"}

// isBoolean reports whether a key of every service holds these values only.
func (k *keySolver) isBoolean(key string) bool {
	return k.typeOf(key) == reference.TypeBool && strings.HasPrefix(key, "aws:")
}

// allHoldOf judges one value as an element of the key, without the qualifier.
func (k *keySolver) allHoldOf(lits []literal, v string) bool {
	for _, l := range lits {
		want := policy.False
		if l.want {
			want = policy.True
		}
		if k.sp.budget.Spend(pointOps + 8*len(l.c.cond.Values)); k.sp.budget.Spent() || l.c.cond.One(v, k.who) != want {
			return false
		}
	}
	return true
}

// text chooses a text by patterns.
func (k *keySolver) text(key string, lits []literal) (choiceValue, string, bool) {
	in := k.domain(key)
	for _, l := range lits {
		match := l.want != l.c.cond.Operator.Negated
		if match {
			in = k.sp.intersect(in, l.c.set)
		} else {
			in = k.sp.subtract(in, l.c.set)
		}
		if len(in) == 0 {
			return choiceValue{}, "", false
		}
	}
	best := sure(in)
	word := best.word()
	return choiceValue{word: &word}, best.unsure, true
}

// domain returns the texts that a key may hold because of who asks.
func (k *keySolver) domain(key string) cells {
	everything := cells{{must: []*glob.Glob{glob.Everything}}}
	if others := k.who.assumed[key].others; len(others) > 0 {
		return k.sp.subtract(everything, texts(others...))
	}
	switch {
	case key == "aws:principalarn": // of somebody; that of one principal is fixed
		except := slices.Clone(nameless)
		for _, a := range k.who.except {
			except = append(except, arnGlob("arn:*:*:*:"+a+":*"))
		}
		return k.sp.subtract(k.sp.intersect(everything, k.who.arns), glob.NewSet(except...))
	case key == "aws:principalaccount" && k.who.anywhere:
		return k.sp.subtract(k.sp.intersect(everything, accountForm), texts(k.who.except...))
	case k.isBoolean(key):
		return k.sp.intersect(everything, texts(booleans...))
	}
	return everything
}

// accountForm is what an account number looks like.
var accountForm = glob.NewSet(glob.Parse(anyAccount, false))

// texts is the set of just these.
func texts(list ...string) *glob.Set {
	globs := make([]*glob.Glob, len(list))
	for i, t := range list {
		globs[i] = glob.Literal(t, false)
	}
	return glob.NewSet(globs...)
}
