// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/moto"
)

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
	for _, f := range moto.Filters {
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
