// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"net/url"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// document reads a policy document: an object, or a text of JSON, URL-encoded or
// not. nil is null.
//
// A document that nobody could read, and one with a name twice in an object, is
// refused: AWS holds neither. Other problems stay with it.
func (r *reader) document(kind policy.Kind) (*account.Document, error) {
	first, err := r.Kind()
	if err != nil {
		return nil, err
	}
	at := r.Offset()
	var text []byte
	switch first {
	case 'n':
		return nil, r.Skip()
	case '"':
		s, err := r.text()
		if err != nil {
			return nil, err
		}
		if !strings.HasPrefix(strings.TrimLeft(s, " \t\r\n"), "{") {
			// RFC 3986, as the API says: a plus sign is itself.
			if s, err = url.PathUnescape(s); err != nil {
				return nil, r.fail(at, "Not a policy", "The text is neither JSON nor URL-encoded JSON.")
			}
		}
		text = []byte(s)
	default:
		raw, err := r.Raw()
		if err != nil {
			return nil, err
		}
		text = slices.Clone(raw)
	}
	d := &account.Document{Kind: kind, Known: account.KnownAccount}
	d.Policy, d.Problems = policy.Parse(text, kind)
	for _, p := range d.Problems {
		if p.Repeated {
			return nil, r.fail(at, "Duplicate key", "Line %d, column %d of the policy: %s. Which of the two counts would differ from reader to reader.", p.Range.Start.Line, p.Range.Start.Column, p.Message)
		}
	}
	if d.Policy == nil {
		p := d.Problems[0]
		return nil, r.fail(at, "Not a policy", "Line %d, column %d of the policy: %s.", p.Range.Start.Line, p.Range.Start.Column, p.Message)
	}
	return d, nil
}

// managed is one managed policy with its default version.
type managed struct {
	document *account.Document
}

var (
	policyNames  = scan.NewNames("PolicyName", "Arn", "Path", "DefaultVersionId", "PolicyVersionList")
	versionNames = scan.NewNames("Document", "VersionId", "IsDefaultVersion")
)

// policy reads one managed policy.
func (r *reader) policy() error {
	var id, name, path, chosen string
	var found []*version
	at, err := r.object(policyNames, func(member string) (err error) {
		switch member {
		case "Arn":
			id, err = r.text()
		case "PolicyName":
			name, err = r.text()
		case "Path":
			path, err = r.text()
		case "DefaultVersionId":
			chosen, err = r.text()
		case "PolicyVersionList":
			err = r.list(func() error {
				v, err := r.version()
				if err == nil && v.isDefault {
					found = append(found, v)
				}
				return err
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	a, err := r.identify(at, id, "policy", name, path)
	if err != nil {
		return err
	}
	switch {
	case len(found) != 1:
		return r.fail(at, "Incomplete entry", "The policy %s has %d default versions in PolicyVersionList; every policy has one.", a.text, len(found))
	case chosen != "" && found[0].id != "" && chosen != found[0].id:
		return r.fail(at, "Contradiction", "The policy %s has the default version %s by its DefaultVersionId and %s by its PolicyVersionList.", a.text, chosen, found[0].id)
	case found[0].document == nil:
		return r.fail(at, "Incomplete entry", "The default version of the policy %s has no Document.", a.text)
	}
	d := found[0].document
	d.ARN, d.Name, d.Managed, d.Attribute, d.Policy.Name = a.text, a.name, true, a.text, a.text
	r.policies = append(r.policies, &managed{document: d})
	return nil
}

type version struct {
	id        string
	isDefault bool
	document  *account.Document
}

// version reads one version of a managed policy.
func (r *reader) version() (*version, error) {
	v := &version{}
	_, err := r.object(versionNames, func(member string) (err error) {
		switch member {
		case "VersionId":
			v.id, err = r.text()
		case "IsDefaultVersion":
			err = r.Bool(&v.isDefault)
		case "Document":
			v.document, err = r.document(policy.Identity)
		}
		return err
	})
	return v, err
}
