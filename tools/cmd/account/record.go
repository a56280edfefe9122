// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// filters leave out what AWS itself maintains: moto lists all of it, AWS what is
// attached.
var filters = []types.EntityType{types.EntityTypeUser, types.EntityTypeGroup, types.EntityTypeRole, types.EntityTypeLocalManagedPolicy}

// sdk returns what the AWS SDK for Go gives, one answer for each filter.
func sdk(ctx context.Context, endpoint string) ([]byte, error) {
	client := iam.New(iam.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(endpoint),
		Credentials: credentials.NewStaticCredentialsProvider("testing", "testing", ""),
	})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", "  ")
	for _, filter := range filters {
		pages := iam.NewGetAccountAuthorizationDetailsPaginator(client, &iam.GetAccountAuthorizationDetailsInput{Filter: []types.EntityType{filter}})
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
	return out.Bytes(), nil
}

// program prints what the AWS CLI prints: botocore's answer, its pages put
// together, as JSON with four spaces and times in ISO 8601.
const program = `
import json, sys
import botocore.session
session = botocore.session.Session()
session.set_config_variable("region", "us-east-1")
client = session.create_client("iam", endpoint_url=sys.argv[1], aws_access_key_id="testing", aws_secret_access_key="testing")
pages = client.get_paginator("get_account_authorization_details").paginate(Filter=sys.argv[2:])
json.dump(pages.build_full_result(), sys.stdout, indent=4, ensure_ascii=False, default=lambda v: v.isoformat())
print()
`

// cli returns what the AWS CLI prints. bin is the folder of moto_server, where its
// Python is as well.
func cli(ctx context.Context, bin, endpoint string) ([]byte, error) {
	args := []string{"-c", program, endpoint}
	for _, f := range filters {
		args = append(args, string(f))
	}
	cmd := exec.CommandContext(ctx, filepath.Join(bin, "python3"), args...)
	cmd.Env = append(os.Environ(), "AWS_EC2_METADATA_DISABLED=true", "AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull)
	var failed bytes.Buffer
	cmd.Stderr = &failed
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("botocore: %w\n%s", err, failed.String())
	}
	return out, nil
}
