// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"fmt"
	"strings"
)

// Policies is what bears on one request. What is nil is not at hand and limits
// nothing, save the resource policy where AWS asks for its consent: of another
// account's resource, of a role that is assumed, and of a KMS key.
type Policies struct {
	Identity []*Document
	Boundary *Document
	Session  *Document
	// SCP and RCP hold the documents of each level, the organisation's root first.
	SCP, RCP [][]*Document
	// Resource is the resource's own policy; for sts:AssumeRole… the trust policy.
	Resource *Document
	// ResourceNotAtHand says that the resource may have a policy that nobody
	// gave, and that it is taken to allow.
	ResourceNotAtHand bool
}

// Result is the outcome of an evaluation.
type Result uint8

// The outcomes.
const (
	Denied Result = iota
	Allowed
	Undetermined
)

// String returns the outcome as the JSON lines of the command name it.
func (r Result) String() string { return [...]string{"deny", "allow", "undetermined"}[r] }

// Match names a statement that took part in a decision.
type Match struct {
	Document *Document
	Index    int
	Sid      string
}

// Decision is the outcome of one request, and why.
type Decision struct {
	Result Result
	// By names the deciding policy: "identity", "resource",
	// "implicit-deny:boundary", "explicit-deny:scp", …
	By string
	// Reason says, for an undetermined outcome, what is not settled.
	Reason     string
	Statements []Match
}

// Evaluate decides one request by AWS's published logic: explicit denies, RCPs,
// SCPs, the resource policy, the boundary, the session policy and the identity
// policies, for one account and across accounts.
// Source: IAM user guide, "Policy evaluation logic".
func Evaluate(p *Policies, r *Request) Decision {
	req := prepare(r)
	first := p.evaluate(req, Reading{})
	if !p.ambiguous() {
		return first
	}
	for _, reading := range Readings[1:] {
		if d := p.evaluate(req, reading); d.Result != first.Result {
			return Decision{
				Result: Undetermined, Statements: first.Statements,
				Reason: "the outcome depends on how AWS reads a star inside an ARN segment, or an ARN with fewer than six segments, which it does not document",
			}
		}
	}
	return first
}

// GrantedBy decides what one document alone says about a request: an Allow
// that matches and no Deny that does. For resource and trust policies the
// principal counts, and naming its account is enough.
func GrantedBy(d *Document, r *Request) Decision {
	req := prepare(r)
	first := grantedBy(d, req, Reading{})
	if !d.Ambiguous() {
		return first
	}
	for _, reading := range Readings[1:] {
		if other := grantedBy(d, req, reading); other.Result != first.Result {
			return Decision{Result: Undetermined, Reason: "the outcome depends on an undocumented reading of an ARN pattern"}
		}
	}
	return first
}

func grantedBy(d *Document, req *prepared, reading Reading) Decision {
	l := layer{name: d.Kind.String()}
	l.add(d, req, reading)
	allow := l.allow
	if d.Kind == RCP || d.Kind == SCP && !d.HasAllow() {
		allow = True // deny lists stand beside the FullAWSAccess policy
	}
	return l.settle(allow)
}

// settle makes a decision of one layer.
func (l *layer) settle(allow Truth) Decision {
	switch {
	case l.deny == True:
		return Decision{By: "explicit-deny:" + l.name, Statements: l.denies}
	case allow == False:
		return Decision{By: "implicit-deny:" + l.name}
	case allow == Unknown || l.deny == Unknown:
		return Decision{Result: Undetermined, Reason: l.reason, Statements: l.statements(Unknown)}
	}
	return Decision{Result: Allowed, By: l.name, Statements: l.statements(True)}
}

// layer is what the documents of one layer say about a request.
type layer struct {
	name        string
	allow, deny Truth
	// by is the same as allow, apart for each naming of the principal.
	by             [Directly + 1]Truth
	allows, denies []Match // that match for sure
	maybes         []Match // that may match
	reason         string
}

// statements lists what speaks for an allow: for one that is sure, only the
// statements that match for sure.
func (l *layer) statements(t Truth) []Match {
	if t == True {
		return l.allows
	}
	return append(l.allows[:len(l.allows):len(l.allows)], l.maybes...)
}

// add judges a document's statements.
func (l *layer) add(d *Document, req *prepared, reading Reading) {
	if d == nil {
		return
	}
	for _, s := range d.Statements {
		t, naming, maybe := s.match(d, req, reading)
		if t == False {
			continue
		}
		if (t == Unknown || maybe) && l.reason == "" {
			l.reason = s.unknownReason(d, maybe, req)
		}
		m := Match{Document: d, Index: s.Index, Sid: s.Sid}
		if s.Effect == Deny {
			l.deny = either(l.deny, t)
			if t == True {
				l.denies = append(l.denies, m)
			} else {
				l.maybes = append(l.maybes, m)
			}
			continue
		}
		if t == True {
			l.allows = append(l.allows, m)
		} else {
			l.maybes = append(l.maybes, m)
		}
		l.allow = either(l.allow, t)
		l.by[naming] = either(l.by[naming], t)
		if maybe {
			l.by[Directly] = either(l.by[Directly], Unknown)
		}
	}
}

// unknownReason says why a statement could not be judged.
func (s *Statement) unknownReason(d *Document, principal bool, req *prepared) string {
	why := "a variable in NotResource has no value"
	switch {
	case principal:
		why = "a principal is not known until apply and may be anyone"
	case s.Action.wild() || s.NotAction.wild() || s.Resource.wild() || s.NotResource.wild():
		why = "a value is not known until apply and may be anything"
	}
	for _, c := range s.Conditions {
		if v, present := req.values(c.match.key); c.Evaluate(v, present, req) == Unknown {
			why = c.unknownReason()
			break
		}
	}
	return fmt.Sprintf("statement %s of %s: %s", s.label(), d.label(), why)
}

func (s *Statement) label() string {
	if s.Sid != "" {
		return fmt.Sprintf("%d (%s)", s.Index, s.Sid)
	}
	return fmt.Sprint(s.Index)
}

func (d *Document) label() string {
	if d.Name != "" {
		return d.Name
	}
	return "the " + d.Kind.String() + " policy"
}

func (p *Patterns) wild() bool { return p != nil && p.Wild }

// match reports whether the statement matches the request, and how closely its
// Principal element names the principal; see Names.
func (s *Statement) match(d *Document, req *prepared, reading Reading) (result Truth, how Naming, maybe bool) {
	result = True
	and := func(t Truth) bool {
		if t == False {
			return false
		}
		if t == Unknown {
			result = Unknown
		}
		return true
	}
	if !and(s.matchAction(req.action)) || !and(s.matchResource(req, reading)) {
		return False, NotNamed, false
	}
	how = Directly
	if d.Kind.HasPrincipal() {
		var t Truth
		if t, how, maybe = s.Names(req.Principal); !and(t) {
			return False, NotNamed, false
		}
	}
	for _, c := range s.Conditions {
		v, present := req.values(c.match.key)
		if !and(c.Evaluate(v, present, req)) {
			return False, NotNamed, false
		}
	}
	return result, how, maybe
}

func (s *Statement) matchAction(action string) Truth {
	if s.Action != nil {
		if s.Action.match(action, nil, Reading{}) {
			return True
		}
		if s.Action.Wild {
			return Unknown
		}
		return False
	}
	if s.NotAction == nil || s.NotAction.match(action, nil, Reading{}) {
		return False
	}
	if s.NotAction.Wild {
		return Unknown
	}
	return True
}

func (s *Statement) matchResource(req *prepared, reading Reading) Truth {
	if s.Resource != nil {
		if s.Resource.match(req.Resource, req, reading) {
			return True
		}
		if s.Resource.Wild {
			return Unknown
		}
		return False
	}
	if s.NotResource == nil {
		return True
	}
	if s.NotResource.match(req.Resource, req, reading) {
		return False
	}
	if s.NotResource.Wild {
		return Unknown
	}
	for _, e := range s.NotResource.List {
		for _, name := range e.Glob.Names {
			if _, ok := req.Resolve(name); !ok {
				return Unknown // AWS: the variable "matches no resource", which leaves NotResource open
			}
		}
	}
	return True
}

// Names reports whether the statement's Principal or NotPrincipal element
// reaches the principal, and how closely. maybe is set where an entry that is
// not known until apply may name it directly.
func (s *Statement) Names(p Principal) (t Truth, how Naming, maybe bool) {
	if s.Principal != nil {
		how, unknown := s.Principal.names(p)
		switch {
		case how != NotNamed:
			return True, how, unknown
		case unknown:
			return Unknown, NotNamed, true
		}
		return False, NotNamed, false
	}
	if s.NotPrincipal == nil {
		return False, NotNamed, false
	}
	out, unknown := s.NotPrincipal.excludes(p)
	switch {
	case out:
		return False, NotNamed, false
	case unknown:
		return Unknown, NotNamed, true
	}
	return True, Directly, false
}

// evaluate decides under one reading of the language.
func (p *Policies) evaluate(req *prepared, reading Reading) Decision {
	if req.action == "sts:getcalleridentity" {
		return Decision{Result: Allowed, By: "always-allowed"} // AWS: no permissions are required, and a Deny has no effect
	}
	who := req.Principal
	var rcp, scp, resource, boundary, session, identity layer
	rcp.name, scp.name, resource.name = "rcp", "scp", "resource"
	boundary.name, session.name, identity.name = "boundary", "session", "identity"
	for _, level := range p.RCP {
		for _, d := range level {
			if !who.ServiceLinked() {
				rcp.add(d, req, reading)
			}
		}
	}
	scpAllow := p.addSCP(&scp, req, reading)
	resource.add(p.Resource, req, reading)
	if who.HasIdentity() && who.Kind != Root {
		boundary.add(p.Boundary, req, reading)
		session.add(p.Session, req, reading)
		for _, d := range p.Identity {
			identity.add(d, req, reading)
		}
	}
	layers := []*layer{&rcp, &scp, &resource, &boundary, &session, &identity}
	mayDeny := ""
	for _, l := range layers {
		switch l.deny {
		case True:
			return Decision{By: "explicit-deny:" + l.name, Statements: l.denies}
		case Unknown:
			mayDeny = l.reason
		}
	}
	d := p.compose(req, scpAllow, &resource, &boundary, &session, &identity)
	if d.Result == Allowed && mayDeny != "" {
		return Decision{Result: Undetermined, Reason: mayDeny, Statements: d.Statements}
	}
	if d.Result == Undetermined && d.Reason == "" {
		for _, l := range layers {
			if l.reason != "" {
				d.Reason = l.reason
				break
			}
		}
	}
	return d
}

// addSCP judges the service control policies: every level has to allow.
func (p *Policies) addSCP(scp *layer, req *prepared, reading Reading) Truth {
	if !req.Principal.HasIdentity() || req.Principal.ServiceLinked() {
		return True
	}
	all := True
	for _, level := range p.SCP {
		at := layer{}
		for _, d := range level {
			at.add(d, req, reading)
		}
		all = both(all, at.allow)
		scp.denies = append(scp.denies, at.denies...)
		scp.deny = either(scp.deny, at.deny)
		if scp.reason == "" {
			scp.reason = at.reason
		}
	}
	return all
}

func both(a, b Truth) Truth {
	switch {
	case a == False || b == False:
		return False
	case a == Unknown || b == Unknown:
		return Unknown
	}
	return True
}

func either(a, b Truth) Truth { return both(a.Not(), b.Not()).Not() }

// compose puts the layers' allows together.
func (p *Policies) compose(req *prepared, scp Truth, resource, boundary, session, identity *layer) Decision {
	who := req.Principal
	if scp == False {
		return Decision{By: "implicit-deny:scp"}
	}
	res := resource.allow
	if p.Resource == nil && who.HasIdentity() && p.ResourceNotAtHand {
		res = True // what is not at hand limits nothing
	}
	if !who.HasIdentity() {
		return settle(both(scp, res), "resource", "resource", resource)
	}
	b, s, i := boundary.allow, session.allow, identity.allow
	if p.Boundary == nil || who.Kind == Root {
		b = True
	}
	switch {
	case who.Kind == Root:
		s, i = True, True // the account's root needs no identity policy
	case p.Session == nil && who.Kind != FederatedUser:
		s = True // AWS: without a session policy a federated user has no identity-based grant
	}
	identitySide := both(both(b, s), i)
	missing := firstMissing(b, s)
	if req.account != who.Account {
		if res == False {
			missing = "resource"
		}
		return settle(both(scp, both(res, identitySide)), "identity", missing, resource, identity)
	}
	direct := either(resource.by[Directly], both(resource.by[ByRole], both(b, s)))
	if direct == True {
		return settle(both(scp, direct), "resource", "resource", resource)
	}
	if needsResourcePolicy(req) {
		if res == False {
			missing = "resource"
		}
		return settle(both(scp, either(direct, both(res, identitySide))), "identity", missing, resource, identity)
	}
	if result := both(scp, either(direct, identitySide)); result != Unknown || direct == False {
		return settle(result, "identity", missing, identity)
	}
	return settle(Unknown, "", "", resource, identity)
}

// needsResourcePolicy reports whether AWS asks for the resource policy's
// consent even within one account: to assume a role or to mark its session, and
// to use a KMS key.
func needsResourcePolicy(req *prepared) bool {
	switch {
	case strings.HasPrefix(req.action, "sts:assumerole"):
		return true
	case req.action == "sts:tagsession", req.action == "sts:setsourceidentity":
		return strings.Contains(req.Resource, ":role/")
	}
	return req.service == "kms" && strings.Contains(req.Resource, ":key/")
}

// firstMissing names the layer that does not allow, the outermost first.
func firstMissing(boundary, session Truth) string {
	switch False {
	case boundary:
		return "boundary"
	case session:
		return "session"
	}
	return "identity"
}

func settle(t Truth, allowedBy, deniedBy string, layers ...*layer) Decision {
	if t == False {
		return Decision{By: "implicit-deny:" + deniedBy}
	}
	var statements []Match
	for _, l := range layers {
		statements = append(statements, l.statements(t)...)
	}
	if t == True {
		return Decision{Result: Allowed, By: allowedBy, Statements: statements}
	}
	return Decision{Result: Undetermined, Statements: statements}
}

func (p *Policies) ambiguous() bool {
	for _, d := range p.All() {
		if d.Ambiguous() {
			return true
		}
	}
	return false
}

// All returns every document, those of the outermost layers first.
func (p *Policies) All() []*Document {
	var out []*Document
	for _, levels := range [][][]*Document{p.RCP, p.SCP} {
		for _, level := range levels {
			out = append(out, level...)
		}
	}
	for _, d := range []*Document{p.Resource, p.Boundary, p.Session} {
		if d != nil {
			out = append(out, d)
		}
	}
	return append(out, p.Identity...)
}

// Ambiguous reports whether AWS does not document how some pattern is read.
func (d *Document) Ambiguous() bool {
	for _, s := range d.Statements {
		if s.Resource != nil && s.Resource.Ambiguous || s.NotResource != nil && s.NotResource.Ambiguous {
			return true
		}
	}
	return false
}

// HasAllow reports whether some statement allows.
func (d *Document) HasAllow() bool {
	for _, s := range d.Statements {
		if s.Effect == Allow {
			return true
		}
	}
	return false
}
