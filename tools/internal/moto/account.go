// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package moto

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// Filters leave out of an account's details what AWS itself maintains: moto lists
// all of it, AWS what is attached.
var Filters = []types.EntityType{types.EntityTypeUser, types.EntityTypeGroup, types.EntityTypeRole, types.EntityTypeLocalManagedPolicy}

var (
	identifier = regexp.MustCompile(`("(?:Role|User|Group|Policy|InstanceProfile)Id": ?")[A-Za-z0-9]+"`)
	moment     = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:.+Z]+`)
)

// Settle replaces the identifiers that moto invents in an account's details.
func Settle(details []byte) []byte {
	return identifier.ReplaceAll(details, []byte(`${1}AAAAEXAMPLE0000000000"`))
}

func (s *Server) client() *iam.Client {
	return iam.New(iam.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(s.URL),
		Credentials: credentials.NewStaticCredentialsProvider("testing", "testing", ""),
	})
}

// Details returns the authorization details of the account as the AWS SDK for Go
// gives them, an answer for each filter.
func (s *Server) Details(ctx context.Context) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	for _, filter := range Filters {
		pages := iam.NewGetAccountAuthorizationDetailsPaginator(s.client(), &iam.GetAccountAuthorizationDetailsInput{Filter: []types.EntityType{filter}})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, err
			}
			if err := e.Encode(page); err != nil {
				return nil, err
			}
		}
	}
	return Settle(out.Bytes()), nil
}

// Credentials returns the credential report of the account, with the day on which
// every other answer of moto says that things were made.
func (s *Server) Credentials(ctx context.Context) ([]byte, error) {
	client := s.client()
	if _, err := client.GenerateCredentialReport(ctx, nil); err != nil {
		return nil, err
	}
	report, err := client.GetCredentialReport(ctx, nil)
	if err != nil {
		return nil, err
	}
	content := moment.ReplaceAll(report.Content, []byte("2026-01-05T09:00:00Z"))
	out, err := json.MarshalIndent(map[string]any{"Content": content, "ReportFormat": report.ReportFormat}, "", "  ")
	return append(out, '\n'), err
}
