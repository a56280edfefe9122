// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExtract(t *testing.T) {
	const schema = `{
  "aws_iam_role": {"block": {
    "attributes": {
      "arn": {"type": "string", "computed": true},
      "assume_role_policy": {"type": "string", "required": true},
      "managed_policy_arns": {"type": ["set", "string"], "optional": true, "computed": true},
      "max_session_duration": {"type": "number", "optional": true},
      "permissions_count": {"type": "number", "computed": true}
    },
    "block_types": {"inline_policy": {"nesting_mode": "set", "block": {"attributes": {
      "name": {"type": "string", "optional": true}, "policy": {"type": "string", "optional": true}}}}}
  }},
  "aws_instance": {"block": {"attributes": {"ami": {"type": "string", "required": true}}}},
  "aws_nested": {"block": {"attributes": {
    "one": {"nested_type": {"nesting_mode": "single", "attributes": {"policy": {"type": "string", "optional": true}}}, "optional": true},
    "many": {"nested_type": {"nesting_mode": "map", "attributes": {"text": {"type": "string", "optional": true, "description": "A JSON text"}}}, "optional": true},
    "objects": {"type": ["list", ["object", {"statement": "string", "other": "string"}]], "computed": true}
  }}},
  "aws_mentioned": {"block": {"attributes": {"key_id": {"type": "string", "required": true}, "other": {"type": "string", "optional": true}}}},
  "aws_mentioned_only": {"block": {}}
}`
	var resources map[string]resource
	if err := json.Unmarshal([]byte(schema), &resources); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	source := "package x\n\nvar a = []string{\"aws_mentioned\", \"aws_mentioned_only\", \"arn:aws:kms:::key/{key_id}\"}\n"
	for name, text := range map[string]string{"a.go": source, "a_test.go": `package x; var b = "other"`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said, err := mentions(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, line := range strings.Split(string(extract("1.2.3", resources, said)), "\n") {
		if !strings.HasPrefix(line, "#") {
			got = append(got, line)
		}
	}
	want := []string{
		"aws_iam_role assume_role_policy! inline_policy[].policy? managed_policy_arns[]?~",
		"aws_mentioned key_id!",
		"aws_mentioned_only",
		"aws_nested many{}.text? objects[].statement~ one.policy?",
		"",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
