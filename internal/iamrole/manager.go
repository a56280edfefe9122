// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
)

// Patience says how long to wait.
type Patience struct {
	// Propagation bounds the wait for IAM to agree with itself.
	Propagation time.Duration
	// Release bounds the wait for a policy that was in use a moment ago; zero
	// means as long as Propagation.
	Release time.Duration
	// Unfinished is how old something with the mark of just this creation gets
	// before it counts as left behind by a killed run.
	Unfinished time.Duration
	// FirstPause is between the first two tries; it doubles up to MaxPause.
	FirstPause, MaxPause time.Duration
	// Rollback bounds taking back a failed creation, which goes on even when the
	// caller has given up.
	Rollback time.Duration
}

// DefaultPatience is what AWS needs: its documentation names no bound; the AWS
// provider waits two minutes.
var DefaultPatience = Patience{
	Propagation: 2 * time.Minute, Release: 30 * time.Second, Unfinished: time.Minute, FirstPause: 500 * time.Millisecond, MaxPause: 5 * time.Second, Rollback: 2 * time.Minute,
}

// Manager keeps roles. Requests that are throttled, or fail on the way, are
// repeated by the client, as often as it is configured to.
type Manager struct {
	API      *iam.Client
	Patience Patience
	// Now is the clock; nil is the real one.
	Now func() time.Time
}

func (m *Manager) now() time.Time {
	if m.Now != nil {
		return m.Now()
	}
	return time.Now()
}

// await repeats f while its error is one to wait for, for a bounded time.
func (m *Manager) await(ctx context.Context, wait func(error) bool, f func() error) error {
	return m.awaitFor(ctx, m.Patience.Propagation, wait, f)
}

func (m *Manager) awaitFor(ctx context.Context, limit time.Duration, wait func(error) bool, f func() error) error {
	deadline := m.now().Add(limit)
	pause := m.Patience.FirstPause
	for {
		err := f()
		if err == nil || !wait(err) || m.now().Add(pause).After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w, while waiting for IAM: %w", ctx.Err(), err)
		case <-time.After(pause):
		}
		pause = min(2*pause, m.Patience.MaxPause)
	}
}

// Propagating errors go away by themselves: a principal, boundary or role made a
// moment ago is not known everywhere yet, or two changes met.
func propagating(err error) bool {
	switch {
	case is(err, "ConcurrentModification", "NoSuchEntity"):
		return true
	case is(err, "MalformedPolicyDocument"):
		return strings.Contains(err.Error(), "Invalid principal")
	case is(err, "InvalidInput"):
		return strings.Contains(err.Error(), "does not exist or is not attachable")
	}
	return false
}

// Read returns a role with those of its own documents that are named. Managed
// are the ARNs of managed policies that are known to hold parts of them; those
// that are attached are found without. It returns [ErrNotFound] where there is no
// such role.
func (m *Manager) Read(ctx context.Context, name string, own []string, managed ...string) (*Found, error) {
	out, err := m.API.GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
	switch {
	case notFound(err):
		return nil, ErrNotFound
	case err != nil:
		return nil, fmt.Errorf("reading the role %s: %w", name, err)
	}
	found, err := foundOf(out.Role)
	if err != nil {
		return nil, err
	}
	inline, err := m.inline(ctx, name)
	if err != nil {
		return nil, err
	}
	for _, p := range inline {
		if !slices.Contains(own, p) {
			found.OtherInline = append(found.OtherInline, p)
			continue
		}
		text, err := m.InlineDocument(ctx, name, p)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		found.parts = append(found.parts, part{Part: spread.Part{Document: p, Text: text}})
	}
	attached, err := m.attached(ctx, name)
	if err != nil {
		return nil, err
	}
	parts, foreign, err := m.managed(ctx, name, attached, managed)
	if err != nil {
		return nil, err
	}
	found.parts, found.Attached = append(found.parts, parts...), foreign
	found.Policies, found.Managed = documents(found.parts)
	for _, p := range parts {
		if !p.Attached {
			found.Detached = append(found.Detached, p.ARN)
		}
	}
	return found, nil
}

// InlineDocument returns the text of a role's inline policy, or [ErrNotFound].
func (m *Manager) InlineDocument(ctx context.Context, role, name string) (string, error) {
	doc, err := m.API.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: &role, PolicyName: &name})
	if notFound(err) {
		return "", ErrNotFound
	}
	if err != nil {
		return "", fmt.Errorf("reading the policy %s of the role %s: %w", name, role, err)
	}
	text, err := url.QueryUnescape(aws.ToString(doc.PolicyDocument))
	if err != nil {
		return "", fmt.Errorf("the policy %s of the role %s is not encoded as AWS encodes documents: %w", name, role, err)
	}
	return text, nil
}

func foundOf(r *types.Role) (*Found, error) {
	trust, err := url.QueryUnescape(aws.ToString(r.AssumeRolePolicyDocument))
	if err != nil {
		return nil, fmt.Errorf("the trust policy of the role %s is not encoded as AWS encodes documents: %w", aws.ToString(r.RoleName), err)
	}
	found := &Found{
		Role: Role{
			Name: aws.ToString(r.RoleName), Path: aws.ToString(r.Path), Description: aws.ToString(r.Description),
			MaxSession: aws.ToInt32(r.MaxSessionDuration), Trust: trust,
		},
		ARN: aws.ToString(r.Arn), UniqueID: aws.ToString(r.RoleId), Created: aws.ToTime(r.CreateDate),
	}
	if r.PermissionsBoundary != nil {
		found.Boundary = aws.ToString(r.PermissionsBoundary.PermissionsBoundaryArn)
	}
	found.Tags, found.Marker = foundTags(r.Tags)
	return found, nil
}

// inline lists the names of a role's inline policies; a role that is not there
// has none.
func (m *Manager) inline(ctx context.Context, name string) ([]string, error) {
	var out []string
	for p := iam.NewListRolePoliciesPaginator(m.API, &iam.ListRolePoliciesInput{RoleName: &name}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if notFound(err) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("listing the policies of the role %s: %w", name, err)
		}
		out = append(out, page.PolicyNames...)
	}
	slices.Sort(out)
	return out, nil
}

func (m *Manager) attached(ctx context.Context, name string) ([]string, error) {
	var out []string
	for p := iam.NewListAttachedRolePoliciesPaginator(m.API, &iam.ListAttachedRolePoliciesInput{RoleName: &name}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if notFound(err) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("listing the policies attached to the role %s: %w", name, err)
		}
		for _, a := range page.AttachedPolicies {
			out = append(out, aws.ToString(a.PolicyArn))
		}
	}
	slices.Sort(out)
	return out, nil
}

func tagList(tags map[string]string) []types.Tag {
	var out []types.Tag
	for _, k := range sortedKeys(tags) {
		out = append(out, types.Tag{Key: aws.String(k), Value: aws.String(tags[k])})
	}
	return out
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
