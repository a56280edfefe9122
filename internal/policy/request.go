// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// Request is one call to AWS.
type Request struct {
	Principal Principal
	// Action is a service prefix and an action name, "s3:GetObject".
	Action string
	// Resource is an ARN, or "*" for actions that have no resource.
	Resource string
	// ResourceAccount is the account that owns the resource. Where it is empty
	// the ARN's account number is taken, and failing that the principal's account.
	ResourceAccount string
	// Context holds the condition keys, in any case, with their values. Keys
	// that are not here are absent from the request, save aws:PrincipalArn,
	// aws:PrincipalAccount, aws:ResourceAccount and aws:username, which follow
	// from the principal and the resource.
	Context map[string][]string
}

// AnonymousAccount is what aws:PrincipalAccount holds where nobody signed the request.
// Source: IAM user guide, global condition keys: the key is in all requests, "for
// anonymous requests, the request context returns anonymous".
const AnonymousAccount = "anonymous"

// prepared is a request made ready to be matched many times.
type prepared struct {
	*Request
	action   string // lower-case
	service  string
	account  string // of the resource
	context  map[string][]string
	arn      [1]string
	princAcc [1]string
	resAcc   [1]string
	user     [1]string
	bounded  bool // who asks is an IAM principal with a permissions boundary
	linked   bool // who asks is a role that is linked to a service
}

// prepare makes a request ready to be matched by these policies.
func (p *Policies) prepare(r *Request) *prepared {
	req := prepare(r)
	req.bounded = p.Boundary != nil && r.Principal.HasBoundary()
	return req
}

func prepare(r *Request) *prepared {
	p := &prepared{Request: r, action: glob.Lower(r.Action), account: r.ResourceAccount}
	p.service, _, _ = strings.Cut(p.action, ":")
	if p.account == "" {
		p.account = arnAccount(r.Resource)
		if !isAccount(p.account) { // arn:aws:s3:::bucket, arn:aws:iam::aws:policy/X
			p.account = r.Principal.Account
		}
	}
	p.arn[0] = r.Principal.ARN()
	if p.princAcc[0] = r.Principal.Account; r.Principal.Kind == Anonymous {
		p.princAcc[0] = AnonymousAccount
	}
	p.resAcc[0] = p.account
	if r.Principal.Kind == User {
		p.user[0] = r.Principal.Name
	}
	p.context = r.Context
	for k := range r.Context {
		if k != glob.Lower(k) {
			p.context = make(map[string][]string, len(r.Context))
			for k, v := range r.Context {
				p.context[glob.Lower(k)] = v
			}
			break
		}
	}
	return p
}

// values returns a condition key's values, of which a key that is absent has none;
// key is lower-case.
func (p *prepared) values(key string) []string {
	if v, ok := p.context[key]; ok {
		return v
	}
	var one *[1]string
	switch key {
	case "aws:principalarn":
		one = &p.arn
	case "aws:principalaccount":
		if p.Principal.Kind == FederatedLogin {
			return nil
		}
		one = &p.princAcc
	case "aws:resourceaccount":
		one = &p.resAcc
	case "aws:username":
		one = &p.user
	}
	if one == nil || one[0] == "" {
		return nil
	}
	return one[:]
}

// Resolve gives the value of a policy variable; a key that is absent has its
// default, and a key with several values cannot be used.
func (p *prepared) Resolve(opaque string) (string, bool) {
	key, def, hasDefault, ok := VariableOf(opaque)
	if !ok {
		return p.hole(opaque)
	}
	v := p.values(key)
	switch {
	case len(v) == 1:
		return v[0], true
	case hasDefault && len(v) == 0:
		return def, true
	}
	return "", false
}

// hole gives the text by which a request names a value that is not known until
// apply: <reference>, as witnesses write it.
func (p *prepared) hole(opaque string) (string, bool) {
	name, ok := HoleOf(opaque)
	return "<" + name + ">", ok
}
