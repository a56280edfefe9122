// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// Pattern is one entry of an Action or Resource element, ready to match.
type Pattern struct {
	Text Text
	// Glob is the pattern as AWS documents it; for resources, a star crosses
	// slashes and colons.
	Glob *glob.Glob
	// Narrow is the pattern under the other reading of a star inside one of the
	// first five ARN segments, which AWS does not document: there it does not
	// cross a colon. Nil where the readings agree.
	Narrow *glob.Glob
	// Short is the pattern with the ARN segments that it lacks taken as *, as
	// AWS is believed to read a short ARN in identity, session and boundary
	// policies. Nil where the pattern has all six segments.
	Short *glob.Glob
	// both is the pattern under both readings, where each differs.
	both *glob.Glob
	// Wild says that the pattern holds a value that may turn out to be anything.
	Wild bool
}

// Patterns is an Action, NotAction, Resource or NotResource element.
type Patterns struct {
	List  []*Pattern
	Range Range
	// Ambiguous says that some entry has a second reading (Narrow or Short).
	Ambiguous bool
	// Wild says that some entry may turn out to be anything.
	Wild bool
	set  *glob.Set
	// effort is what Effort returns; questions ask for it again and again.
	effort int
}

// Texts returns the entries as written.
func (p *Patterns) Texts() []Text {
	if p == nil {
		return nil
	}
	out := make([]Text, len(p.List))
	for i, e := range p.List {
		out[i] = e.Text
	}
	return out
}

// Reading chooses between readings of the language that AWS does not document.
// What holds under every reading holds; what holds under some is undetermined.
type Reading struct {
	// Narrow reads a star inside one of the first five ARN segments as not
	// crossing a colon.
	Narrow bool
	// Short reads the segments that a short ARN lacks as *.
	Short bool
}

// Readings lists all readings, the usual one first.
var Readings = []Reading{{}, {Narrow: true}, {Short: true}, {Narrow: true, Short: true}}

// In returns the pattern's glob under a reading.
func (p *Pattern) In(r Reading) *glob.Glob {
	switch {
	case r.Short && r.Narrow && p.both != nil:
		return p.both
	case r.Short && p.Short != nil:
		return p.Short
	}
	if r.Narrow && p.Narrow != nil {
		return p.Narrow
	}
	return p.Glob
}

func (p *Patterns) index() {
	globs := make([]*glob.Glob, len(p.List))
	for i, e := range p.List {
		globs[i] = e.Glob
		p.Ambiguous = p.Ambiguous || e.Narrow != nil || e.Short != nil
		p.Wild = p.Wild || e.Wild
		for _, g := range []*glob.Glob{e.Glob, e.Narrow, e.Short, e.both} {
			if g != nil {
				p.effort += g.Effort()
			}
		}
	}
	p.set = glob.NewSet(globs...)
}

// Set returns the entries as a set of texts under a reading.
func (p *Patterns) Set(r Reading) *glob.Set {
	if !p.Ambiguous || r == (Reading{}) {
		return p.set
	}
	globs := make([]*glob.Glob, len(p.List))
	for i, e := range p.List {
		globs[i] = e.In(r)
	}
	return glob.NewSet(globs...)
}

// Effort is about how many steps it takes for each character of a text to match
// the entries under all readings; see glob.Glob.Effort. An element that is
// absent takes none.
func (p *Patterns) Effort() int {
	if p == nil {
		return 0
	}
	return p.effort
}

// match reports whether some entry matches the text.
func (p *Patterns) match(s string, env glob.Resolver, r Reading) bool {
	if !p.Ambiguous || r == (Reading{}) {
		return p.set.Match(s, env)
	}
	for _, e := range p.List {
		if e.In(r).Match(s, env) {
			return true
		}
	}
	return false
}

// tokenizer turns the text of a document into glob tokens.
type tokenizer struct {
	wildcards bool // * and ? are wildcards
	variables bool // ${…} is a variable
	holes     []Hole
	tokens    []glob.Token
	names     []string
	index     map[string]int // of names
	wild      bool           // met a hole that may be anything
}

// VariableName and HoleName mark the opaque names of globs, so that a variable
// never is taken for a hole of the same text.
const (
	variableMark = "$"
	holeMark     = "#"
)

// run reads s and returns the tokens and opaque names.
func (t *tokenizer) run(s string) {
	for i := 0; i < len(s); {
		if t.variables && strings.HasPrefix(s[i:], "${") {
			if end := strings.IndexByte(s[i:], '}'); end > 2 {
				t.variable(s[i+2 : i+end])
				i += end + 1
				continue
			}
		}
		r, n := decodeRune(s[i:])
		i += n
		switch {
		case r == '*' && t.wildcards:
			t.tokens = append(t.tokens, glob.Star)
		case r == '?' && t.wildcards:
			t.tokens = append(t.tokens, glob.Any)
		case r >= holeBase && int(r-holeBase) < len(t.holes):
			h := t.holes[r-holeBase]
			t.wild = t.wild || h.Wild
			t.opaque(holeMark + h.Name)
		default:
			t.tokens = append(t.tokens, glob.Letter(r))
		}
	}
}

func (t *tokenizer) variable(body string) {
	switch body {
	case "*", "?", "$":
		t.tokens = append(t.tokens, glob.Letter(rune(body[0])))
		return
	}
	name, def, hasDefault := strings.Cut(body, ",")
	name = variableMark + strings.ToLower(strings.TrimSpace(name))
	if hasDefault {
		def = strings.TrimSpace(def)
		if len(def) >= 2 && def[0] == '\'' && def[len(def)-1] == '\'' {
			name += defaultMark + def[1:len(def)-1]
		}
	}
	t.opaque(name)
}

// defaultMark separates a variable's name from its default in opaque names.
const defaultMark = "\x00"

func (t *tokenizer) opaque(name string) {
	if t.index == nil {
		t.index = map[string]int{}
	}
	i, ok := t.index[name]
	if !ok {
		i = len(t.names)
		t.index[name] = i
		t.names = append(t.names, name)
	}
	t.tokens = append(t.tokens, glob.Opaque(i))
}

// VariableOf splits the name of a glob's opaque place: the condition key of a
// policy variable with its default, or ok false where it is no variable.
func VariableOf(opaque string) (key, def string, hasDefault, ok bool) {
	rest, ok := strings.CutPrefix(opaque, variableMark)
	if !ok {
		return "", "", false, false
	}
	key, def, hasDefault = strings.Cut(rest, defaultMark)
	return key, def, hasDefault, true
}

// VariableName is the name of the opaque place of the variable of a condition key.
func VariableName(key string) string { return variableMark + strings.ToLower(key) }

// WithoutDefault returns the name of the same variable without a default.
func WithoutDefault(opaque string) string {
	name, _, _ := strings.Cut(opaque, defaultMark)
	return name
}

// HoleOf returns the reference that an opaque place stands for, or ok false
// where it is a policy variable.
func HoleOf(opaque string) (name string, ok bool) { return strings.CutPrefix(opaque, holeMark) }

// ActionGlob compiles a pattern of actions.
func ActionGlob(pattern string) *glob.Glob {
	if g := actionGlobs.get(pattern); g != nil {
		return g
	}
	return actionPattern(Text{Value: pattern}, nil).Glob
}

// ResourceGlob compiles a pattern for questions about resources: in an ARN the
// wildcards of the first five segments stay within them, since the question is
// about ARNs that exist, and <reference> stands for a hole of that name, as
// witnesses write it.
func ResourceGlob(pattern string, holes []Hole) *glob.Glob {
	for i, h := range holes {
		pattern = strings.ReplaceAll(pattern, "<"+h.Name+">", string(HoleRune(i)))
	}
	tok := &tokenizer{wildcards: true, holes: holes}
	tok.run(pattern)
	if parts := splitArn(pattern); len(parts) == arnSegments && parts[0] == "arn" {
		colons := 0
		for i, k := range tok.tokens {
			switch {
			case k == glob.Letter(':'):
				colons++
			case colons < arnSegments-1 && k == glob.Star:
				tok.tokens[i] = glob.SegmentStar
			case colons < arnSegments-1 && k == glob.Any:
				tok.tokens[i] = glob.SegmentAny
			}
		}
	}
	return glob.New(tok.tokens, tok.names, false)
}

// What patterns compile to: of actions, and of resources without and with short
// ARNs taken for patterns.
var (
	actionGlobs      cache[glob.Glob]
	resourcePatterns [2]cache[Pattern]
)

// actionTokens makes use of what every action is: a service prefix, exactly one
// colon, and a name. The wildcards of a pattern with a colon take no other, and
// a star beside the colon takes at least one character. Patterns compiled so
// are compared by their letters.
func actionTokens(in []glob.Token) []glob.Token {
	colon := slices.Index(in, glob.Letter(':'))
	if colon < 0 {
		return in
	}
	return slices.Concat(actionPart(in[:colon]), in[colon:colon+1], actionPart(in[colon+1:]))
}

// actionPart is a service prefix or a name, without colons and never empty.
func actionPart(in []glob.Token) []glob.Token {
	if len(in) == 1 && in[0] == glob.Star {
		return []glob.Token{glob.SegmentAny, glob.SegmentStar}
	}
	out := slices.Clone(in)
	for i, k := range in {
		switch k {
		case glob.Star:
			out[i] = glob.SegmentStar
		case glob.Any:
			out[i] = glob.SegmentAny
		}
	}
	return out
}

// oneStar writes each run of stars as one, which takes the same.
func oneStar(s string) string {
	for strings.Contains(s, "**") {
		s = strings.ReplaceAll(s, "**", "*")
	}
	return s
}

// actionPattern compiles an entry of Action or NotAction.
func actionPattern(t Text, holes []Hole) *Pattern {
	if len(holes) == 0 {
		if g := actionGlobs.get(t.Value); g != nil {
			return &Pattern{Text: t, Glob: g}
		}
	}
	tok := &tokenizer{wildcards: true, holes: holes}
	tok.run(glob.Lower(oneStar(t.Value)))
	tok.tokens = actionTokens(tok.tokens)
	p := &Pattern{Text: t, Glob: glob.New(tok.tokens, tok.names, true), Wild: tok.wild}
	if len(holes) == 0 {
		actionGlobs.put(t.Value, p.Glob)
	}
	return p
}

// resourcePattern compiles an entry of Resource or NotResource, with its other
// readings.
func resourcePattern(t Text, holes []Hole, variables, shortIsStar bool) *Pattern {
	plain := len(holes) == 0 && !(variables && strings.Contains(t.Value, "${"))
	cache := &resourcePatterns[0]
	if shortIsStar {
		cache = &resourcePatterns[1]
	}
	if plain {
		if known := cache.get(t.Value); known != nil {
			p := *known
			p.Text = t
			return &p
		}
	}
	p := newResourcePattern(t, holes, variables, shortIsStar)
	if plain {
		kept := *p
		kept.Text = Text{}
		cache.put(t.Value, &kept)
	}
	return p
}

func newResourcePattern(t Text, holes []Hole, variables, shortIsStar bool) *Pattern {
	tok := &tokenizer{wildcards: true, variables: variables, holes: holes}
	tok.run(t.Value)
	p := &Pattern{Text: t, Glob: glob.New(tok.tokens, tok.names, false), Wild: tok.wild}
	colons := 0
	narrow := make([]glob.Token, 0, len(tok.tokens))
	changed := false
	for i, k := range tok.tokens {
		if k == glob.Letter(':') {
			colons++
		}
		if k == glob.Star && colons < 5 && i+1 < len(tok.tokens) && tok.tokens[i+1] != glob.Letter(':') {
			k, changed = glob.SegmentStar, true
		}
		narrow = append(narrow, k)
	}
	if changed {
		p.Narrow = glob.New(narrow, tok.names, false)
	}
	if shortIsStar && strings.HasPrefix(t.Value, "arn:") && colons < 5 && len(tok.names) == 0 && tok.tokens[len(tok.tokens)-1] != glob.Star {
		var rest []glob.Token
		for ; colons < 5; colons++ {
			rest = append(rest, glob.Letter(':'), glob.Star)
		}
		p.Short = glob.New(slices.Concat(tok.tokens, rest), nil, false)
		if changed {
			p.both = glob.New(slices.Concat(narrow, rest), nil, false)
		}
	}
	return p
}

func decodeRune(s string) (rune, int) { return utf8.DecodeRuneInString(s) }

// Variables returns the opaque places of resources and conditions that are policy
// variables; see [VariableOf].
func (d *Document) Variables() iter.Seq[string] {
	return func(yield func(string) bool) {
		for g := range d.opaque() {
			for _, n := range g.Names {
				if strings.HasPrefix(n, variableMark) && !yield(n) {
					return
				}
			}
		}
	}
}

// opaque returns the patterns of resources and conditions that have opaque places.
func (d *Document) opaque() iter.Seq[*glob.Glob] {
	return func(yield func(*glob.Glob) bool) {
		for _, s := range d.Statements {
			for _, p := range []*Patterns{s.Resource, s.NotResource} {
				if p == nil {
					continue
				}
				for _, e := range p.List {
					if e.Glob.HasOpaque() && !yield(e.Glob) {
						return
					}
				}
			}
			for _, c := range s.Conditions {
				set := c.Set()
				if set == nil {
					continue
				}
				for _, g := range set.Globs {
					if g.HasOpaque() && !yield(g) {
						return
					}
				}
			}
		}
	}
}

// HasVariables reports whether a pattern or a condition of the document holds
// a policy variable or a value that is not known until apply.
func (d *Document) HasVariables() bool {
	for range d.opaque() {
		return true
	}
	return false
}
