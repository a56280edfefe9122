// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// ManagedPolicy is a customer managed policy as it should be. Name, Path and
// Description cannot be changed later.
type ManagedPolicy struct {
	Name, Path, Description string
	Document                string
	Tags                    map[string]string
}

// marker identifies a creation by all that is to be made.
func (p *ManagedPolicy) marker() string {
	// Maps are encoded in the order of their keys.
	text, err := json.Marshal(p)
	if err != nil {
		// Strings always encode.
		panic(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// FoundPolicy is a managed policy as it is. Its Document is that of the default
// version, its Tags are without AWS's own and without the marker.
type FoundPolicy struct {
	ManagedPolicy
	ARN, ID, DefaultVersion string
	Created                 time.Time
	// Marker is the marker's value; empty where the policy is finished.
	Marker string
}

// ReadPolicy returns a managed policy with the document of its default version.
// It returns [ErrNotFound] where there is none.
func (m *Manager) ReadPolicy(ctx context.Context, arn string) (*FoundPolicy, error) {
	out, err := m.API.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &arn})
	switch {
	case notFound(err):
		return nil, ErrNotFound
	case err != nil:
		return nil, fmt.Errorf("reading the policy %s: %w", arn, err)
	}
	found := foundPolicyOf(out.Policy)
	version, err := m.API.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: &arn, VersionId: &found.DefaultVersion})
	switch {
	case notFound(err):
		// Another version became the default one in between; the next read sees it.
		return nil, fmt.Errorf("the policy %s is being changed by somebody else: %w", arn, err)
	case err != nil:
		return nil, fmt.Errorf("reading the policy %s: %w", arn, err)
	}
	if found.Document, err = url.QueryUnescape(aws.ToString(version.PolicyVersion.Document)); err != nil {
		return nil, fmt.Errorf("the policy %s is not encoded as AWS encodes documents: %w", arn, err)
	}
	return found, nil
}

func foundPolicyOf(p *types.Policy) *FoundPolicy {
	found := &FoundPolicy{
		ManagedPolicy: ManagedPolicy{Name: aws.ToString(p.PolicyName), Path: aws.ToString(p.Path), Description: aws.ToString(p.Description)},
		ARN:           aws.ToString(p.Arn), ID: aws.ToString(p.PolicyId), DefaultVersion: aws.ToString(p.DefaultVersionId), Created: aws.ToTime(p.CreateDate),
	}
	found.Tags, found.Marker = foundTags(p.Tags)
	return found
}

// foundTags are the tags without AWS's own, and the marker.
func foundTags(list []types.Tag) (tags map[string]string, marker string) {
	tags = map[string]string{}
	for _, t := range list {
		switch key := aws.ToString(t.Key); {
		case key == MarkerTag:
			marker = aws.ToString(t.Value)
		case !strings.HasPrefix(key, "aws:"):
			tags[key] = aws.ToString(t.Value)
		}
	}
	return tags, marker
}

// FindPolicy returns the ARN of the account's own policy of this name, or
// [ErrNotFound]. Names are unique in an account, whatever the path.
func (m *Manager) FindPolicy(ctx context.Context, name string) (arn string, err error) {
	err = m.ownPolicies(ctx, "", func(found string) {
		if strings.EqualFold(found[strings.LastIndex(found, "/")+1:], name) {
			arn = found
		}
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("looking for the policy %s: %w", name, err)
	case arn == "":
		return "", ErrNotFound
	}
	return arn, nil
}

// ownPolicies names the account's own policies under a path.
func (m *Manager) ownPolicies(ctx context.Context, path string, each func(arn string)) error {
	for p := iam.NewListPoliciesPaginator(m.API, &iam.ListPoliciesInput{Scope: types.PolicyScopeTypeLocal, PathPrefix: optional(path)}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("listing policies: %w", err)
		}
		for _, found := range page.Policies {
			each(aws.ToString(found.Arn))
		}
	}
	return nil
}

// UpdatePolicy brings a managed policy to what is wanted: another document
// becomes a new version, the default one. A policy has at most five versions;
// where there is no room, the oldest that is not the default one goes. Tags are
// removed only where ownedTags names them.
func (m *Manager) UpdatePolicy(ctx context.Context, want *ManagedPolicy, arn, id string, ownedTags []string) (*FoundPolicy, error) {
	found, err := m.ReadPolicy(ctx, arn)
	if err != nil {
		return nil, err
	}
	if id != "" && found.ID != id {
		return nil, &OtherRoleError{Kind: "policy", Name: want.Name, Want: id, Have: found.ID}
	}
	if !SameDocument(found.Document, want.Document, boundaryKind) {
		if err := m.newVersion(ctx, arn, want.Document); err != nil {
			return nil, err
		}
	}
	if err := m.tagPolicy(ctx, arn, found.Tags, want.Tags, ownedTags); err != nil {
		return nil, err
	}
	found.ManagedPolicy = *want
	return found, nil
}

// tagPolicy brings the tags of a policy from those it has to those wanted.
func (m *Manager) tagPolicy(ctx context.Context, arn string, have, want map[string]string, owned []string) error {
	set, gone := tagChanges(have, want, owned)
	// Removal first: a policy has at most 50 tags.
	if len(gone) > 0 {
		if _, err := m.API.UntagPolicy(ctx, &iam.UntagPolicyInput{PolicyArn: &arn, TagKeys: gone}); err != nil {
			return fmt.Errorf("removing tags of the policy %s: %w", arn, err)
		}
	}
	if len(set) > 0 {
		if err := m.await(ctx, propagating, func() error {
			_, err := m.API.TagPolicy(ctx, &iam.TagPolicyInput{PolicyArn: &arn, Tags: tagList(set)})
			return err
		}); err != nil {
			return fmt.Errorf("tagging the policy %s: %w", arn, err)
		}
	}
	return nil
}

// maxVersions is how many versions AWS keeps of a policy.
const maxVersions = 5

// newVersion makes a document the default version.
func (m *Manager) newVersion(ctx context.Context, arn, document string) error {
	// A request whose answer was lost is repeated and may have made a version
	// already; then there is no room for one more, and once more one has to go.
	full := func(err error) bool {
		return is(err, "LimitExceeded") && strings.Contains(err.Error(), "version") || propagating(err)
	}
	err := m.await(ctx, full, func() error {
		if err := m.makeRoom(ctx, arn); err != nil {
			return err
		}
		_, err := m.API.CreatePolicyVersion(ctx, &iam.CreatePolicyVersionInput{PolicyArn: &arn, PolicyDocument: &document, SetAsDefault: true})
		return err
	})
	if err != nil {
		return fmt.Errorf("making a new version of the policy %s: %w", arn, err)
	}
	return nil
}

// makeRoom deletes the oldest versions that are not the default one, as far as
// there are too many for one more.
func (m *Manager) makeRoom(ctx context.Context, arn string) error {
	versions, err := m.spareVersions(ctx, arn)
	if err != nil {
		return err
	}
	for len(versions)+1 >= maxVersions {
		if err := m.deleteVersion(ctx, arn, versions[0]); err != nil {
			return err
		}
		versions = versions[1:]
	}
	return nil
}

// spareVersions lists the versions that are not the default one, the oldest first.
func (m *Manager) spareVersions(ctx context.Context, arn string) ([]string, error) {
	var spare []types.PolicyVersion
	for p := iam.NewListPolicyVersionsPaginator(m.API, &iam.ListPolicyVersionsInput{PolicyArn: &arn}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("listing the versions of the policy %s: %w", arn, err)
		}
		for _, v := range page.Versions {
			if !v.IsDefaultVersion {
				spare = append(spare, v)
			}
		}
	}
	slices.SortStableFunc(spare, func(a, b types.PolicyVersion) int {
		if c := aws.ToTime(a.CreateDate).Compare(aws.ToTime(b.CreateDate)); c != 0 {
			return c
		}
		return cmp.Compare(versionNumber(a), versionNumber(b))
	})
	out := make([]string, len(spare))
	for i, v := range spare {
		out[i] = aws.ToString(v.VersionId)
	}
	return out, nil
}

// versionNumber reads "v12".
func versionNumber(v types.PolicyVersion) int {
	n, err := strconv.Atoi(strings.TrimPrefix(aws.ToString(v.VersionId), "v"))
	if err != nil {
		return 0
	}
	return n
}

func (m *Manager) deleteVersion(ctx context.Context, arn, version string) error {
	if _, err := m.API.DeletePolicyVersion(ctx, &iam.DeletePolicyVersionInput{PolicyArn: &arn, VersionId: &version}); err != nil && !notFound(err) {
		return fmt.Errorf("deleting the version %s of the policy %s: %w", version, arn, err)
	}
	return nil
}
