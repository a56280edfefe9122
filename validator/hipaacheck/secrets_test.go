// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

// planted stands in every value that the plan below marks sensitive.
const planted = "PLANTED"

// object is a JSON object.
type object = map[string]any

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // only maps and texts
	}
	return string(b)
}

// secretDocument breaks rules by the words that must not be told: its Sid, an
// action, a resource, a condition and a principal.
func secretDocument(principal bool) string {
	s := object{"Sid": planted, "Effect": "Allow", "Action": []string{"*", "s3:" + planted}}
	if principal {
		s["Action"] = "sts:AssumeRole"
		s["Principal"] = object{"AWS": []string{"*", "arn:aws:iam::999988887777:role/" + planted}}
		s["Condition"] = object{"StringNotEquals": object{"sts:ExternalId": planted}}
	} else {
		s["Resource"] = []string{"*", "arn:aws:s3:::" + planted}
	}
	return text(object{"Version": "2012-10-17", "Statement": []object{s}})
}

// resource is one resource change whose after is marked as sensitive says.
func resource(kind, name string, before, after, unknown, sensitive any) object {
	actions := []string{"create"}
	if before != nil {
		actions = []string{"update"}
	}
	mode, address := "managed", kind+"."+name
	if strings.HasPrefix(kind, "data.") {
		mode, kind, actions = "data", strings.TrimPrefix(kind, "data."), []string{"read"}
	}
	return object{
		"address": address, "mode": mode, "type": kind, "name": name, "provider_name": "registry.terraform.io/hashicorp/aws",
		"change": object{"actions": actions, "before": before, "after": after, "after_unknown": unknown, "before_sensitive": sensitive, "after_sensitive": sensitive},
	}
}

// secretPlan plants marked texts wherever a plan has room for them.
func secretPlan() object {
	open := text(object{"Version": "2012-10-17", "Statement": object{"Effect": "Allow", "Principal": object{"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}})
	arn := "arn:aws:iam::123456789012:"
	changes := []object{
		// A role of which all is marked, and one of which the tags are.
		resource("aws_iam_role", "all", object{"name": planted, "arn": arn + "role/" + planted, "assume_role_policy": open},
			object{"name": planted, "path": "/" + planted + "/", "arn": arn + "role/" + planted, "assume_role_policy": secretDocument(true), "permissions_boundary": arn + "policy/" + planted, "max_session_duration": 43200},
			object{}, object{"name": true, "path": true, "arn": true, "assume_role_policy": true, "permissions_boundary": true}),
		resource("aws_iam_role", "tags", nil, object{"name": "tags", "assume_role_policy": open, "tags": object{"Owner": planted, "ReviewBy": planted}, "tags_all": object{"Owner": planted, "ReviewBy": planted}},
			object{"arn": true}, object{"tags": object{"Owner": true, "ReviewBy": true}, "tags_all": object{"Owner": true, "ReviewBy": true}}),
		resource("aws_iam_role", "inline", nil, object{"name": "inline", "assume_role_policy": open, "inline_policy": []object{{"name": planted, "policy": secretDocument(false)}}, "managed_policy_arns": []string{arn + "policy/" + planted}},
			object{"arn": true}, object{"inline_policy": []object{{"name": true, "policy": true}}, "managed_policy_arns": []bool{true}}),
		// Policies: by text, by name, and the attachment by ARN.
		resource("aws_iam_role_policy", "text", nil, object{"name": planted, "role": "tags", "policy": secretDocument(false)}, object{"id": true}, object{"policy": true, "name": true}),
		resource("aws_iam_policy", "text", nil, object{"name": planted, "policy": secretDocument(false)}, object{"arn": true}, object{"policy": true, "name": true}),
		resource("aws_iam_role_policy_attachment", "arn", nil, object{"role": planted, "policy_arn": arn + "policy/" + planted}, object{"id": true}, object{"role": true, "policy_arn": true}),
		resource("aws_iam_user", "u", nil, object{"name": planted, "path": "/"}, object{"arn": true}, object{"name": true}),
		resource("aws_iam_user_policy", "u", nil, object{"user": planted, "name": "p", "policy": secretDocument(false)}, object{}, object{"user": true, "policy": true}),
		resource("aws_iam_group_membership", "g", nil, object{"name": "g", "group": planted, "users": []string{planted + "1"}}, object{}, object{"group": true, "users": true}),
		// Stores and their policies.
		resource("aws_s3_bucket", "b", nil, object{"bucket": strings.ToLower(planted) + planted, "arn": "arn:aws:s3:::" + planted, "tags": object{"DataClassification": "phi"}}, object{}, object{"bucket": true, "arn": true}),
		resource("aws_s3_bucket_policy", "b", nil, object{"bucket": planted, "policy": secretDocument(true)}, object{}, object{"bucket": true, "policy": true}),
		resource("aws_kms_key", "k", nil, object{"policy": secretDocument(true), "description": planted}, object{"arn": true}, object{"policy": true, "description": true}),
		// Recovered from a data source, and from the source.
		resource("aws_iam_policy", "data", nil, object{"name": "data"}, object{"policy": true, "arn": true}, object{}),
		resource("data.aws_iam_policy_document", "d", nil,
			object{"statement": []object{{"sid": planted, "effect": "Allow", "actions": []string{"*"}, "resources": []any{nil, "arn:aws:s3:::" + planted}}}},
			object{"json": true, "statement": []object{{"resources": []bool{true, false}}}}, object{"statement": []object{{"sid": true, "actions": true, "resources": true}}}),
		resource("aws_iam_policy", "source", nil, object{"name": "source"}, object{"policy": true, "arn": true}, object{}),
	}
	reference := func(kind, name string, args object) object {
		mode := "managed"
		if strings.HasPrefix(kind, "data.") {
			mode, kind = "data", strings.TrimPrefix(kind, "data.")
		}
		return object{"address": kind + "." + name, "mode": mode, "type": kind, "name": name, "expressions": args}
	}
	return object{
		"format_version": "1.2", "terraform_version": "1.11.4", "complete": true, "errored": false,
		"variables":        object{"secret": object{"value": planted}},
		"planned_values":   object{"outputs": object{"o": object{"sensitive": true, "value": planted}}, "root_module": object{}},
		"resource_changes": changes,
		"resource_drift":   []object{resource("aws_iam_role", "all", object{"name": planted, "assume_role_policy": secretDocument(true)}, object{"name": planted, "assume_role_policy": open}, object{}, object{"name": true, "assume_role_policy": true})},
		"output_changes":   object{"o": object{"actions": []string{"create"}, "after": planted, "after_sensitive": true}},
		"prior_state":      object{"format_version": "1.0", "values": object{"root_module": object{"resources": []object{{"address": "data.aws_secretsmanager_secret_version.s", "mode": "data", "type": "aws_secretsmanager_secret_version", "name": "s", "values": object{"secret_string": planted}, "sensitive_values": object{"secret_string": true}}}}}},
		"configuration": object{"root_module": object{"variables": object{"secret": object{"sensitive": true, "default": planted}}, "resources": []object{
			reference("aws_iam_policy", "data", object{"policy": object{"references": []string{"data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"}}}),
			reference("aws_iam_policy", "source", object{"policy": object{"references": []string{"var.secret", "aws_kms_key.k.arn", "aws_kms_key.k"}}}),
			reference("data.aws_iam_policy_document", "d", object{}),
		}}},
	}
}

const secretSource = `variable "secret" {
  sensitive = true
  default   = "` + planted + `"
}
resource "aws_kms_key" "k" { description = "` + planted + `" }
resource "aws_iam_policy" "source" {
  name   = "source"
  policy = jsonencode({
    Statement = [{ Sid = var.secret, Effect = "Allow", Action = "*", Resource = ["*", aws_kms_key.k.arn, "arn:aws:s3:::${var.secret}"] }]
  })
}
`

// untold fails where a text holds a planted value, in any letters.
func untold(t *testing.T, what, content string) {
	t.Helper()
	if at := strings.Index(strings.ToUpper(content), planted); at >= 0 {
		t.Errorf("%s tells %q", what, content[max(0, at-200):min(len(content), at+100)])
	}
}

// TestSecretsAreNotTold: no output of any command holds a value that the plan
// marks sensitive, whatever rule it breaks and however it was recovered.
func TestSecretsAreNotTold(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	plan := write("plan.json", text(secretPlan()))
	write("main.tf", secretSource)
	config := write("hipaacheck.hcl", `phi { tags = { DataClassification = ["phi"] } }
boundary { required = true }
principals { required_tags = ["Owner", "Approver"] }
`)
	run := func(wantFindings bool, args ...string) {
		t.Helper()
		var out, diagnostics bytes.Buffer
		a := &app{in: strings.NewReader(""), out: &out, err: &diagnostics, getenv: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
		code := a.run(context.Background(), args)
		untold(t, strings.Join(args, " "), out.String()+diagnostics.String())
		if wantFindings && (code == 1 || out.Len() == 0) {
			t.Errorf("%v: exit %d, %s", args, code, diagnostics.String())
		}
	}
	for _, more := range [][]string{nil, {"--config", config, "--source", dir, "--scope", "all"}} {
		args := append([]string{"plan", plan, "--format", "text"}, more...)
		out := t.TempDir()
		for _, format := range report.Names() {
			if format != "text" {
				args = append(args, "--format", format+"="+filepath.Join(out, format))
			}
		}
		run(true, args...)
		files, err := filepath.Glob(filepath.Join(out, "*"))
		if err != nil || len(files) != len(report.Names())-1 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			untold(t, filepath.Base(file), string(content))
		}
	}
	run(true, "diff", plan, "--source", dir)
	for _, as := range []string{"aws_iam_role.all", "aws_iam_role.tags", "aws_iam_role.inline", "aws_iam_user.u"} {
		run(false, "can", plan, "--as", as, "--do", "s3:GetObject", "--on", "arn:aws:s3:::example/x", "--source", dir)
	}
	run(false, "can", plan, "--as", "aws_iam_user.u", "--do", "sts:AssumeRole", "--on", "aws_iam_role.all")
	// What is wrong with a plan may stand beside a secret.
	whole := text(secretPlan())
	for name, broken := range map[string]string{
		"cut":       whole[:strings.LastIndex(whole, planted)+3],
		"duplicate": strings.Replace(whole, `"tags":{`, `"tags":{"`+planted+`":1,"`+planted+`":2,`, 1),
		"case":      strings.Replace(whole, `"actions":["create"]`, `"actions":["create"],"ACTIONS":["`+planted+`"]`, 1),
		"UTF-8":     strings.Replace(whole, planted, planted+"\xff", 1),
		"syntax":    strings.Replace(whole, `"`+planted+`"`, `"`+planted+`" "`+planted+`"`, 1),
		"type":      strings.Replace(whole, `"format_version":"1.2"`, `"format_version":{"`+planted+`":"`+planted+`"}`, 1),
	} {
		run(false, "plan", write(name+".json", broken))
	}
}

// TestSecretsOfARecordedPlanAreNotTold: what Terraform and the real provider mark, as
// far as recovery from the source and from data sources goes.
func TestSecretsOfARecordedPlanAreNotTold(t *testing.T) {
	const dir = "../../testdata/plans/policy-sensitive-recovered"
	plan := dir + "/plan.json"
	for name, more := range map[string][]string{"alone": nil, "source": {"--source", dir}} {
		t.Run(name, func(t *testing.T) {
			out := t.TempDir()
			args := append([]string{"plan", plan, "--scope", "all", "--evidence", filepath.Join(out, "ledger")}, more...)
			for _, format := range report.Names() {
				args = append(args, "--format", format+"="+filepath.Join(out, format))
			}
			calls := [][]string{args, append([]string{"diff", plan}, more...), append([]string{"can", plan, "--as", `aws_iam_role.r["ds"]`, "--do", "s3:GetObject", "--on", "arn:aws:s3:::x/y"}, more...)}
			for _, call := range calls {
				var stdout, stderr bytes.Buffer
				a := &app{in: strings.NewReader(""), out: &stdout, err: &stderr, getenv: func(string) string { return "" }, now: func() time.Time { return time.Unix(0, 0) }}
				code := a.run(context.Background(), call)
				untold(t, call[0], stdout.String()+stderr.String())
				if code == 1 && call[0] != "can" {
					t.Errorf("%v: exit %d, %s", call, code, stderr.String())
				}
			}
			files := 0
			err := filepath.WalkDir(out, func(path string, entry os.DirEntry, err error) error {
				if err != nil || entry.IsDir() {
					return err
				}
				files++
				content, err := os.ReadFile(path)
				untold(t, filepath.Base(path), string(content))
				return err
			})
			if err != nil || files <= len(report.Names()) { // the ledger as well
				t.Errorf("%d files, %v", files, err)
			}
		})
	}
}
