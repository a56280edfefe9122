// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

const boundaryKind = policy.Boundary

// CreatePolicy makes a managed policy. Where it fails, it is taken back, and the
// error says so where that fails too; found is then what is left behind.
//
// A policy of the same name is taken over where an earlier creation of just
// this policy, or any creation half an hour ago, left it unfinished.
func (m *Manager) CreatePolicy(ctx context.Context, want *ManagedPolicy) (found *FoundPolicy, err error) {
	marker := want.marker()
	found, err = m.makePolicy(ctx, want, marker)
	if is(err, "EntityAlreadyExists") {
		found, err = m.takeOverPolicy(ctx, want, marker)
	}
	if err != nil {
		var exists *ExistsError
		if errors.As(err, &exists) || settled(err) {
			return nil, fmt.Errorf("creating the policy %s: %w", want.Name, err)
		}
		// AWS may have made it and the answer was lost.
		return nil, errors.Join(fmt.Errorf("creating the policy %s: %w", want.Name, err), m.abandonPolicy(ctx, want.Name, "", marker))
	}
	err = m.await(ctx, propagating, func() error {
		_, err := m.API.UntagPolicy(ctx, &iam.UntagPolicyInput{PolicyArn: &found.ARN, TagKeys: []string{MarkerTag}})
		return err
	})
	if err != nil && !settled(err) {
		// The answer may have been lost after the mark was gone: then all is done.
		if now, back := m.ReadPolicy(context.WithoutCancel(ctx), found.ARN); back == nil && now.ID == found.ID && now.Marker == "" {
			err = nil
		}
	}
	if err == nil {
		found.ManagedPolicy = *want
		return found, nil
	}
	err = fmt.Errorf("finishing the policy %s: %w", want.Name, err)
	if back := m.abandonPolicy(ctx, want.Name, found.ARN, marker); back != nil {
		return found, errors.Join(err, back)
	}
	return nil, err
}

func (m *Manager) makePolicy(ctx context.Context, want *ManagedPolicy, marker string) (*FoundPolicy, error) {
	tags := maps.Clone(want.Tags)
	if tags == nil {
		tags = map[string]string{}
	}
	tags[MarkerTag] = marker
	with := *want
	with.Tags = tags
	return m.createPolicy(ctx, &with)
}

// createPolicy makes a managed policy in one request.
func (m *Manager) createPolicy(ctx context.Context, want *ManagedPolicy) (*FoundPolicy, error) {
	var out *iam.CreatePolicyOutput
	err := m.await(ctx, propagating, func() error {
		var err error
		out, err = m.API.CreatePolicy(ctx, &iam.CreatePolicyInput{
			PolicyName: &want.Name, Path: optional(want.Path), Description: optional(want.Description), PolicyDocument: &want.Document, Tags: tagList(want.Tags),
		})
		return err
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what was being done
	}
	return foundPolicyOf(out.Policy), nil
}

// takeOverPolicy finishes what an earlier creation left. A creation is one
// request, so that one of just this policy has made all of it; one of other
// arguments is deleted and made anew, because some of them cannot be changed.
func (m *Manager) takeOverPolicy(ctx context.Context, want *ManagedPolicy, marker string) (*FoundPolicy, error) {
	var found *FoundPolicy
	err := m.await(ctx, func(err error) bool { return errors.Is(err, ErrNotFound) }, func() error {
		arn, err := m.FindPolicy(ctx, want.Name)
		if err == nil {
			found, err = m.ReadPolicy(ctx, arn)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("it exists, but: %w", err)
	}
	switch {
	case found.Marker == "":
		return nil, &ExistsError{Kind: "policy", Name: found.Name, Reason: "nothing says that it was left unfinished by this provider"}
	case found.Marker == marker:
		left, err := m.left(ctx, found.Created, marker, func() (string, error) {
			now, err := m.ReadPolicy(ctx, found.ARN)
			if err != nil {
				return "", err
			}
			return now.Marker, nil
		})
		if err == nil && !left {
			err = &ExistsError{Kind: "policy", Name: found.Name, Reason: atOnce}
		}
		if err != nil {
			return nil, err
		}
		return found, nil
	case m.now().Sub(found.Created) < unfinishedAge:
		return nil, &ExistsError{Kind: "policy", Name: found.Name, Reason: "it is being made by somebody else, or was left unfinished with other arguments less than " +
			fmt.Sprintf("%d minutes ago", int(unfinishedAge/time.Minute))}
	}
	if err := m.DeletePolicy(ctx, found.Name, found.ARN, found.ID); err != nil {
		return nil, err
	}
	return m.makePolicy(ctx, want, marker)
}

// abandonPolicy takes back a creation. It works on when the caller has given
// up, and touches only a policy with this creation's mark.
func (m *Manager) abandonPolicy(ctx context.Context, name, arn, marker string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), m.Patience.Rollback)
	defer cancel()
	var err error
	if arn == "" {
		if arn, err = m.FindPolicy(ctx, name); errors.Is(err, ErrNotFound) {
			return nil
		}
	}
	var found *FoundPolicy
	if err == nil {
		if found, err = m.ReadPolicy(ctx, arn); errors.Is(err, ErrNotFound) {
			return nil
		}
	}
	if err == nil && found.Marker != marker {
		return nil
	}
	if err == nil {
		err = m.DeletePolicy(ctx, name, arn, found.ID)
	}
	if err != nil {
		return fmt.Errorf("taking back the unfinished policy %s failed as well: %w; the next apply takes it over", name, err)
	}
	return nil
}

// DeletePolicy deletes a managed policy with all its versions. Where somebody
// uses it, it deletes nothing and returns an [InUseError]. A policy that is
// already gone is no error.
func (m *Manager) DeletePolicy(ctx context.Context, name, arn, id string) error {
	out, err := m.API.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &arn})
	switch {
	case notFound(err):
		return nil
	case err != nil:
		return fmt.Errorf("reading the policy %s: %w", name, err)
	case id != "" && aws.ToString(out.Policy.PolicyId) != id:
		return &OtherRoleError{Kind: "policy", Name: name, Want: id, Have: aws.ToString(out.Policy.PolicyId)}
	}
	// A role that was deleted a moment ago may still be listed.
	var use *InUseError
	release := m.Patience.Release
	if release == 0 {
		release = m.Patience.Propagation
	}
	err = m.awaitFor(ctx, release, func(err error) bool { return errors.As(err, &use) }, func() error { return m.unused(ctx, name, arn) })
	if err != nil {
		return err
	}
	spare, err := m.spareVersions(ctx, arn)
	if err != nil && !notFound(err) {
		return err
	}
	for _, v := range spare {
		if err := m.deleteVersion(ctx, arn, v); err != nil {
			return err
		}
	}
	err = m.await(ctx, func(err error) bool { return is(err, "DeleteConflict", "ConcurrentModification") }, func() error {
		_, err := m.API.DeletePolicy(ctx, &iam.DeletePolicyInput{PolicyArn: &arn})
		return err
	})
	if err != nil && !notFound(err) {
		return fmt.Errorf("deleting the policy %s: %w", name, err)
	}
	return nil
}

// unused returns an [InUseError] where the policy is attached to somebody or is
// somebody's boundary.
func (m *Manager) unused(ctx context.Context, name, arn string) error {
	use := &InUseError{Name: name}
	for p := iam.NewListEntitiesForPolicyPaginator(m.API, &iam.ListEntitiesForPolicyInput{PolicyArn: &arn}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if notFound(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("listing who uses the policy %s: %w", name, err)
		}
		for _, r := range page.PolicyRoles {
			use.Roles = append(use.Roles, aws.ToString(r.RoleName))
		}
		for _, u := range page.PolicyUsers {
			use.Users = append(use.Users, aws.ToString(u.UserName))
		}
		for _, g := range page.PolicyGroups {
			use.Groups = append(use.Groups, aws.ToString(g.GroupName))
		}
	}
	if len(use.Roles)+len(use.Users)+len(use.Groups) == 0 {
		return nil
	}
	for _, list := range [][]string{use.Roles, use.Users, use.Groups} {
		slices.Sort(list)
	}
	return use
}
