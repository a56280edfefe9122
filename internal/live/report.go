// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
)

func ofAWS(arn string) bool {
	parts := strings.SplitN(arn, ":", 6)
	return len(parts) == 6 && parts[4] == "aws"
}

// CredentialReport is how the users of an account sign in.
type CredentialReport struct {
	// CSV is the report as AWS writes it, and Generated when. AWS makes a new one
	// every four hours at most.
	CSV       []byte
	Generated time.Time
	// Account holds the users, and the root user.
	Account *account.Account
}

// CredentialReport asks for a report and waits until it is there.
func (r *Reader) CredentialReport(ctx context.Context) (*CredentialReport, error) {
	var got *iam.GetCredentialReportOutput
	err := r.wait(ctx, "the credential report", func() (bool, error) {
		made, err := r.API.GenerateCredentialReport(ctx, &iam.GenerateCredentialReportInput{})
		if err != nil {
			return false, fmt.Errorf("iam:GenerateCredentialReport: %w", err)
		}
		if made.State != types.ReportStateTypeComplete {
			return false, nil
		}
		got, err = r.API.GetCredentialReport(ctx, &iam.GetCredentialReportInput{})
		switch {
		case is(err, "ReportInProgress", "ReportNotPresent", "ReportExpired"):
			return false, nil // another one is being made
		case err != nil:
			return false, fmt.Errorf("iam:GetCredentialReport: %w", err)
		}
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	a, err := details.ReadReport(got.Content, "the answer of iam:GetCredentialReport")
	if err != nil {
		return nil, err
	}
	return &CredentialReport{CSV: got.Content, Generated: aws.ToTime(got.GeneratedTime).UTC(), Account: a}, nil
}

// wait asks until it is done, with growing pauses, while the context lasts.
func (r *Reader) wait(ctx context.Context, what string, ask func() (done bool, err error)) error {
	pause := r.Patience.FirstPause
	for {
		done, err := ask()
		switch {
		case err != nil && ctx.Err() != nil: // given up in the middle of a question
			return fmt.Errorf("AWS is still at work on %s: %w", what, ctx.Err())
		case err != nil || done:
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("AWS is still at work on %s: %w", what, ctx.Err())
		case <-time.After(pause):
		}
		pause = min(2*pause, r.Patience.MaxPause)
	}
}
