// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import "testing"

var here = Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"}

func TestReferenceARN(t *testing.T) {
	first := func(resourceType string) Reference { return Of(resourceType)[0].On[0] }
	tests := map[string]struct {
		ref   Reference
		value string
		at    Place
		want  string
	}{
		"bucket name":               {first("aws_s3_bucket_policy"), "scans", Place{Partition: "aws-cn"}, "arn:aws-cn:s3:::scans"},
		"bucket ARN":                {first("aws_s3_bucket_policy"), "arn:aws:s3:::scans", Place{}, "arn:aws:s3:::scans"},
		"bucket, no partition":      {first("aws_s3_bucket_policy"), "scans", Place{}, ""},
		"nothing":                   {first("aws_s3_bucket_policy"), "", here, ""},
		"key id":                    {first("aws_kms_key_policy"), "1234abcd-12ab-34cd-56ef-1234567890ab", here, "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"},
		"key id, no account":        {first("aws_kms_key_policy"), "1234abcd-12ab-34cd-56ef-1234567890ab", Place{Partition: "aws", Region: "us-east-1"}, ""},
		"secret name":               {first("aws_secretsmanager_secret_policy"), "db", here, ""},
		"role":                      {first("aws_iam_role_policy"), "ci", here, "arn:aws:iam::123456789012:role/ci"},
		"Data Catalog":              {Reference{}, "x", here, ""},
		"queue":                     {first("aws_sqs_queue_policy"), "https://sqs.eu-west-1.amazonaws.com/210987654321/inbox", here, "arn:aws:sqs:eu-west-1:210987654321:inbox"},
		"queue in China":            {first("aws_sqs_queue_policy"), "https://sqs.cn-north-1.amazonaws.com.cn/210987654321/inbox", Place{Partition: "aws-cn"}, "arn:aws-cn:sqs:cn-north-1:210987654321:inbox"},
		"queue, legacy address":     {first("aws_sqs_queue_policy"), "https://us-west-2.queue.amazonaws.com/210987654321/inbox", here, "arn:aws:sqs:us-west-2:210987654321:inbox"},
		"queue, other host":         {first("aws_sqs_queue_policy"), "http://localhost:4566/210987654321/inbox", here, ""},
		"queue, no account":         {first("aws_sqs_queue_policy"), "https://sqs.eu-west-1.amazonaws.com/inbox", here, ""},
		"queue, no address":         {first("aws_sqs_queue_policy"), "%", here, ""},
		"layer needs its version":   {first("aws_lambda_layer_version_permission"), "common", here, ""},
		"repository and its domain": {first("aws_codeartifact_repository_permissions_policy"), "npm", here, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, ok := test.ref.ARN(test.value, test.at)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("got %q, %v, want %q", got, ok, test.want)
			}
		})
	}
}

func TestResolveARN(t *testing.T) {
	tests := map[string]struct {
		resourceType string
		values       map[string]string
		want         string
	}{
		"its own":             {"aws_iam_role", map[string]string{"arn": "arn:aws:iam::1:role/x", "name": "ci"}, "arn:aws:iam::1:role/x"},
		"path":                {"aws_iam_role", map[string]string{"path": "/teams/", "name": "ci"}, "arn:aws:iam::123456789012:role/teams/ci"},
		"no path":             {"aws_iam_policy", map[string]string{"name": "ci"}, "arn:aws:iam::123456789012:policy/ci"},
		"no name":             {"aws_iam_role", map[string]string{"path": "/teams/"}, ""},
		"own role":            {"hipaa_clinician_role", map[string]string{"name": "ward"}, "arn:aws:iam::123456789012:role/ward"},
		"awscc":               {"awscc_iam_role", map[string]string{"role_name": "ci"}, "arn:aws:iam::123456789012:role/ci"},
		"two parts":           {"aws_codeartifact_repository", map[string]string{"domain": "d", "repository": "r"}, "arn:aws:codeartifact:us-east-1:123456789012:repository/d/r"},
		"secret":              {"aws_secretsmanager_secret", map[string]string{"name": "db"}, ""},
		"other ARN name":      {"awscc_iam_managed_policy", map[string]string{"policy_arn": "arn:aws:iam::1:policy/x"}, "arn:aws:iam::1:policy/x"},
		"type without an ARN": {"awscc_secretsmanager_secret", map[string]string{"secret_id": "x"}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h, ok := HolderOf(test.resourceType)
			if !ok {
				t.Fatalf("HolderOf does not know %s", test.resourceType)
			}
			got, ok := h.ResolveARN(func(a string) string { return test.values[a] }, here)
			if got != test.want || ok != (test.want != "") {
				t.Errorf("got %q, %v, want %q", got, ok, test.want)
			}
		})
	}
	if _, ok := HolderOf("aws_instance"); ok {
		t.Error("HolderOf knows aws_instance")
	}
}

func FuzzReferenceARN(f *testing.F) {
	f.Add("https://sqs.us-east-1.amazonaws.com/123456789012/x")
	f.Add("arn:")
	f.Add("://%%")
	f.Fuzz(func(_ *testing.T, value string) {
		for _, name := range Types() {
			for _, b := range Of(name) {
				for _, r := range b.On {
					_, _ = r.ARN(value, here)
				}
			}
		}
	})
}

func TestIsDocument(t *testing.T) {
	tests := map[string]struct {
		text string
		want bool
	}{
		"policy":              {`{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}`, true},
		"statement, no list":  {`{"Statement": {"Effect": "Deny", "NotAction": "s3:*"}}`, true},
		"names in lower case": {`{"statement": {"effect": "Allow", "action": "*"}}`, true},
		"escaped name":        {`{"\u0053tatement": {"Action": "*"}}`, true},
		"white space before":  {"\n\t {\"Statement\": {\"Action\": \"*\"}}", true},
		"redrive":             {`{"deadLetterTargetArn": "arn:aws:sqs:us-east-1:123456789012:x", "maxReceiveCount": 4}`, false},
		"no action":           {`{"Statement": [{"Effect": "Allow"}]}`, false},
		"state machine":       {`{"StartAt": "a", "States": {}}`, false},
		"list":                {`[{"Rules": []}]`, false},
		"Cedar":               {`permit(principal, action, resource);`, false},
		"cut":                 {`{"Statement": [{"Action": "*"`, false},
		"empty":               {``, false},
		"name":                {`s3-reader`, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := IsDocument(test.text); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func FuzzIsDocument(f *testing.F) {
	f.Add(`{"Statement": {"Action": "*"}}`)
	f.Fuzz(func(_ *testing.T, text string) { _ = IsDocument(text) })
}
