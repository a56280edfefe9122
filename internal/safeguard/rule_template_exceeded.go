// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

var _ = register(&Rule{
	Name:     "template-exceeded",
	Title:    "A role may do more than its template says",
	Severity: high,
	Description: "A role that names a template is trusted by what the template was reviewed for. " +
		"What else is attached to it, or written into its documents, goes unseen under that name.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(3)(i)", "164.308(a)(4)(i)"},
	NIST:      []string{"AC-3", "AC-6", "CM-3"},
	Fix:       "Take off what is not the template's, give the role another argument or another template, or make a role of its own for the work.",
	Bad: `data "hipaa_role_policy_document" "reader" {
  template = "clinician"
  # …
}

resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.name
  policy = data.hipaa_role_policy_document.reader.policies["access"]
}

resource "aws_iam_role_policy_attachment" "extra" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3FullAccess"
}`,
	Good: `data "hipaa_role_policy_document" "reader" {
  template = "clinician"
  # …
}

resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.name
  policy = data.hipaa_role_policy_document.reader.policies["access"]
}`,
	find: func(c *checker, side *account.Account) []*violation {
		var out []*violation
		for _, p := range side.Principals {
			for _, o := range originsOf(p) {
				if v := c.exceeded(side, p, o); v != nil {
					out = append(out, v)
					break
				}
			}
		}
		return out
	},
	// A role whose arguments change may do more within its template; worse is what
	// neither the template gives now nor the role could do before.
	worse: func(_ *checker, before, after *violation) bool {
		known := *after.base
		known.Identity = slices.Concat(after.base.Identity, before.principal.All())
		return decide.NewAccess(known.Access(), after.principal.Access(), decide.Question{}, yesOrNo).Result != decide.No
	},
})

// templateTag is the tag by which a role says which template it is made of, as
// NAME@VERSION. The provider sets it, and so does who applies its documents
// otherwise.
const templateTag = "HipaaRoleTemplate"

// origin is what a role says it is made of, and what that gives it.
type origin struct {
	// name is the template's, with its version where it is told.
	name string
	own  []account.Attachment
	// drawn says that own are the role's documents; else they are whatever the
	// template can give.
	drawn bool
}

// originsOf lists the templates that a role says it is made of, the nearest to
// its documents first.
func originsOf(p *account.Principal) []origin {
	if p.Kind != account.Role && p.Kind != account.PermissionSet {
		return nil
	}
	var out []origin
	if t := p.Template; t != nil {
		own := slices.DeleteFunc(slices.Clone(p.Identity), func(a account.Attachment) bool { return a.Document.Address != p.Address || p.Address == "" })
		out = append(out, origin{name: nameOf(t), own: own, drawn: true})
		// Its documents as they were found may have been changed.
		if widest := widestOf(t.Name, t.Version); widest != nil {
			others := slices.DeleteFunc(slices.Clone(p.Identity), func(a account.Attachment) bool { return a.Document.Address == p.Address })
			out = append(out, origin{name: nameOf(t), own: append(others, *widest)})
		}
		return out
	}
	var own []account.Attachment
	var named []string
	for _, a := range p.Identity {
		if t := a.Document.Template; t != nil {
			own = append(own, a)
			if !slices.Contains(named, nameOf(t)) {
				named = append(named, nameOf(t))
			}
		}
	}
	if len(own) > 0 {
		return []origin{{name: join(named), own: own, drawn: true}}
	}
	if value, ok := p.Tags.Get(templateTag); ok {
		name, version, _ := strings.Cut(value, "@")
		if widest := widestOf(name, version); widest != nil {
			return []origin{{name: value, own: []account.Attachment{*widest}}}
		}
	}
	return nil
}

func nameOf(t *account.Template) string {
	if t.Version == "" {
		return t.Name
	}
	return t.Name + "@" + t.Version
}

// exceeded asks whether a role may do more than what its template gives it.
func (c *checker) exceeded(side *account.Account, p *account.Principal, o origin) *violation {
	for _, a := range o.own {
		if o.drawn && a.Document.Policy == nil {
			// What it may do by its template is not known; policy-undetermined says so.
			return nil
		}
	}
	base := *p
	base.Identity, base.Groups = o.own, nil
	q := decide.Question{}
	answer := decide.NewAccess(base.Access(), withDenials(p, o).Access(), q, decide.Options{})
	switch answer.Result {
	case decide.No:
		return nil
	case decide.Undetermined:
		c.unsure(side, "template-exceeded", p, answer)
		return nil
	}
	w := answer.Witness
	v := accessViolation(p, q, answer, func(all []grant) []grant {
		return slices.DeleteFunc(all, func(g grant) bool {
			return o.gives(g.attachment) || policy.GrantedBy(only(g.attachment.Document.Policy, g.statement), w.Request).Result != policy.Allowed
		})
	})
	v.base = &base
	v.meaning = v.meaning[:0]
	for _, a := range p.All() {
		if d := a.Document.Policy; d != nil && !o.gives(a) {
			v.meaning = append(v.meaning, string(d.Canonical()))
		}
	}
	v.message = fmt.Sprintf("The %s says that it is made from the template %s, and may do %s, which the template does not let it do%s.%s",
		p.Label(), o.name, w.Action, by(p, v.grants), notLimiting(p))
	if v.sensitive {
		v.message = fmt.Sprintf("The %s says that it is made from the template %s, and may do more than the template lets it do.", p.Label(), o.name)
	}
	return v
}

// withDenials is a role whose own documents are not all known, as where one names a
// boundary that is yet to be made, with the denials that its template always has:
// they stand in what is not known.
func withDenials(p *account.Principal, o origin) *account.Principal {
	unknown := func(a account.Attachment) bool {
		return a.Document.Undetermined != nil && a.Document.Address == p.Address
	}
	if o.drawn || !slices.ContainsFunc(p.Identity, unknown) {
		return p
	}
	out := *p
	out.Identity = slices.Clone(p.Identity)
	for _, a := range o.own {
		if d := a.Document; d.Policy != nil {
			text, doc := *d.Policy, *d
			text.Statements = slices.DeleteFunc(slices.Clone(text.Statements), func(s *policy.Statement) bool { return s.Effect == policy.Allow })
			doc.Policy = &text
			out.Identity = append(out.Identity, account.Attachment{Document: &doc})
		}
	}
	return &out
}

// gives reports whether an attachment is of the template's own documents.
func (o origin) gives(a account.Attachment) bool {
	return slices.ContainsFunc(o.own, func(own account.Attachment) bool { return own.Document == a.Document })
}

// widestDocuments caches [widestOf] by template and version.
var widestDocuments sync.Map

// widestOf is whatever a template of the catalogue can give; nil for another one.
func widestOf(name, version string) *account.Attachment {
	key := name + "@" + version
	if known, ok := widestDocuments.Load(key); ok {
		a, _ := known.(*account.Attachment)
		return a
	}
	var out *account.Attachment
	if t := template.Catalogue().Template(name, version); t != nil && version != "" {
		if d, err := t.Widest(); err == nil {
			out = &account.Attachment{Document: &account.Document{Name: name, Kind: policy.Identity, Policy: d}}
		}
	}
	widestDocuments.Store(key, out)
	return out
}
