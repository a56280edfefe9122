// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
)

// Patience says how long to wait between questions about work that AWS is at.
type Patience struct {
	// FirstPause is between the first two questions; it doubles up to MaxPause.
	FirstPause, MaxPause time.Duration
	// Jobs is how many jobs of last-accessed details run at the same time.
	Jobs int
}

// DefaultPatience is polite to IAM, which throttles by account: reports take
// seconds, jobs of last-accessed details too.
var DefaultPatience = Patience{FirstPause: time.Second, MaxPause: 10 * time.Second, Jobs: 4}

// Reader reads one account.
type Reader struct {
	API      *iam.Client
	Patience Patience
}

// Denied reports whether AWS refused because the caller may not ask.
func Denied(err error) bool { return is(err, "AccessDenied", "AccessDeniedException") }

func is(err error, codes ...string) bool {
	var e smithy.APIError
	return errors.As(err, &e) && slices.Contains(codes, e.ErrorCode())
}

// Details are authorization details: as AWS tells them, and read.
type Details struct {
	// JSON is what aws iam get-account-authorization-details writes, of all pages,
	// with the default versions of policies only and without those policies of AWS
	// that nobody has.
	JSON []byte
	// Account is what was read of it. Principals stand outside of any plan.
	Account *account.Account
}

// whole is the answer of all pages, in the words of the API.
type whole struct {
	UserDetailList  []types.UserDetail
	GroupDetailList []types.GroupDetail
	RoleDetailList  []types.RoleDetail
	Policies        []types.ManagedPolicyDetail
}

// pageSize is the largest that the API takes.
const pageSize = 1000

// Details asks for the authorization details, page by page.
func (r *Reader) Details(ctx context.Context) (*Details, error) {
	all := whole{UserDetailList: []types.UserDetail{}, GroupDetailList: []types.GroupDetail{}, RoleDetailList: []types.RoleDetail{}, Policies: []types.ManagedPolicyDetail{}}
	in := &iam.GetAccountAuthorizationDetailsInput{MaxItems: aws.Int32(pageSize)}
	for {
		page, err := r.API.GetAccountAuthorizationDetails(ctx, in)
		if err != nil {
			return nil, fmt.Errorf("iam:GetAccountAuthorizationDetails: %w", err)
		}
		all.UserDetailList = append(all.UserDetailList, page.UserDetailList...)
		all.GroupDetailList = append(all.GroupDetailList, page.GroupDetailList...)
		all.RoleDetailList = append(all.RoleDetailList, page.RoleDetailList...)
		all.Policies = append(all.Policies, page.Policies...)
		if !page.IsTruncated {
			break
		}
		if aws.ToString(page.Marker) == aws.ToString(in.Marker) {
			return nil, errors.New("iam:GetAccountAuthorizationDetails: a page leads to itself, so that the rest cannot be read")
		}
		in.Marker = page.Marker
	}
	all.trim()
	text, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	a, err := details.Read(bytes.NewReader(text), "the answer of iam:GetAccountAuthorizationDetails")
	if err != nil {
		return nil, err
	}
	return &Details{JSON: text, Account: a}, nil
}

// trim leaves out what decides nothing: old versions of policies, and policies of
// AWS that nobody has.
func (w *whole) trim() {
	had := map[string]bool{}
	attached := func(list []types.AttachedPolicy, b *types.AttachedPermissionsBoundary) {
		for _, p := range list {
			had[aws.ToString(p.PolicyArn)] = true
		}
		if b != nil {
			had[aws.ToString(b.PermissionsBoundaryArn)] = true
		}
	}
	for _, u := range w.UserDetailList {
		attached(u.AttachedManagedPolicies, u.PermissionsBoundary)
	}
	for _, g := range w.GroupDetailList {
		attached(g.AttachedManagedPolicies, nil)
	}
	for _, x := range w.RoleDetailList {
		attached(x.AttachedManagedPolicies, x.PermissionsBoundary)
	}
	w.Policies = slices.DeleteFunc(w.Policies, func(p types.ManagedPolicyDetail) bool {
		return ofAWS(aws.ToString(p.Arn)) && !had[aws.ToString(p.Arn)]
	})
	for i := range w.Policies {
		p := &w.Policies[i]
		p.PolicyVersionList = slices.DeleteFunc(p.PolicyVersionList, func(v types.PolicyVersion) bool { return !v.IsDefaultVersion })
	}
}
