// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Update brings a role from what it is now to what is wanted. Of the inline
// policies only those wanted and those named in owned are the caller's: the
// latter are deleted where they are not wanted. In the same way tags are removed
// only where ownedTags names them. Managed are the ARNs of managed policies that
// are known to hold parts of the role's documents.
func (m *Manager) Update(ctx context.Context, want *Role, uniqueID string, owned, ownedTags []string, managed ...string) (*Found, error) {
	all := append(names(want.Policies), owned...)
	found, err := m.Read(ctx, want.Name, all, managed...)
	if err != nil {
		return nil, err
	}
	if found.UniqueID != uniqueID {
		return nil, &OtherRoleError{Name: want.Name, Want: uniqueID, Have: found.UniqueID}
	}
	if err := m.converge(ctx, found, want, owned, ownedTags); err != nil {
		return nil, err
	}
	found.become(want)
	return found, nil
}

// become says that the role is as wanted.
func (f *Found) become(want *Role) {
	f.Role = *want
	_, f.Managed = documents(f.parts)
	f.Detached = nil
}

// converge changes what differs. A boundary is set before anything may widen,
// and taken off last; denials are put before permissions.
func (m *Manager) converge(ctx context.Context, have *Found, want *Role, owned, ownedTags []string) error {
	name := want.Name
	fail := func(what string, err error) error {
		if err == nil {
			return nil
		}
		return fmt.Errorf("%s of the role %s: %w", what, name, err)
	}
	if want.Boundary != "" && want.Boundary != have.Boundary {
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.PutRolePermissionsBoundary(ctx, &iam.PutRolePermissionsBoundaryInput{RoleName: &name, PermissionsBoundary: &want.Boundary})
			return err
		}); err != nil {
			return fail("setting the permissions boundary", err)
		}
	}
	if !SameDocument(have.Trust, want.Trust, policy.Trust) {
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: &name, PolicyDocument: &want.Trust})
			return err
		}); err != nil {
			return fail("changing the trust policy", err)
		}
	}
	if have.MaxSession != want.MaxSession || have.Description != want.Description {
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: &name, Description: &want.Description, MaxSessionDuration: &want.MaxSession})
			return err
		}); err != nil {
			return fail("changing the description and session length", err)
		}
	}
	kept := slices.Clone(have.parts) // of those that are made now, the tags are as wanted
	if err := m.lay(ctx, have, want, owned); err != nil {
		return err
	}
	kept = slices.DeleteFunc(kept, func(p part) bool { return have.part(p.Document, p.Number) == nil })
	if err := m.tagParts(ctx, kept, want, ownedTags); err != nil {
		return err
	}
	if err := m.tag(ctx, have, want, ownedTags); err != nil {
		return err
	}
	if want.Boundary == "" && have.Boundary != "" {
		_, err := m.API.DeleteRolePermissionsBoundary(ctx, &iam.DeleteRolePermissionsBoundaryInput{RoleName: &name})
		if !notFound(err) {
			return fail("removing the permissions boundary", err)
		}
	}
	return nil
}

func (m *Manager) tag(ctx context.Context, have *Found, want *Role, owned []string) error {
	set, gone := tagChanges(have.Tags, want.Tags, owned)
	// Removal first: a role has at most 50 tags.
	if len(gone) > 0 {
		if _, err := m.API.UntagRole(ctx, &iam.UntagRoleInput{RoleName: &want.Name, TagKeys: gone}); err != nil {
			return fmt.Errorf("removing tags of the role %s: %w", want.Name, err)
		}
	}
	if len(set) > 0 {
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.TagRole(ctx, &iam.TagRoleInput{RoleName: &want.Name, Tags: tagList(set)})
			return err
		}); err != nil {
			return fmt.Errorf("tagging the role %s: %w", want.Name, err)
		}
	}
	return nil
}

// tagChanges are the tags to set and the keys of those to remove: of the owned
// ones those that are not wanted.
func tagChanges(have, want map[string]string, owned []string) (set map[string]string, gone []string) {
	set = map[string]string{}
	for k, v := range want {
		if old, ok := have[k]; !ok || old != v {
			set[k] = v
		}
	}
	for k := range have {
		if _, wanted := want[k]; !wanted && slices.Contains(owned, k) {
			gone = append(gone, k)
		}
	}
	slices.Sort(gone)
	return set, gone
}

// SameDocument reports whether two documents of one kind mean the same by their
// form: order, letter case of actions, single values and Sids do not count.
func SameDocument(a, b string, kind policy.Kind) bool {
	if a == b {
		return true
	}
	x, xp := policy.Parse([]byte(a), kind)
	y, yp := policy.Parse([]byte(b), kind)
	if x == nil || y == nil || len(xp) > 0 || len(yp) > 0 {
		return false
	}
	return bytes.Equal(x.Canonical(), y.Canonical())
}
