// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// Create makes a role. Where it fails, what it made is taken back, and the
// error says so where that fails too; found is then what is left behind, so
// that the caller can remember it.
//
// A role of the same name is taken over where an earlier creation of just this
// role, or any creation half an hour ago, left it unfinished.
func (m *Manager) Create(ctx context.Context, want *Role) (found *Found, err error) {
	marker := want.marker()
	tags := maps.Clone(want.Tags)
	if tags == nil {
		tags = map[string]string{}
	}
	tags[MarkerTag] = marker
	var out *iam.CreateRoleOutput
	err = m.await(ctx, propagating, func() error {
		var err error
		out, err = m.API.CreateRole(ctx, &iam.CreateRoleInput{
			RoleName: &want.Name, Path: optional(want.Path), Description: optional(want.Description), MaxSessionDuration: &want.MaxSession,
			PermissionsBoundary: optional(want.Boundary), AssumeRolePolicyDocument: &want.Trust, Tags: tagList(tags),
		})
		return err
	})
	switch {
	case is(err, "EntityAlreadyExists"):
		found, err = m.takeOver(ctx, want, marker)
	case err != nil:
		err = fmt.Errorf("creating the role %s: %w", want.Name, err)
		if !settled(err) {
			// AWS may have made it and the answer was lost.
			err = errors.Join(err, m.abandon(ctx, want, marker))
		}
		return nil, err
	default:
		found, err = foundOf(out.Role)
		if err == nil {
			err = m.lay(ctx, found, want, nil)
		}
	}
	if err == nil {
		err = m.await(ctx, propagating, func() error {
			_, err := m.API.UntagRole(ctx, &iam.UntagRoleInput{RoleName: &want.Name, TagKeys: []string{MarkerTag}})
			return err
		})
		if err != nil && !settled(err) && m.finished(ctx, found) {
			err = nil
		}
		if err != nil {
			err = fmt.Errorf("finishing the role %s: %w", want.Name, err)
		}
	}
	if err == nil {
		found.become(want)
		return found, nil
	}
	var exists *ExistsError
	if found == nil || errors.As(err, &exists) && exists.Kind == "" {
		return nil, err
	}
	if back := m.abandon(ctx, want, marker); back != nil {
		return found, errors.Join(err, back)
	}
	return nil, err
}

// finished reports whether a role has lost its mark although the request that
// takes it away seemed to fail: its answer was lost, and all is done.
func (m *Manager) finished(ctx context.Context, role *Found) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), m.Patience.Rollback)
	defer cancel()
	out, err := m.API.GetRole(ctx, &iam.GetRoleInput{RoleName: &role.Name})
	if err != nil {
		return false
	}
	now, err := foundOf(out.Role)
	return err == nil && now.UniqueID == role.UniqueID && now.Marker == ""
}

// takeOver makes an unfinished role into the wanted one, if it is ours.
func (m *Manager) takeOver(ctx context.Context, want *Role, marker string) (*Found, error) {
	var found *Found
	err := m.await(ctx, func(err error) bool { return errors.Is(err, ErrNotFound) }, func() (err error) {
		found, err = m.Read(ctx, want.Name, names(want.Policies))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the role %s exists, but: %w", want.Name, err)
	}
	switch {
	case found.Marker == "":
		return nil, &ExistsError{Name: want.Name, Reason: "nothing says that it was left unfinished by this provider"}
	case found.Marker != marker && m.now().Sub(found.Created) < unfinishedAge:
		return nil, &ExistsError{Name: want.Name, Reason: "it is being made by somebody else, or was left unfinished with other arguments less than " +
			fmt.Sprintf("%d minutes ago", int(unfinishedAge/time.Minute))}
	case found.Path != want.Path:
		return nil, &ExistsError{Name: want.Name, Reason: "it was left unfinished under the path " + found.Path}
	}
	if found.Marker == marker {
		switch left, err := m.left(ctx, found.Created, marker, m.mark(ctx, want.Name)); {
		case err != nil:
			return nil, fmt.Errorf("the role %s is being made by somebody, and then: %w", want.Name, err)
		case !left:
			return nil, &ExistsError{Name: want.Name, Reason: atOnce}
		}
	}
	// The mark becomes ours first: were we to fail now, we could take it back.
	if found.Marker != marker {
		if _, err := m.API.TagRole(ctx, &iam.TagRoleInput{RoleName: &want.Name, Tags: tagList(map[string]string{MarkerTag: marker})}); err != nil {
			return nil, fmt.Errorf("taking over the unfinished role %s: %w", want.Name, err)
		}
	}
	// It may have been made for other arguments, and of more managed policies.
	left, err := m.strays(ctx, found)
	if err != nil {
		return found, err
	}
	found.parts = append(found.parts, left...)
	// Whatever inline policies an unfinished role has are its maker's.
	if err := m.converge(ctx, found, want, found.OtherInline, nil); err != nil {
		return found, err
	}
	found.OtherInline = nil
	return found, nil
}

// abandon takes back a creation. It works on when the caller has given up, and
// touches only a role with this creation's mark.
func (m *Manager) abandon(ctx context.Context, want *Role, marker string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), m.Patience.Rollback)
	defer cancel()
	name := want.Name
	out, err := m.API.GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
	if notFound(err) {
		return nil
	}
	var found *Found
	if err == nil {
		found, err = foundOf(out.Role)
	}
	if err == nil && found.Marker != marker {
		return nil
	}
	if err == nil {
		err = m.takeBack(ctx, found, want)
	}
	if err != nil {
		return fmt.Errorf("taking back the unfinished role %s failed as well: %w; the next apply takes it over", name, err)
	}
	return nil
}

// takeBack deletes an unfinished role. The managed policies go before it, so that
// what is left of it after another failure is found by the role.
func (m *Manager) takeBack(ctx context.Context, role *Found, want *Role) error {
	inline, err := m.inline(ctx, role.Name)
	if err != nil {
		return err
	}
	attached, err := m.attached(ctx, role.Name)
	if err != nil {
		return err
	}
	made, err := ManagedARNs(role.ARN, role.Path, role.Name, want.Policies)
	if err != nil {
		// Then none was made.
		made = nil
	}
	if err := m.deleteParts(ctx, role.Name, attached, made); err != nil {
		return err
	}
	if err := m.deleteInline(ctx, role.Name, inline); err != nil {
		return err
	}
	return m.deleteRole(ctx, role.Name)
}

func names(list []Policy) []string {
	out := make([]string, 0, len(list))
	for _, p := range list {
		out = append(out, p.Name)
	}
	return out
}

// deleteRole deletes a role that has nothing left; it waits for IAM to notice.
func (m *Manager) deleteRole(ctx context.Context, name string) error {
	err := m.await(ctx, func(err error) bool { return is(err, "DeleteConflict", "ConcurrentModification") }, func() error {
		_, err := m.API.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: aws.String(name)})
		return err
	})
	if err != nil && !notFound(err) {
		return fmt.Errorf("deleting the role %s: %w", name, err)
	}
	return nil
}
