// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// role is the part of IAM's answers that the demo shows.
type role struct {
	ARN      string `xml:"GetRoleResult>Role>Arn"`
	Session  int    `xml:"GetRoleResult>Role>MaxSessionDuration"`
	Boundary string `xml:"GetRoleResult>Role>PermissionsBoundary>PermissionsBoundaryArn"`
	Trust    string `xml:"GetRoleResult>Role>AssumeRolePolicyDocument"`
	Tags     []struct {
		Key   string
		Value string
	} `xml:"GetRoleResult>Role>Tags>member"`
}

// showRole asks IAM, not Terraform, what exists now.
func (d *demo) showRole(ctx context.Context) error {
	const name = "cardiology-clinician"
	d.heading("See the role that now exists", "Asked of the AWS API itself: iam:GetRole and iam:ListRolePolicies.")
	answer, err := d.aws.Call(ctx, "iam", "Version=2010-05-08&Action=GetRole&RoleName="+name)
	if err != nil {
		return err
	}
	var found role
	if err := xml.Unmarshal([]byte(answer), &found); err != nil {
		return fmt.Errorf("iam:GetRole: %w", err)
	}
	if found.ARN == "" {
		return fmt.Errorf("iam:GetRole answers without a role:\n%s", answer)
	}
	answer, err = d.aws.Call(ctx, "iam", "Version=2010-05-08&Action=ListRolePolicies&RoleName="+name)
	if err != nil {
		return err
	}
	var policies struct {
		Names []string `xml:"ListRolePoliciesResult>PolicyNames>member"`
	}
	if err := xml.Unmarshal([]byte(answer), &policies); err != nil {
		return fmt.Errorf("iam:ListRolePolicies: %w", err)
	}
	slices.Sort(policies.Names)
	trust, err := url.QueryUnescape(found.Trust)
	if err != nil {
		return fmt.Errorf("iam:GetRole: the trust policy: %w", err)
	}
	var tags []string
	for _, tag := range found.Tags {
		tags = append(tags, tag.Key+"="+tag.Value)
	}
	slices.Sort(tags)
	_, _ = fmt.Fprintln(d.out)
	indent(d.out, strings.Join([]string{
		"Role      " + found.ARN,
		"Sessions  " + strconv.FormatFloat((time.Duration(found.Session)*time.Second).Hours(), 'f', -1, 64) + " hours at most",
		"Boundary  " + found.Boundary,
		"Policies  " + strings.Join(policies.Names, ", "),
		"Tags      " + strings.Join(tags, "\n          "),
		"Trust     " + trust,
	}, "\n"))
	return nil
}
