// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
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
}

// solve returns a choice, or nil where there is none.
func (k *keySolver) solve(key string, lits []literal) *choice {
	if k.sp.budget.Spent() {
		return &choice{absent: true, unsure: outOfBudget}
	}
	id := key
	for _, l := range lits {
		if l.want {
			id += "\x01+" + l.c.id
		} else {
			id += "\x01-" + l.c.id
		}
	}
	if c, ok := k.memo[id]; ok {
		return c
	}
	c := k.decide(key, lits)
	k.sp.budget.Spend(len(lits) * len(lits))
	k.sp.budget.Keep(len(id) + 128)
	k.memo[id] = c
	return c
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
			unsure = "a policy variable is compared with " + key
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
	if c != nil && c.unsure == "" {
		c.unsure = unsure
	}
	return c
}

// holdsAbsent reports whether all literals hold where the key is absent.
func (k *keySolver) holdsAbsent(lits []literal) bool { return k.allHold(lits, nil) }

func (k *keySolver) allHold(lits []literal, values []string) bool {
	for _, l := range lits {
		want := policy.False
		if l.want {
			want = policy.True
		}
		if l.c.cond.Evaluate(values, len(values) > 0, k.who) != want {
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
	case isBoolean(key):
		points, mixed = booleans, false
	case maybeText(key):
		points = append(points, "x") // a value that is none of what the operators compare
	}
	last := ""
	for _, p := range points {
		ok := true
		last = p
		if k.sp.budget.Spent() {
			return choiceValue{text: p}, outOfBudget, true
		}
		for _, l := range lits {
			k.sp.budget.Spend(pointOps + 8*len(l.c.cond.Values))
			if !k.oneHolds(l, p) {
				ok = false
				break
			}
		}
		if ok {
			return choiceValue{text: p}, "", true
		}
	}
	if mixed { // another text may do, which the operators do not tell from those
		return choiceValue{text: last}, "key " + key + " is compared by operators of different types", true
	}
	return choiceValue{}, "", false
}

// maybeText reports whether a key may hold any text: AWS has no such key, or
// one that holds text. A key that AWS gives as a number, a date, an address or
// a boolean holds nothing else.
func maybeText(key string) bool {
	k, ok := reference.LookupConditionKey(key)
	return !ok || k.Type == reference.TypeString
}

// booleans are the values that a key holds which AWS gives as a boolean.
var booleans = []string{"false", "true"}

// isBoolean reports whether a key of every service holds these values only.
func isBoolean(key string) bool {
	k, _ := reference.LookupConditionKey(key)
	return k.Type == reference.TypeBool && strings.HasPrefix(key, "aws:")
}

// oneHolds judges one value as an element of the key, without the qualifier.
func (k *keySolver) oneHolds(l literal, v string) bool {
	t := l.c.cond.One(v, k.who)
	if l.want {
		return t == policy.True
	}
	return t == policy.False
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
	best := in[0]
	for _, c := range in {
		if c.unsure == "" {
			best = c
			break
		}
	}
	best.word()
	return choiceValue{word: best.found}, best.unsure, true
}

// domain returns the texts that a key may hold because of who asks.
func (k *keySolver) domain(key string) cells {
	everything := cells{{must: []*glob.Glob{glob.Everything}}}
	var except []*glob.Glob
	switch {
	case key == "aws:principalarn" && k.who.arns != nil:
		except = append(except, nameless...)
		for _, a := range k.who.except {
			except = append(except, arnGlob("arn:*:*:*:"+a+":*"))
		}
		return k.sp.subtract(k.sp.intersect(everything, k.who.arns), glob.NewSet(except...))
	case key == "aws:principalaccount" && k.who.anywhere:
		for _, a := range k.who.except {
			except = append(except, glob.Literal(a, false))
		}
		return k.sp.subtract(k.sp.intersect(everything, glob.NewSet(glob.Parse(anyAccount, false))), glob.NewSet(except...))
	case isBoolean(key):
		return k.sp.intersect(everything, glob.NewSet(glob.Literal("false", false), glob.Literal("true", false)))
	}
	return everything
}
