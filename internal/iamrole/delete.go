// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// Delete deletes a role with its own documents. Where others have given it more,
// it deletes nothing and returns a [ForeignError], unless force says to take that
// off first; nor does it where somebody else uses a managed policy of the role's,
// and returns an [InUseError]. Managed are the ARNs of managed policies that are
// known to hold parts of its documents. A role that is already gone is no error,
// but its managed policies go then as well.
func (m *Manager) Delete(ctx context.Context, name, uniqueID string, own []string, force bool, managed ...string) error {
	out, err := m.API.GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
	switch {
	case notFound(err):
		return m.deleteParts(ctx, name, nil, managed)
	case err != nil:
		return fmt.Errorf("reading the role %s: %w", name, err)
	case uniqueID != "" && aws.ToString(out.Role.RoleId) != uniqueID:
		return &OtherRoleError{Name: name, Want: uniqueID, Have: aws.ToString(out.Role.RoleId)}
	}
	inline, err := m.inline(ctx, name)
	if err != nil {
		return err
	}
	foreign := &ForeignError{Name: name}
	for _, p := range inline {
		if !slices.Contains(own, p) {
			foreign.Inline = append(foreign.Inline, p)
		}
	}
	attached, err := m.attached(ctx, name)
	if err != nil {
		return err
	}
	var parts []part
	if parts, foreign.Attached, err = m.managed(ctx, name, attached, managed); err != nil {
		return err
	}
	if foreign.InstanceProfiles, err = m.instanceProfiles(ctx, name); err != nil {
		return err
	}
	if !force && len(foreign.Inline)+len(foreign.Attached)+len(foreign.InstanceProfiles) > 0 {
		return foreign
	}
	for _, p := range parts {
		if err := m.onlyOf(ctx, name, p); err != nil {
			return err
		}
	}
	// Permissions go before denials, so that nothing widens on the way.
	if err := m.detach(ctx, name, foreign.Attached); err != nil {
		return err
	}
	for _, p := range foreign.InstanceProfiles {
		if _, err := m.API.RemoveRoleFromInstanceProfile(ctx, &iam.RemoveRoleFromInstanceProfileInput{RoleName: &name, InstanceProfileName: &p}); err != nil && !notFound(err) {
			return fmt.Errorf("removing the role %s from the instance profile %s: %w", name, p, err)
		}
	}
	if err := m.deleteInline(ctx, name, foreign.Inline); err != nil {
		return err
	}
	for _, document := range own {
		for _, p := range parts {
			if p.Document != document {
				continue
			}
			if err := m.removePart(ctx, name, &p); err != nil {
				return err
			}
		}
		if !slices.Contains(inline, document) {
			continue
		}
		if err := m.deleteInline(ctx, name, []string{document}); err != nil {
			return err
		}
	}
	// Parts of documents that the caller does not know of are the role's as well.
	for _, p := range parts {
		if slices.Contains(own, p.Document) {
			continue
		}
		if err := m.removePart(ctx, name, &p); err != nil {
			return err
		}
	}
	return m.deleteRole(ctx, name)
}

// deleteParts deletes the managed policies of a role that is gone.
func (m *Manager) deleteParts(ctx context.Context, role string, attached, known []string) error {
	parts, _, err := m.managed(ctx, role, attached, known)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := m.removePart(ctx, role, &p); err != nil {
			return err
		}
	}
	return nil
}

// onlyOf returns an [InUseError] where somebody else than the role uses one of
// its managed policies.
func (m *Manager) onlyOf(ctx context.Context, role string, p part) error {
	var use *InUseError
	err := m.unused(ctx, partName(role, p.Part), p.ARN)
	if !errors.As(err, &use) {
		return err
	}
	use.Roles = slices.DeleteFunc(use.Roles, func(name string) bool { return name == role })
	if len(use.Roles)+len(use.Users)+len(use.Groups) == 0 {
		return nil
	}
	return use
}

// Strip takes away what others have attached to a role or written into it.
func (m *Manager) Strip(ctx context.Context, role *Found) error {
	if err := m.detach(ctx, role.Name, role.Attached); err != nil {
		return err
	}
	if err := m.deleteInline(ctx, role.Name, role.OtherInline); err != nil {
		return err
	}
	role.Attached, role.OtherInline = nil, nil
	return nil
}

func (m *Manager) detach(ctx context.Context, name string, arns []string) error {
	for _, arn := range arns {
		if _, err := m.API.DetachRolePolicy(ctx, &iam.DetachRolePolicyInput{RoleName: &name, PolicyArn: &arn}); err != nil && !notFound(err) {
			return fmt.Errorf("detaching the policy %s from the role %s: %w", arn, name, err)
		}
	}
	return nil
}

func (m *Manager) instanceProfiles(ctx context.Context, name string) ([]string, error) {
	var out []string
	for p := iam.NewListInstanceProfilesForRolePaginator(m.API, &iam.ListInstanceProfilesForRoleInput{RoleName: &name}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if notFound(err) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("listing the instance profiles of the role %s: %w", name, err)
		}
		for _, i := range page.InstanceProfiles {
			out = append(out, aws.ToString(i.InstanceProfileName))
		}
	}
	slices.Sort(out)
	return out, nil
}

func (m *Manager) deleteInline(ctx context.Context, name string, policies []string) error {
	for _, p := range policies {
		if _, err := m.API.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: &name, PolicyName: &p}); err != nil && !notFound(err) {
			return fmt.Errorf("deleting the policy %s of the role %s: %w", p, name, err)
		}
	}
	return nil
}
