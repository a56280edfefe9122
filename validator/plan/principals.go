// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"maps"
	"slices"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// defaultSession is how long a role's session may last where the role does not
// say, in seconds. Source: AWS, CreateRole, MaxSessionDuration.
const defaultSession = 3600

// principal reads what roles, users and groups have in common.
func (b *builder) principal(it item, kind account.Kind) *account.Principal {
	p := &account.Principal{
		Kind: kind, Address: b.address(it.rc), PreviousAddress: b.previous(it.rc),
		Name: nameOf(it).Text(), ARN: it.v.Attr("arn").Text(), Path: it.v.Attr("path").Text(), Tags: b.stores.resources[it.rc.Address].Tags,
		Account: b.accounts.of(it.rc), Hidden: nameOf(it).IsSensitive() || it.v.Attr("path").IsSensitive(),
	}
	if p.Path == "" {
		p.Path = "/"
	}
	if p.ARN == "" && p.Name != "" && kind != account.PermissionSet {
		p.ARN = b.accounts.arn(it.rc, string(kind), p.Path, p.Name)
	}
	b.principals[it.rc.Address] = p
	b.providers[p] = b.accounts.provider(it.rc)
	b.account.Principals = append(b.account.Principals, p)
	return p
}

func (b *builder) role(it item) {
	p := b.principal(it, account.Role)
	p.Session = account.Session{Attribute: "max_session_duration"}
	if v := it.v.Attr("max_session_duration"); v.IsNull() {
		p.Session.Seconds = defaultSession
	} else {
		p.Session.Seconds = v.Number()
	}
	if isTemplateRole(it.rc.Type) {
		p.Spreads = true
		p.Trust = b.keep(b.roleDocument(it, it.v.Attr("assume_role_policy"), it.v.Attr(trustStatements), policy.Trust))
		b.templatePolicies(it, p)
		p.Template, p.EnforcesMFA = b.template(it), b.declared(it)
		return
	}
	p.Trust = b.keep(b.document(it.rc, it.v.Attr("assume_role_policy"), policy.Trust))
}

// templatePolicies reads the documents of a role made by this project's own
// provider: the computed attribute policies, a list of objects with the policy's
// name, its document as json, and its statements.
func (b *builder) templatePolicies(it item, p *account.Principal) {
	v := it.v.Attr("policies")
	if v.IsUnknown() {
		if d := b.document(it.rc, v, policy.Identity); d != nil {
			b.give(p, b.keep(d))
		}
		return
	}
	for _, one := range v.List() {
		if d := b.roleDocument(it, one.Attr("json"), one.Attr("statements"), policy.Identity); d != nil {
			d.Name = one.Attr("name").Text()
			b.give(p, b.keep(d))
		}
	}
}

// tags reads the tags that a resource ends up with, those of the provider's
// default_tags included.
func tags(v value) account.Tags {
	if out, ok := pairTags(v); ok {
		return out
	}
	out := account.Tags{Values: map[string]string{}, Attribute: "tags"}
	all := v.Attr("tags_all")
	own := v.Attr("tags")
	if all.V == nil {
		out.AllUnknown = own.IsUnknown()
		all = own
	}
	m, _ := all.V.(map[string]any)
	for key, e := range m {
		if s, ok := e.(string); ok {
			out.Values[key] = s
		}
	}
	if unknown, ok := all.Unknown.(map[string]any); ok {
		for _, key := range slices.Sorted(maps.Keys(unknown)) {
			if u, _ := unknown[key].(bool); u {
				out.Unknown = append(out.Unknown, key)
				delete(out.Values, key)
			}
		}
	}
	return out
}

// give attaches a document to a principal, once.
func (b *builder) give(p *account.Principal, d *account.Document, via ...account.Related) {
	if slices.ContainsFunc(p.Identity, func(a account.Attachment) bool { return a.Document == d }) {
		return
	}
	p.Identity = append(p.Identity, account.Attachment{Document: d, Via: via})
}

// find returns the principal that an argument names: by its name, or where that
// is not known until apply, by the reference. A principal outside the plan is
// made up from its name.
func (b *builder) find(rc *tfjson.ResourceChange, kind account.Kind, v value) []*account.Principal {
	if v.IsNull() {
		return nil
	}
	if name := v.Text(); name != "" {
		return []*account.Principal{b.hide(b.named(rc, kind, name), v)}
	}
	r, said := b.evaluated(rc, v.Path)
	if said == inFull {
		if p := b.principalOf(rc, r, kind); p != nil {
			return []*account.Principal{b.hide(p, v)}
		}
	}
	var out []*account.Principal
	refs := b.resolve(rc, v.Path)
	for _, t := range refs.targets {
		if p := b.principals[t.change.Address]; p != nil && p.Kind == kind && t.identifies() && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	if said != mute || len(out) != 1 || refs.chosen {
		// Nobody can tell who it is; the attachment is judged by itself.
		return []*account.Principal{b.outside(rc, kind, "")}
	}
	return out
}

// findAll is find for a list of names.
func (b *builder) findAll(rc *tfjson.ResourceChange, kind account.Kind, v value) []*account.Principal {
	names, unknown := v.Strings()
	var out []*account.Principal
	for _, name := range names {
		out = append(out, b.hide(b.named(rc, kind, name), v))
	}
	if unknown == 0 {
		return out
	}
	all, said := b.principalsOf(rc, v, kind)
	if said == inFull {
		for _, p := range all {
			if !slices.Contains(out, p) {
				out = append(out, b.hide(p, v))
			}
		}
		return out
	}
	before := len(out)
	for _, t := range b.resolve(rc, v.Path).targets {
		if p := b.principals[t.change.Address]; p != nil && p.Kind == kind && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	if len(out) == before || said == unsettled {
		out = append(out, b.outside(rc, kind, ""))
	}
	return out
}

// hide keeps the name of a principal outside the plan from being shown where
// the argument that names it is sensitive.
func (b *builder) hide(p *account.Principal, v value) *account.Principal {
	p.Hidden = p.Hidden || p.Outside && v.IsSensitive()
	return p
}

// named returns the principal of this name: in the same account where that is
// known, and one whose name the plan does not tell never.
func (b *builder) named(rc *tfjson.ResourceChange, kind account.Kind, name string) *account.Principal {
	own := b.accounts.of(rc)
	var best *account.Principal
	for _, p := range b.principalsNamed(kind, name) {
		if p.Outside {
			continue
		}
		same := b.providers[p] == b.accounts.provider(rc)
		if same || p.Account == own || p.Account == "" || own == "" {
			if best == nil || same {
				best = p
			}
		}
	}
	if best != nil {
		return best
	}
	return b.outside(rc, kind, name)
}

// outside returns a principal that is not in the plan. One without a name is
// known by the resource that speaks of it.
func (b *builder) outside(rc *tfjson.ResourceChange, kind account.Kind, name string) *account.Principal {
	own := b.accounts.of(rc)
	at := b.address(rc)
	for _, p := range b.principalsNamed(kind, name) {
		if p.Outside && p.Name == name && p.Account == own && (name != "" || p.At == at) {
			return p
		}
	}
	p := &account.Principal{Kind: kind, Name: name, Outside: true, At: at, PreviousAt: b.previous(rc), Account: own}
	if kind == account.PermissionSet {
		p.ARN, p.Account = name, ""
	} else if name != "" {
		p.ARN = b.accounts.arn(rc, string(kind), "/", name)
	}
	// Whether it has a boundary cannot be told from here.
	p.Boundary.State = account.BoundaryUnknown
	b.account.Principals = append(b.account.Principals, p)
	return p
}
