// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// awsPaths begin the paths of roles that AWS services make for themselves.
var awsPaths = []string{"/aws-service-role/", "/aws-reserved/"}

// List calls each with the account's roles under a path, without their policies,
// until it returns false. Roles of AWS services, and roles that are not finished,
// are left out.
func (m *Manager) List(ctx context.Context, path string, each func(*Found) bool) error {
	for p := iam.NewListRolesPaginator(m.API, &iam.ListRolesInput{PathPrefix: optional(path)}); p.HasMorePages(); {
		page, err := p.NextPage(ctx)
		if err != nil {
			return fmt.Errorf("listing roles: %w", err)
		}
		for _, r := range page.Roles {
			if ofAWS(aws.ToString(r.Path)) {
				continue
			}
			// The list has no tags.
			out, err := m.API.GetRole(ctx, &iam.GetRoleInput{RoleName: r.RoleName})
			switch {
			case notFound(err):
				continue
			case err != nil:
				return fmt.Errorf("reading the role %s: %w", aws.ToString(r.RoleName), err)
			}
			found, err := foundOf(out.Role)
			if err != nil {
				return err
			}
			if found.Marker == "" && !each(found) {
				return nil
			}
		}
	}
	return nil
}

func ofAWS(path string) bool {
	for _, p := range awsPaths {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

// ListPolicies calls each with the account's own managed policies under a path,
// without their documents, until it returns false. Those that are not finished
// are left out.
func (m *Manager) ListPolicies(ctx context.Context, path string, each func(*FoundPolicy) bool) error {
	var arns []string
	if err := m.ownPolicies(ctx, path, func(arn string) { arns = append(arns, arn) }); err != nil {
		return err
	}
	for _, arn := range arns {
		// The list has no tags.
		out, err := m.API.GetPolicy(ctx, &iam.GetPolicyInput{PolicyArn: &arn})
		switch {
		case notFound(err):
			continue
		case err != nil:
			return fmt.Errorf("reading the policy %s: %w", arn, err)
		}
		if found := foundPolicyOf(out.Policy); found.Marker == "" && !each(found) {
			return nil
		}
	}
	return nil
}
