// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// inventedNames are tried in turn for what a policy leaves open: one of them
// is unlike every name in the documents at hand, or the point is not confirmed.
var inventedNames = []string{"example", "example-7", "q", "7", "zz-example-zz", "X"}

// maxKnown bounds how many existing actions are tried in place of an invented one.
const maxKnown = 12

// smallEffort is what a request may cost that is confirmed although the budget is
// spent: so much work was done to find it.
const smallEffort = 1 << 18

// point is a state's way to choose: one cell for actions and resources, and a
// choice for every key.
type point struct {
	s         *search
	actions   *cell
	resources *cell
	keys      map[string]*choice // that the request has
	order     []string           // of those
	absent    map[string]bool    // keys that it has not
	// untidy leaves invented parts of ARNs as they are: the point may be that a
	// part is not the usual one.
	untidy bool
}

// request makes a concrete request of a state and has it confirmed. Where it
// is not, the reason is returned.
func (s *search) request(st *state) (*Witness, string) {
	p := &point{s: s, actions: sure(st.actions), keys: map[string]*choice{}, absent: map[string]bool{}}
	p.resources = p.apt(st.resources)
	reason := st.hint
	note := func(r string) {
		if reason == "" {
			reason = r
		}
	}
	note(p.actions.unsure)
	note(p.resources.unsure)
	for _, key := range sortedKeys(st.keys) {
		c := s.keys.solve(key, st.keys[key]) // not nil: constrain has asked already
		if c.absent {
			p.absent[key] = true
		} else {
			p.keys[key] = c
			p.order = append(p.order, key)
		}
		note(c.unsure)
	}
	if vars := p.variables(); vars != "" {
		note(variableCompared + vars)
	}
	if s.q.ambiguous {
		note(undocumented)
	}
	note(keysDepend)
	if !s.q.opt.Plain {
		if w := p.existing(); w != nil {
			return w, ""
		}
	}
	for _, name := range inventedNames {
		for _, p.untidy = range []bool{false, true} {
			if w := p.try(name, "", ""); w != nil {
				return w, ""
			}
		}
	}
	return nil, reason
}

// sure returns a cell that is known to have a text, if there is one.
func sure(in cells) *cell {
	for _, c := range in {
		if c.unsure == "" {
			return c
		}
	}
	return in[0]
}

// apt returns a cell that is known to have a text, if there is one, and of those
// one that the point's action takes: an object for s3:GetObject, not its bucket.
func (p *point) apt(in cells) *cell {
	action, _ := literalWord(p.actions.word())
	s, a, known := reference.LookupAction(action)
	if !known || p.s.q.opt.Plain {
		return sure(in)
	}
	forms := formsOf(s, a)
	for _, c := range in {
		p.s.sp.budget.Spend(256)
		text := c.word().Render(inventedNames[0], func(string) string { return inventedNames[0] })
		if c.unsure == "" && slices.ContainsFunc(forms, func(form string) bool { return formGlob(form).Match(text, nil) }) {
			return c
		}
	}
	return sure(in)
}

// existing tries actions that AWS has, with resources of their types.
func (p *point) existing() *Witness {
	actions := []string{""}
	if text, ok := literalWord(p.actions.word()); !ok {
		known := p.fitting()
		p.s.sp.eachKnown(cells{p.actions}, func(s *reference.Service, a *reference.Action, _ *glob.Glob) bool {
			known = append(known, s.Prefix+":"+a.Name)
			return len(known) < maxKnown
		})
		actions = known
	} else if len(p.actions.must) == 1 {
		actions = []string{spelling(text)}
	}
	for _, action := range actions {
		arns := arnsFor(action, exampleAccount, inventedNames[0])
		if p.s.scope.resources != nil { // the question may ask for a name that nobody knows
			arns = append(arns, arnsFor(action, exampleAccount, Fresh)...)
		}
		for _, arn := range append(arns, "") {
			if arn != "" && !holds(p.resources, arn) {
				continue
			}
			if w := p.try(inventedNames[0], action, arn); w != nil {
				return w
			}
		}
	}
	return nil
}

// fitting returns an action that takes a resource of the point's form, of the
// service that the resource's ARN names: s3:GetObject for arn:aws:s3:::images/*,
// where any action would do.
func (p *point) fitting() []string {
	text := p.resources.word().Render(inventedNames[0], func(string) string { return inventedNames[0] })
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 {
		return nil
	}
	var out []string
	service, sp := parts[2], p.s.sp
	sp.eachKnown(sp.intersect(cells{p.actions}, actionSet([]string{service + ":*"})), func(s *reference.Service, a *reference.Action, _ *glob.Glob) bool {
		if slices.ContainsFunc(formsOf(s, a), func(form string) bool { return formGlob(form).Match(text, nil) }) {
			out = append(out, s.Prefix+":"+a.Name)
		}
		return len(out) == 0
	})
	return out
}

// literalWord returns the word's text where nothing in it is open.
func literalWord(w glob.Word) (string, bool) {
	if slices.ContainsFunc(w.Symbols, func(t glob.Token) bool { return t == glob.Fresh || t.IsOpaque() }) {
		return "", false
	}
	return w.Render("", nil), true
}

// draft is a request in the making.
type draft struct {
	*point
	name    string // for what is open
	context map[string][]string
	begun   map[string]bool // keys that are being filled in, or have been
}

// fill puts the values that were chosen for a key into the request. Those of the
// keys whose variables stand in them come first.
func (d *draft) fill(key string) {
	c := d.keys[key]
	if c == nil || d.begun[key] {
		return
	}
	d.begun[key] = true
	var values []string
	for _, v := range c.values {
		if v.word == nil {
			values = append(values, v.text)
		} else {
			text := d.tidy(d.render(d.numbered(key, *v.word, d.name)), d.name)
			if usual := d.usual(key); usual != "" && text == d.name {
				text = usual
			}
			values = append(values, text)
		}
	}
	if d.s.who.assumed[key].several && len(values) == 1 {
		values = append(values, values[0])
	}
	d.context[key] = values
}

// grant puts into the request what is assumed of keys that nothing else asks for.
func (d *draft) grant() {
	for _, key := range slices.Sorted(maps.Keys(d.s.who.assumed)) {
		a := d.s.who.assumed[key]
		switch _, given := d.context[key]; {
		case given || a.absent:
		case a.text != nil:
			d.context[key] = []string{*a.text}
		default:
			d.resolve(policy.VariableName(key))
		}
	}
}

func (d *draft) render(w glob.Word) string { return w.Render(d.name, d.resolve) }

// resolve gives an open place its text: the value of its key where one was
// chosen, an invented one otherwise, which the request then holds.
func (d *draft) resolve(opaque string) string {
	if hole, ok := policy.HoleOf(opaque); ok {
		return "<" + hole + ">"
	}
	key, def, hasDefault, _ := policy.VariableOf(opaque)
	d.fill(key)
	if v := d.context[key]; len(v) == 1 {
		return v[0]
	}
	if hasDefault && d.absent[key] {
		return def
	}
	if v, _, _ := d.s.who.value(key); len(v) > 0 {
		return v[0]
	}
	v := d.usual(key)
	if v == "" {
		v = d.name + "-" + strings.NewReplacer(":", "-", "/", "-", ".", "-").Replace(key)
	}
	d.context[key] = []string{v}
	return v
}

// try builds one request and confirms it. An empty action or resource is
// rendered from the point with invented names.
func (p *point) try(name, action, resource string) *Witness {
	r := &policy.Request{Context: map[string][]string{}}
	if p.s.who.unowned {
		r.Context[ownerKey] = []string{} // evaluation takes the account of the ARN where nothing is said
	}
	d := &draft{point: p, name: name, context: r.Context, begun: map[string]bool{}}
	for _, key := range p.order {
		d.fill(key)
	}
	d.grant()
	if r.Action = action; action == "" {
		r.Action = spelling(d.render(p.actions.word()))
	}
	if r.Resource = resource; resource == "" {
		r.Resource = p.tidy(d.render(p.resources.word()), name)
		if r.Resource == name || r.Resource == "" {
			r.Resource = "*"
		}
	}
	var ok bool
	if r.Principal, ok = p.principal(r.Context, r.Resource); !ok {
		return nil
	}
	if p.s.who.anywhere {
		r.Resource = strings.Replace(r.Resource, ":"+exampleAccount+":", ":"+r.Principal.Account+":", 1)
	}
	if !p.s.scope.has(r) {
		return nil
	}
	r.Resource = strings.ReplaceAll(r.Resource, Fresh, name)
	cost := p.s.q.effort.of(r)
	p.s.sp.budget.Spend(cost)
	if cost > smallEffort && p.s.sp.budget.Spent() || !p.s.q.confirm(r) {
		return nil
	}
	who := r.Principal.ID
	w := &Witness{Principal: who, Action: r.Action, Resource: r.Resource, Context: map[string][]string{}, Request: r}
	for key, v := range r.Context {
		w.Context[p.s.keyName(key)] = v
	}
	return w
}

// spelling returns an action as AWS writes it.
func spelling(action string) string {
	if s, a, ok := reference.LookupAction(action); ok {
		return s.Prefix + ":" + a.Name
	}
	return action
}

// variables names the policy variables that bear on the point.
func (p *point) variables() string {
	var names []string
	for _, g := range slices.Concat(p.resources.must, p.resources.mustNot) {
		names = append(names, g.Names...)
	}
	for _, key := range p.order {
		for _, v := range p.keys[key].values {
			if v.word != nil {
				names = append(names, v.word.Names...)
			}
		}
	}
	return variablesIn(names)
}

// numbered puts digits into the open places of an account number, where a key
// follows from who asks.
func (p *point) numbered(key string, w glob.Word, name string) glob.Word {
	if key != "aws:principalarn" && key != "aws:principalaccount" {
		return w
	}
	segment := 0
	if key == "aws:principalaccount" {
		segment = 4
	}
	out := glob.Word{Names: w.Names, Symbols: slices.Clone(w.Symbols)}
	var places []int
	for i, t := range w.Symbols {
		switch {
		case t == glob.Letter(':'):
			segment++
		case segment == 4 && t == glob.Fresh:
			places = append(places, i)
		}
	}
	for k, i := range places {
		digit := rune('0' + len(name)%10) // another one for each invented name
		if len(places) == len(p.s.who.principal.Account) {
			digit = rune(p.s.who.principal.Account[k])
		}
		out.Symbols[i] = glob.Letter(digit)
	}
	return out
}

// tidy gives an invented partition, region or account in an ARN a usual value.
func (p *point) tidy(s, name string) string {
	if p.untidy {
		return s
	}
	return tidy(s, name)
}

func tidy(s, name string) string {
	parts := strings.SplitN(s, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" {
		return s
	}
	usual := []string{"", "aws", "", "us-east-1", exampleAccount}
	for i, u := range usual {
		if u != "" && parts[i] == name {
			parts[i] = u
		}
	}
	return strings.Join(parts, ":")
}

// principal returns who asks: the candidate, or where it is open, the one that
// the chosen keys and the resource's account ask for. ok is false where the
// keys that follow from the principal contradict each other.
func (p *point) principal(context map[string][]string, resource string) (q policy.Principal, ok bool) {
	who := p.s.who
	if who.fixed() || who.principal.Kind == policy.RoleSession {
		return who.principal, true
	}
	one := func(key string) string {
		if v := context[key]; len(v) == 1 {
			return v[0]
		}
		return ""
	}
	arn, account, user := one("aws:principalarn"), one("aws:principalaccount"), one("aws:username")
	if arn == "" {
		if account == "" {
			account = who.principal.Account
			if parts := strings.SplitN(resource, ":", 6); who.anywhere && len(parts) == 6 && wholeAccount.MatchString(parts[4]) && !slices.Contains(who.except, parts[4]) {
				account = parts[4]
			}
		}
		switch {
		case user != "":
			arn = "arn:aws:iam::" + account + ":user/" + user
		default:
			arn = strings.Replace(who.principal.ID, ":"+who.principal.Account+":", ":"+account+":", 1)
		}
	}
	q, err := policy.ParsePrincipal(arn)
	if err != nil {
		return q, false
	}
	if p.untidy { // the other way round: what else was given follows from the ARN
		for _, key := range []string{"aws:principalaccount", "aws:username"} {
			delete(context, key)
		}
	} else if agreed := inAgreement(q, account, user); agreed != arn {
		if q, err = policy.ParsePrincipal(agreed); err != nil {
			return q, false
		}
		if _, given := context["aws:principalarn"]; given {
			context["aws:principalarn"] = []string{agreed}
		}
	}
	name := ""
	if q.Kind == policy.User {
		name = q.Name
	}
	if _, given := context["aws:username"]; given && user != name {
		return q, false
	}
	if _, given := context["aws:principalaccount"]; given && one("aws:principalaccount") != q.Account {
		return q, false
	}
	return q, p.s.q.scope.Principals == nil || p.s.q.scope.Principals(q)
}

// inAgreement returns the ARN of a principal with the account and the user name that other
// keys were given: keys that follow from who asks are chosen one by one.
func inAgreement(q policy.Principal, account, user string) string {
	arn := q.ID
	if len(account) == len(q.Account) {
		arn = strings.Replace(arn, ":"+q.Account+":", ":"+account+":", 1)
	}
	if user != "" { // of who is no user nothing agrees with it
		arn = strings.TrimSuffix(arn, q.Name) + user
	}
	return arn
}

// wholeAccount matches an account number.
var wholeAccount = regexp.MustCompile(`^\d{12}$`)
