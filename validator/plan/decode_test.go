// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// head and tail make a plan of resource changes.
const (
	head = `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[`
	tail = `],"complete":true,"errored":false}`
)

func change(actions, rest string) string {
	return `{"address":"aws_iam_role.a","mode":"managed","type":"aws_iam_role","name":"a","change":{"actions":` + actions + rest + `}}`
}

// TestDecodeRefuses holds the exact words for everything that is not one
// complete plan, and for everything that two readers would read differently.
func TestDecodeRefuses(t *testing.T) {
	const makePlan = "terraform plan -out=tfplan && terraform show -json tfplan > plan.json"
	for name, c := range map[string]struct{ src, want string }{
		"empty":      {"", "plan.json: Empty input: There is nothing to read. A plan is made by: " + makePlan},
		"white":      {" \n ", "plan.json: Empty input: There is nothing to read. A plan is made by: " + makePlan},
		"no JSON":    {"hello", `plan.json:1:1: Invalid JSON: A value is missing here.`},
		"a list":     {"[]", "plan.json:1:1: Not a plan: A plan is a JSON object, and this is something else. A plan's JSON is made by: terraform show -json PLAN"},
		"a number":   {"7", "plan.json:1:1: Not a plan: A plan is an object, and this is something else. A plan's JSON is made by: terraform show -json PLAN"},
		"no plan":    {`{"a":1}`, "plan.json: Not a plan: The JSON has no format_version, which every plan has. A plan's JSON is made by: terraform show -json PLAN"},
		"wrong type": {`{"format_version":1}`, "plan.json:1:19: Not a plan: The value at /format_version must be a string."},

		"state from show":   {`{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}`, "plan.json: A state, not a plan: The input is a Terraform state. A state says what is, not what will change. Make a plan with: " + makePlan},
		"state file":        {`{"version":4,"terraform_version":"1.11.4","serial":3,"lineage":"x","outputs":{},"resources":[]}`, "plan.json: A state, not a plan: The input is a Terraform state. A state says what is, not what will change. Make a plan with: " + makePlan},
		"empty state":       {`{"format_version":"1.0"}`, "plan.json: A state, not a plan: The JSON holds neither planned values nor resource changes. terraform show -json prints this for an empty state when no plan file is named. Use: terraform show -json PLAN > plan.json"},
		"log of plan -json": {"{\"@level\":\"info\",\"@message\":\"x\"}\n{\"@level\":\"info\"}\n", "plan.json: Not a plan: This is the log of terraform plan -json, not the plan. Make the plan with: " + makePlan},
		"schemas":           {`{"format_version":"1.0","provider_schemas":{}}`, "plan.json: Not a plan: These are provider schemas, not a plan. A plan's JSON is made by: terraform show -json PLAN"},
		"encrypted":         {`{"meta":{},"encrypted_data":"x","encryption_version":"v0"}`, "plan.json: Encrypted plan: The plan is encrypted by OpenTofu. Show it where the key is: tofu show -json PLAN > plan.json"},

		"errored": {
			`{"format_version":"1.2","planned_values":{},"complete":false,"errored":true}`,
			"plan.json: Errored plan: Planning failed, and the file holds only what was planned before the error. Mend the error that terraform plan printed and plan again; no flag admits an errored plan.",
		},
		"incomplete": {
			`{"format_version":"1.2","planned_values":{},"complete":false,"errored":false}`,
			"plan.json: Incomplete plan: The plan says that it is not complete, as plans with -target are. What it leaves out cannot be checked. Plan without -target, or give --allow-incomplete to check what there is; the report then says so.",
		},
		"deferred": {
			`{"format_version":"1.2","planned_values":{},"deferred_changes":[{},{}]}`,
			"plan.json: Incomplete plan: The plan puts off 2 changes whose inputs are not known yet. What it leaves out cannot be checked. Plan without -target, or give --allow-incomplete to check what there is; the report then says so.",
		},
		"format 2": {`{"format_version":"2.0","planned_values":{}}`, `plan.json: Unknown plan format: The plan has format_version "2.0". This version reads 0.x and 1.x; a newer one of hipaacheck may read it.`},
		"format x": {`{"format_version":"1","planned_values":{}}`, `plan.json: Unknown plan format: The plan has format_version "1". This version reads 0.x and 1.x; a newer one of hipaacheck may read it.`},
		"changes taken out": {
			`{"format_version":"1.2","planned_values":{"root_module":{"child_modules":[{"resources":[{"mode":"managed"}]}]}}}`,
			"plan.json: Not a whole plan: The plan foresees resources in planned_values and has no resource_changes, which say what happens to them. Write the JSON again with: terraform show -json PLAN",
		},
		"unknown action":  {head + change(`["explode"]`, "") + tail, "plan.json: Unknown action: The plan does [explode] to aws_iam_role.a. This version does not know what that means for the resource, so the plan is refused."},
		"no action":       {head + change(`[]`, "") + tail, "plan.json: Unknown action: The plan does [] to aws_iam_role.a. This version does not know what that means for the resource, so the plan is refused."},
		"missing address": {head + `{"mode":"managed","type":"aws_iam_role","change":{"actions":["create"]}}` + tail, "plan.json:1:182: Not a plan: A resource change lacks its address, mode, type or change."},

		"truncated":             {head + change(`["create"]`, "")[:60], "plan.json:1:170: Truncated JSON: The input ends in the middle of the plan, after 169 bytes. Write the file again; a full disk or an interrupted pipe cuts it."},
		"truncated on line two": {"{\n  \"format_version\": \"1.2\",\n", "plan.json:3:1: Truncated JSON: The input ends in the middle of the plan, after 29 bytes. Write the file again; a full disk or an interrupted pipe cuts it."},
		"trailing text":         {`{"format_version":"1.2","planned_values":{}} x`, `plan.json:1:46: Invalid JSON: Something follows the plan that is no part of it.`},
		"second document":       {`{"format_version":"1.2","planned_values":{}}` + "\n{}", "plan.json:2:1: Several documents: A second JSON document follows the plan, and this command reads one plan. Give a file that holds one."},

		"duplicate key":           {`{"format_version":"1.2","errored":true,"errored":false}`, `plan.json:1:40: Duplicate key: The key "errored" stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.`},
		"duplicate change":        {head + `{"address":"a.b","mode":"managed","type":"a","change":{"actions":["create"]},"change":{"actions":["no-op"]}}` + tail, `plan.json:1:187: Duplicate key: The key "change" stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.`},
		"duplicate by escape":     {head + `{"address":"a.b","mode":"managed","type":"a","\u0074ype":"b","change":{"actions":["no-op"]}}` + tail, `plan.json:1:155: Duplicate key: The key "type" stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.`},
		"duplicate deep inside":   {head + change(`["create"]`, `,"after":{"tags":{"a":1,"a":2}}`) + tail, `plan.json:1:242: Duplicate key: A key stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.`},
		"duplicate in skipped":    {`{"format_version":"1.2","planned_values":{},"variables":{"a":1,"a":2}}`, `plan.json:1:64: Duplicate key: A key stands twice in one object. Which of the two counts would differ from reader to reader, so the plan is refused.`},
		"case variant":            {`{"format_version":"1.2","planned_values":{},"Errored":true}`, `plan.json:1:45: Ambiguous key: The key "Errored" differs from "errored" by case only. Some readers take one for the other, so the plan is refused.`},
		"case variant of change":  {head + `{"address":"a.b","mode":"managed","type":"a","Change":{},"change":{"actions":["no-op"]}}` + tail, `plan.json:1:155: Ambiguous key: The key "Change" differs from "change" by case only. Some readers take one for the other, so the plan is refused.`},
		"case variant of actions": {head + change(`["no-op"]`, `,"ACTIONS":["create"]`) + tail, `plan.json:1:218: Ambiguous key: The key "ACTIONS" differs from "actions" by case only. Some readers take one for the other, so the plan is refused.`},
		"invalid UTF-8":           {head + change(`["create"]`, ",\"after\":{\"name\":\"a\xffb\"}") + tail, `plan.json:1:237: Not UTF-8: A string holds bytes that are not UTF-8.`},
		"nested too deeply":       {`{"format_version":"1.2","variables":` + strings.Repeat("[", 300) + strings.Repeat("]", 300) + "}", "plan.json:1:292: Nested too deeply: Values nest more than 256 deep. No plan does."},
		"nested too deeply later": {`{"format_version":"1.2","prior_state":{"checks":` + strings.Repeat("[", 300) + strings.Repeat("]", 300) + "}}", "plan.json:1:303: Nested too deeply: Values nest more than 256 deep. No plan does."},
		"UTF-16":                  {utf16Text("{}"), "plan.json: Not UTF-8: The file is UTF-16, as PowerShell's > writes it. Write it with: terraform show -json PLAN | Out-File -Encoding utf8NoBOM plan.json"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Decode([]byte(c.src), "plan.json", Options{})
			if err == nil {
				t.Fatalf("accepted: %+v", p)
			}
			var own *Error
			if !errors.As(err, &own) {
				t.Errorf("error of type %T", err)
			}
			if diff := cmp.Diff(c.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func utf16Text(s string) string {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}

// TestDecodeAccepts: what is unusual and all the same one complete plan.
func TestDecodeAccepts(t *testing.T) {
	for name, c := range map[string]struct {
		src string
		opt Options
	}{
		"outputs only":             {`{"format_version":"1.2","planned_values":{"outputs":{}},"complete":true,"errored":false}`, Options{}},
		"old, no flags at the end": {`{"format_version":"0.1","terraform_version":"0.12.1","planned_values":{},"resource_changes":null}`, Options{}},
		"byte order mark":          {"\ufeff" + head + tail, Options{}},
		"unknown members":          {`{"format_version":"1.9","planned_values":{},"novelty":{"a":[1]}}`, Options{}},
		"action invocations":       {`{"format_version":"1.2","planned_values":{},"action_invocations":[{"address":"action.x.y"}],"complete":true}`, Options{}},
		"no configuration":         {`{"format_version":"1.2","planned_values":{},"resource_changes":[` + change(`["create"]`, `,"after":{"name":"a"}`) + `]}`, Options{}},
		"empty configuration":      {`{"format_version":"1.2","planned_values":{},"configuration":{"root_module":{"module_calls":{"m":{"module":{}}}}},"prior_state":null}`, Options{}},
		"forget then create":       {head + change(`["forget","create"]`, "") + tail, Options{}},
		"incomplete, admitted":     {`{"format_version":"1.2","planned_values":{},"complete":false}`, Options{AllowIncomplete: true}},
		"deferred, admitted":       {`{"format_version":"1.2","planned_values":{},"deferred_changes":[{}]}`, Options{AllowIncomplete: true}},
		"drift without address":    {`{"format_version":"0.2","planned_values":{},"resource_drift":[{"mode":"managed","type":"aws_iam_role","change":{"actions":["update"]}}]}`, Options{}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := Decode([]byte(c.src), "plan.json", c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if p.Incomplete != c.opt.AllowIncomplete {
				t.Errorf("Incomplete = %v", p.Incomplete)
			}
			if _, err := p.Change(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDecodeHonoursEscapes: names that mean something may be written with
// escapes, and values too; whoever looks for their bytes misses them.
func TestDecodeHonoursEscapes(t *testing.T) {
	src := strings.NewReplacer(`"type"`, `"\u0074ype"`, `"aws_iam_role"`, `"aws_iam\u005frole"`, `"change"`, `"chang\u0065"`, `"errored":false`, `"\u0065rrored":false`).
		Replace(head + change(`["create"]`, `,"after":{"name":"a"}`) + tail)
	p, err := Decode([]byte(src), "p", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Changes) != 1 || p.Judged != 1 || p.Changes[0].Type != "aws_iam_role" {
		t.Errorf("%d changes, %d judged", len(p.Changes), p.Judged)
	}
	src = strings.Replace(src, `"\u0065rrored":false`, `"err\u006fred":true`, 1)
	if _, err := Decode([]byte(src), "p", Options{}); err == nil || !strings.Contains(err.Error(), "Errored plan") {
		t.Error(err)
	}
}

// TestDecodeErroredIsNeverAdmitted: --allow-incomplete does not reach that far.
func TestDecodeErroredIsNeverAdmitted(t *testing.T) {
	_, err := Decode([]byte(`{"format_version":"1.2","planned_values":{},"complete":false,"errored":true}`), "p", Options{AllowIncomplete: true})
	if err == nil || !strings.Contains(err.Error(), "Errored plan") {
		t.Error(err)
	}
}

// FuzzDecode: any bytes give a plan or an error with words, and never a panic;
// what is read can be built into an account.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(head + change(`["create"]`, `,"before":null,"after":{"name":"a","inline_policy":[{"policy":"{}"}],"tags":{"a":null}},"after_unknown":{"arn":true,"tags":[true]}`) + tail))
	f.Add([]byte(head + `{"address":"x.y[\"a.b\"]","mode":"data","type":"aws_iam_policy_document","change":{"actions":["read"],"after":{"statement":[{"resources":[null]}]},"after_unknown":{"statement":[{"resources":[true]}]}}}` + tail))
	f.Add([]byte(`{"format_version":"1.0","configuration":{"root_module":{"resources":[{"expressions":{"a":[{"b":{"references":["var.x",1]}}],"c":{"constant_value":{}}}}]}},"prior_state":{"values":{}}}`))
	small, err := filepath.Glob("../../testdata/plans/*/plan.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range small {
		if src, err := os.ReadFile(file); err == nil && len(src) < 12_000 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		p, err := Decode(src, "p", Options{AllowIncomplete: true})
		if err != nil {
			var own *Error
			if !errors.As(err, &own) || own.Summary == "" || own.Detail == "" || own.Line < 0 {
				t.Errorf("%T: %v", err, err)
			}
			return
		}
		change, err := p.Change(nil)
		if err != nil {
			return // the configuration section may be of any shape
		}
		if _, err := p.Accounts(nil); err != nil {
			t.Error(err)
		}
		for _, q := range change.After.Principals {
			_ = fmt.Sprint(q.Label(), q.Key(), q.Requester())
			_ = q.Access()
		}
	})
}
