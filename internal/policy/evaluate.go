// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"slices"
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
	req := p.prepare(r)
	linked := req.serviceLinked()
	req.linked = linked == True
	first := p.evaluateAll(req)
	if linked == Unknown && len(p.SCP)+len(p.RCP) > 0 {
		req.linked = true
		if p.evaluateAll(req).Result != first.Result {
			return Decision{
				Result: Undetermined, Statements: first.Statements,
				Reason: "the outcome depends on whether the session's role is linked to a service, which only its path tells; give aws:PrincipalArn in the context",
			}
		}
	}
	return first
}

// evaluateAll decides a request under every reading of the language.
func (p *Policies) evaluateAll(req *prepared) Decision {
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

// evaluate decides under one reading of the language.
func (p *Policies) evaluate(req *prepared, reading Reading) Decision {
	who := req.Principal
	if req.action == "sts:getcalleridentity" && who.HasIdentity() {
		return Decision{Result: Allowed, By: "always-allowed"} // AWS: no permissions are required, and a Deny has no effect
	}
	var rcp, scp, resource, boundary, session, identity layer
	rcp.name, scp.name, resource.name = "rcp", "scp", "resource"
	boundary.name, session.name, identity.name = "boundary", "session", "identity"
	for _, level := range p.RCP {
		for _, d := range level {
			if !req.linked {
				rcp.add(d, req, reading)
			}
		}
	}
	scpAllow := p.addSCP(&scp, req, reading)
	resource.add(p.Resource, req, reading)
	if req.ownBucketPolicy() {
		resource.deny, resource.denies = False, nil
	}
	if who.HasBoundary() {
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
	if who.CannotAssume() && req.action == "sts:assumerole" {
		return Decision{By: "implicit-deny:root"}
	}
	d := p.compose(req, scpAllow, &resource, &boundary, &session, &identity)
	if d.Result == Allowed && mayDeny != "" {
		return Decision{Result: Undetermined, Reason: mayDeny, Statements: d.Statements}
	}
	if d.Result == Undetermined {
		open := slices.IndexFunc(layers, func(l *layer) bool { return l.reason != "" })
		d.Reason = layers[open].reason
	}
	return d
}

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

// ownBucketPolicy reports whether an account's root asks for the policy of its own
// bucket, which that policy cannot take from it.
// Source: S3 API reference, PutBucketPolicy: the root principal of the bucket
// owner's account can perform GetBucketPolicy, PutBucketPolicy and
// DeleteBucketPolicy, "even if their bucket policy explicitly denies" it.
func (req *prepared) ownBucketPolicy() bool {
	switch req.action {
	case "s3:getbucketpolicy", "s3:putbucketpolicy", "s3:deletebucketpolicy":
		return req.Principal.Kind == Root && req.account == req.Principal.Account
	}
	return false
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
