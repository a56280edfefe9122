// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// shape is what the API calls the members of one kind of entry.
type shape struct {
	kind               account.Kind
	name, inline       string
	trust, groups, use string
	names              *scan.Names
}

// The shapes. Source: AWS, IAM API Reference, UserDetail, GroupDetail, RoleDetail.
var (
	userShape  = newShape(shape{kind: account.User, name: "UserName", inline: "UserPolicyList", groups: "GroupList"})
	groupShape = newShape(shape{kind: account.Group, name: "GroupName", inline: "GroupPolicyList"})
	roleShape  = newShape(shape{kind: account.Role, name: "RoleName", inline: "RolePolicyList", trust: "AssumeRolePolicyDocument", use: "RoleLastUsed"})
)

func newShape(s shape) shape {
	names := []string{"Path", s.name, "Arn", "CreateDate", s.inline, "AttachedManagedPolicies", "PermissionsBoundary", "Tags"}
	for _, name := range []string{s.trust, s.groups, s.use} {
		if name != "" {
			names = append(names, name)
		}
	}
	s.names = scan.NewNames(names...)
	return s
}

// entry is one user, group or role as it is read; its links are made when all
// pages are there.
type entry struct {
	principal *account.Principal
	documents []*account.Document // its trust policy and inline policies
	attached  []string            // ARNs of managed policies
	boundary  string              // ARN, or ""
	groups    []string            // names
}

// entry reads one user, group or role.
func (r *reader) entry(s *shape) error {
	e := &entry{principal: &account.Principal{Kind: s.kind, Outside: true, Told: true, Tags: account.Tags{Values: map[string]string{}}}}
	var id, name, path string
	var trust *account.Document
	var inline []*account.Document
	usage := account.Usage{}
	at, err := r.object(s.names, func(member string) (err error) {
		switch member {
		case "Arn":
			id, err = r.text()
		case s.name:
			name, err = r.text()
		case "Path":
			path, err = r.text()
		case "CreateDate":
			usage.Created, err = r.date()
		case "AttachedManagedPolicies":
			e.attached, err = r.attachments()
		case "PermissionsBoundary":
			e.boundary, err = r.boundary()
		case "Tags":
			err = r.tags(e.principal.Tags.Values)
		case s.inline:
			inline, err = r.inlinePolicies()
		case s.trust:
			trust, err = r.document(policy.Trust)
		case s.groups:
			err = r.list(func() error {
				group, err := r.text()
				e.groups = append(e.groups, group)
				return err
			})
		case s.use:
			err = r.lastUsed(&usage)
		}
		return err
	})
	if err != nil {
		return err
	}
	a, err := r.identify(at, id, string(s.kind), name, path)
	if err != nil {
		return err
	}
	p := e.principal
	p.ARN, p.Account, p.Path, p.Name = a.text, a.account, a.path, a.name
	if usage != (account.Usage{}) {
		p.Usage = &usage
	}
	if s.trust != "" {
		if trust == nil {
			return r.fail(at, "Incomplete entry", "The role %s has no AssumeRolePolicyDocument, which every role has.", a.name)
		}
		label(trust, "trust policy of "+a.text)
		p.Trust = trust
		e.documents = append(e.documents, trust)
	}
	for _, d := range inline {
		label(d, "inline policy "+d.Name+" of "+a.text)
		p.Identity = append(p.Identity, account.Attachment{Document: d})
		e.documents = append(e.documents, d)
	}
	r.entries = append(r.entries, e)
	return nil
}

// label says what a document without an ARN is. Rules tell documents apart by it.
func label(d *account.Document, what string) {
	d.Attribute, d.Policy.Name = what, what
}

var lastUsedNames = scan.NewNames("LastUsedDate", "Region")

// lastUsed reads when a role was last used. null, as SDKs write what AWS did not
// tell, tells nothing.
func (r *reader) lastUsed(u *account.Usage) error {
	if kind, err := r.Kind(); err != nil {
		return err
	} else if kind == 'n' {
		return r.Skip()
	}
	_, err := r.object(lastUsedNames, func(member string) (err error) {
		if member == "Region" {
			u.Region, err = r.text()
		} else {
			u.LastUsed, err = r.date()
		}
		return err
	})
	u.Tracked = true
	return err
}

// date reads a time as the CLI and the SDKs write it.
func (r *reader) date() (time.Time, error) {
	if _, err := r.Kind(); err != nil {
		return time.Time{}, err
	}
	at := r.Offset()
	text, err := r.text()
	if err != nil || text == "" {
		return time.Time{}, err
	}
	out, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, r.fail(at, "Not a time", "A time such as 2026-01-05T09:00:00+00:00 must stand here (cli_timestamp_format = iso8601).")
	}
	return out.UTC(), nil
}

var attachedNames = scan.NewNames("PolicyArn", "PolicyName")

// attachments reads a list of attached managed policies.
func (r *reader) attachments() (out []string, err error) {
	return out, r.list(func() error {
		var id, name string
		at, err := r.object(attachedNames, func(member string) (err error) {
			if member == "PolicyArn" {
				id, err = r.text()
			} else {
				name, err = r.text()
			}
			return err
		})
		if err != nil {
			return err
		}
		if id == "" {
			return r.fail(at, "Incomplete entry", "The attached policy %q has no PolicyArn.", name)
		}
		out = append(out, id)
		return nil
	})
}

var boundaryNames = scan.NewNames("PermissionsBoundaryArn", "PermissionsBoundaryType")

func (r *reader) boundary() (id string, err error) {
	members := 0
	at, err := r.object(boundaryNames, func(member string) (err error) {
		members++
		if member == "PermissionsBoundaryArn" {
			id, err = r.text()
			return err
		}
		return r.Skip()
	})
	if err == nil && members > 0 && id == "" {
		err = r.fail(at, "Incomplete entry", "The permissions boundary has no PermissionsBoundaryArn.")
	}
	return id, err
}

var tagNames = scan.NewNames("Key", "Value")

func (r *reader) tags(to map[string]string) error {
	return r.list(func() error {
		var key, value string
		at, err := r.object(tagNames, func(member string) (err error) {
			if member == "Key" {
				key, err = r.text()
			} else {
				value, err = r.text()
			}
			return err
		})
		if err != nil {
			return err
		}
		if key == "" {
			return r.fail(at, "Incomplete entry", "The tag has no Key.")
		}
		if _, twice := to[key]; twice {
			return r.fail(at, "Duplicate entry", "The tag %q is there twice.", key)
		}
		to[key] = value
		return nil
	})
}

var inlineNames = scan.NewNames("PolicyName", "PolicyDocument")

// inlinePolicies reads a list of inline policies.
func (r *reader) inlinePolicies() (out []*account.Document, err error) {
	seen := map[string]bool{}
	return out, r.list(func() error {
		var name string
		var d *account.Document
		at, err := r.object(inlineNames, func(member string) (err error) {
			if member == "PolicyName" {
				name, err = r.text()
			} else {
				d, err = r.document(policy.Identity)
			}
			return err
		})
		switch {
		case err != nil:
			return err
		case name == "" || d == nil:
			return r.fail(at, "Incomplete entry", "An inline policy has a PolicyName and a PolicyDocument; one of them is missing here.")
		case seen[name]:
			return r.fail(at, "Duplicate entry", "The inline policy %s is there twice.", name)
		}
		seen[name] = true
		d.Name = name
		out = append(out, d)
		return nil
	})
}
