// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"maps"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// Where a question is undetermined because of a policy variable, or of keys that follow
// from who asks, it is asked again for each case that the documents can tell apart:
// the variable's key is absent; it is one of the texts that stand where the variable
// could; it is any other one; it has several values. In each case the variable stands
// for a known text, for nothing, or for a text unlike those that it meets. Together
// the cases are all requests.

// assumption is one case of one key.
type assumption struct {
	// text is the key's only value. Otherwise the key is absent, has several
	// values, or has one that is none of others.
	text            *string
	absent, several bool
	others          []string
}

// value is candidate.value under the assumption.
func (a assumption) value() (values []string, fixed, present bool) {
	switch {
	case a.absent:
		return nil, true, false
	case a.text != nil:
		return []string{*a.text}, true, true
	}
	return nil, false, true
}

// maxCases bounds into how many cases a question is cut.
const maxCases = 256

// cases returns the candidates of the question with an assumption for each key that a
// variable stands for, or nil where there is nothing to assume or there are too many.
func (q *question) cases() []*candidate {
	who := q.kinds()
	keys, texts := q.variableKeys()
	for _, known := range []map[string][]string{texts, nil} {
		out, ok := who, true
		for _, key := range keys {
			if out, ok = assume(out, key, known[key]); !ok {
				break
			}
		}
		if ok && (len(keys) > 0 || len(who) > len(q.candidates)) {
			return out
		}
	}
	return nil
}

// assume cuts candidates into the cases of one key.
func assume(in []*candidate, key string, texts []string) (out []*candidate, ok bool) {
	info, known := reference.LookupConditionKey(key)
	for _, c := range in {
		if len(out) > maxCases {
			break
		}
		_, fixed, present := c.value(key)
		if fixed || key == "aws:principalarn" || key == "aws:principalaccount" || key == ownerKey {
			out = append(out, c)
			continue
		}
		with := func(a assumption) {
			n := *c
			n.assumed = maps.Clone(c.assumed)
			if n.assumed == nil {
				n.assumed = map[string]assumption{}
			}
			n.assumed[key] = a
			out = append(out, &n)
		}
		if !present {
			with(assumption{absent: true})
		}
		for _, t := range texts {
			with(assumption{text: &t})
		}
		with(assumption{others: texts})
		if !known || info.MultiValued {
			with(assumption{several: true})
		}
	}
	return out, len(out) <= maxCases
}

// kinds are the question's candidates, with those who may be a role or a user cut into
// one of each kind, and of each account that conditions name.
func (q *question) kinds() []*candidate {
	var out []*candidate
	for _, c := range q.candidates {
		if !c.anyone {
			out = append(out, c)
			continue
		}
		add := func(p policy.Principal, n candidate) {
			n.principal, n.unowned = p, c.unowned
			if slices.Contains(c.kinds, p.Kind) {
				out = append(out, &n)
			}
		}
		var accounts []string
		if !c.bound {
			accounts = accountsIn(q.docs)
		}
		for _, a := range accounts {
			for _, p := range principalsOf(a, "example") {
				add(p, candidate{arns: arnsOf(a, p.Kind)})
			}
		}
		example := exampleAccount
		if slices.Contains(accounts, example) {
			example = freshAccount(accounts)
		}
		for _, p := range principalsOf(example, "example") {
			add(p, candidate{arns: anywhere[p.Kind], anywhere: true, except: accounts})
		}
	}
	return out
}

// accountsIn are the accounts in conditions on who asks.
func accountsIn(docs []*policy.Document) []string {
	var out []string
	for _, d := range docs {
		for _, s := range d.Statements {
			for _, k := range s.Conditions {
				if key := k.LowerKey(); key != "aws:principalaccount" && key != "aws:principalarn" {
					continue
				}
				for _, v := range k.Values {
					for _, a := range accountNumber.FindAllString(v.Value, -1) {
						if !slices.Contains(out, a) {
							out = append(out, a)
						}
					}
				}
			}
		}
	}
	return out
}

// variableKeys returns the keys that variables stand for, sorted, and for each the texts
// that documents compare with the key, or have where a variable stands for it. Where
// there are too many, the cases are fewer: keys is nil, or texts are.
func (q *question) variableKeys() (keys []string, texts map[string][]string) {
	sets := q.sets()
	order := slices.Sorted(maps.Keys(sets))
	for _, name := range order {
		for _, g := range sets[name] {
			for _, n := range g.Names {
				if key, _, _, ok := policy.VariableOf(n); ok && !slices.Contains(keys, key) {
					if keys = append(keys, key); len(keys) > maxKeys {
						return nil, nil
					}
				}
			}
		}
	}
	slices.Sort(keys)
	texts = map[string][]string{}
	add := func(key, text string) {
		if len(texts[key]) <= maxCases && !slices.Contains(texts[key], text) {
			texts[key] = append(texts[key], text)
		}
	}
	for _, name := range order {
		list := sets[name]
		var variables, literals []*glob.Glob
		for _, g := range list {
			if _, ok := g.IsLiteral(); ok {
				literals = append(literals, g)
			}
			for _, n := range g.Names {
				if key, def, hasDefault, _ := policy.VariableOf(n); hasDefault {
					add(key, def)
				}
			}
			if _, ok := soleVariable(g); ok {
				variables = append(variables, g)
			}
		}
		if len(variables)*len(literals) > maxPairs {
			return keys, nil
		}
		for _, g := range variables {
			key, _ := soleVariable(g)
			for _, l := range literals {
				text, _ := l.IsLiteral()
				if middle, fits := between(g, text); fits {
					add(key, middle)
				}
			}
		}
	}
	for _, key := range keys {
		for _, g := range sets[key] {
			if text, ok := g.IsLiteral(); ok {
				add(key, text)
			}
		}
	}
	return keys, texts
}

// Bounds on what is looked at for cases: the keys, and the pairs of a pattern with a
// variable and a text.
const (
	maxKeys  = 6
	maxPairs = 1 << 12
)

// sets returns the patterns that meet each other: of resources, under "", and of each
// condition key.
func (q *question) sets() map[string][]*glob.Glob {
	out := map[string][]*glob.Glob{}
	for _, d := range q.docs {
		for _, s := range d.Statements {
			for _, p := range []*policy.Patterns{s.Resource, s.NotResource} {
				if p != nil {
					out[""] = append(out[""], p.Set(policy.Reading{}).Globs...)
				}
			}
			for _, c := range s.Conditions {
				if set := c.Set(); set != nil {
					out[c.LowerKey()] = append(out[c.LowerKey()], set.Globs...)
				}
			}
		}
	}
	return out
}

// soleVariable returns the key of the variable of a pattern of letters and one place.
func soleVariable(g *glob.Glob) (key string, ok bool) {
	places := 0
	for _, t := range g.Tokens {
		switch {
		case t.IsOpaque():
			places++
		case !t.IsLetter():
			return "", false
		}
	}
	if places != 1 {
		return "", false
	}
	key, _, _, ok = policy.VariableOf(g.Names[0])
	return key, ok
}

// between returns what has to stand in the place of a pattern for it to be this text.
func between(g *glob.Glob, text string) (middle string, ok bool) {
	place := slices.IndexFunc(g.Tokens, glob.Token.IsOpaque)
	t := glob.Literal(text, g.Fold).Tokens
	before, after := g.Tokens[:place], g.Tokens[place+1:]
	if len(t) < len(before)+len(after) || !slices.Equal(t[:len(before)], before) || !slices.Equal(t[len(t)-len(after):], after) {
		return "", false
	}
	runes := []rune(text)
	return string(runes[len(before) : len(runes)-len(after)]), true
}

// unlike returns what the patterns do not take, since the texts that their variables
// stand for are none of those assumed elsewhere.
func (c *candidate) unlike(globs []*glob.Glob) []*glob.Glob {
	var out []*glob.Glob
	for _, g := range globs {
		key, ok := soleVariable(g)
		if a := c.assumed[key]; ok && a.text == nil && !g.Fold { // the same text in another case is another one
			place := slices.IndexFunc(g.Tokens, glob.Token.IsOpaque)
			for _, text := range a.others {
				out = append(out, glob.New(slices.Concat(g.Tokens[:place], lettersOf(text, g.Fold), g.Tokens[place+1:]), nil, g.Fold))
			}
		}
	}
	return out
}
