// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

const (
	baselineDir = "../examples/modules"
	inModule    = "module.baseline."
)

// baseline is the recorded plan of the account as it should be, to be weakened.
type baseline struct {
	t    *testing.T
	plan map[string]any
}

func readBaseline(t *testing.T) *baseline {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(baselineDir, "recorded", "plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	b := &baseline{t: t}
	if err := json.Unmarshal(text, &b.plan); err != nil {
		t.Fatal(err)
	}
	return b
}

// object, list and text are parts of the plan; nothing where the plan has something else.
func object(v any) map[string]any { m, _ := v.(map[string]any); return m }
func list(v any) []any            { l, _ := v.([]any); return l }
func text(v any) string           { s, _ := v.(string); return s }

// changes are the changes of resources by their address within the module.
func (b *baseline) changes() map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, c := range list(b.plan["resource_changes"]) {
		c := object(c)
		out[strings.TrimPrefix(text(c["address"]), inModule)] = c
	}
	return out
}

func (b *baseline) change(address string) map[string]any {
	b.t.Helper()
	c, ok := b.changes()[address]
	if !ok {
		b.t.Fatalf("the plan has no %s; it has %v", address, slices.Sorted(maps.Keys(b.changes())))
	}
	return object(c["change"])
}

// set gives attributes other values, which are then known.
func (b *baseline) set(address string, values map[string]any) {
	b.t.Helper()
	change := b.change(address)
	after, unknown := object(change["after"]), object(change["after_unknown"])
	for name, v := range values {
		if _, ok := after[name]; !ok && unknown[name] == nil {
			b.t.Fatalf("%s has no %s", address, name)
		}
		after[name] = v
		delete(unknown, name)
	}
	if before := object(change["before"]); before != nil {
		change["actions"] = []any{"update"}
	}
}

// replace changes a text in an attribute.
func (b *baseline) replace(address, attribute, old, with string) {
	b.t.Helper()
	was := text(object(b.change(address)["after"])[attribute])
	if !strings.Contains(was, old) {
		b.t.Fatalf("%s of %s does not hold %q: %s", attribute, address, old, was)
	}
	b.set(address, map[string]any{attribute: strings.ReplaceAll(was, old, with)})
}

// remove takes a resource out of the plan, or in a standing account deletes it.
func (b *baseline) remove(address string) {
	b.t.Helper()
	change := b.change(address)
	if before := object(change["before"]); before != nil {
		change["actions"], change["after"], change["after_unknown"] = []any{"delete"}, nil, map[string]any{}
		return
	}
	all := list(b.plan["resource_changes"])
	b.plan["resource_changes"] = slices.DeleteFunc(all, func(c any) bool { return object(c)["address"] == inModule+address })
}

// stand makes the account one that is there already, as far as the plan knows it.
func (b *baseline) stand() {
	for _, c := range b.changes() {
		change := object(c["change"])
		written, err := json.Marshal(change["after"])
		if err != nil {
			b.t.Fatal(err)
		}
		var before map[string]any
		if err := json.Unmarshal(written, &before); err != nil {
			b.t.Fatal(err)
		}
		// What names a bucket is not known before there is one.
		for name, bucket := range map[string]string{"audit": "clinic-audit-123456789012", "config": "clinic-config-123456789012", "records": "clinic-records-123456789012"} {
			if strings.HasPrefix(text(c["type"]), "aws_s3_bucket") && c["name"] == name {
				for _, side := range []map[string]any{before, object(change["after"])} {
					side["bucket"], side["id"] = bucket, bucket
				}
			}
		}
		change["actions"], change["before"], change["before_sensitive"], change["after_unknown"] = []any{"no-op"}, before, map[string]any{}, map[string]any{}
	}
}

// unblock takes away what keeps records from the public, whatever their policy says.
func (b *baseline) unblock() {
	b.t.Helper()
	b.remove("aws_s3_bucket_public_access_block.records")
	b.remove("aws_s3_account_public_access_block.this")
}

// tlsOnly begins a policy of the bucket with records.
const tlsOnly = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::clinic-records-123456789012",` +
	`"arn:aws:s3:::clinic-records-123456789012/*"],"Condition":{"Bool":{"aws:SecureTransport":"false"}}},`

// introduced are the rules that the plan breaks, with their severities.
func (b *baseline) introduced() []string {
	b.t.Helper()
	text, err := json.Marshal(b.plan)
	if err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(b.t.TempDir(), "plan.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		b.t.Fatal(err)
	}
	p, err := plan.Read(context.Background(), file, plan.Options{Source: baselineDir})
	if err != nil {
		b.t.Fatal(err)
	}
	r, err := validator.Check(context.Background(), p, configOf(b.t, baselineDir), validator.Options{FailOn: config.Medium, Scope: validator.ScopeIntroduced, Now: now})
	if err != nil {
		b.t.Fatal(err)
	}
	out := []string{}
	for _, f := range r.Findings {
		if f.Status == "introduced" {
			out = append(out, f.Severity+" "+f.Rule)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestBaseline: in the account as it should be no rule finds anything.
func TestBaseline(t *testing.T) {
	b := readBaseline(t)
	if diff := cmp.Diff([]string{}, b.introduced()); diff != "" {
		t.Error(diff)
	}
	b.stand()
	if diff := cmp.Diff([]string{}, b.introduced()); diff != "" {
		t.Errorf("once it stands: %s", diff)
	}
}

// twins are the account with one piece of it weakened, and what that has to be called.
var twins = map[string]struct {
	standing bool
	weaken   func(*baseline)
	want     []string
}{
	"the trail in one Region": {weaken: func(b *baseline) {
		b.set("aws_cloudtrail.this", map[string]any{"is_multi_region_trail": false})
	}, want: []string{"medium trail-single-region"}},
	"the trail without validation": {weaken: func(b *baseline) {
		b.set("aws_cloudtrail.this", map[string]any{"enable_log_file_validation": false})
	}, want: []string{"medium trail-validation-off"}},
	"the trail without a key": {weaken: func(b *baseline) {
		b.set("aws_cloudtrail.this", map[string]any{"kms_key_id": nil})
	}, want: []string{"medium trail-unencrypted"}},
	"the trail stopped": {weaken: func(b *baseline) {
		b.set("aws_cloudtrail.this", map[string]any{"enable_logging": false})
	}, want: []string{"critical trail-stopped"}},
	"the trail without a log group": {weaken: func(b *baseline) {
		b.set("aws_cloudtrail.this", map[string]any{"cloud_watch_logs_group_arn": nil, "cloud_watch_logs_role_arn": nil})
	}, want: []string{"medium trail-not-monitored"}},
	"the trail without records": {weaken: func(b *baseline) {
		selectors := list(object(b.change("aws_cloudtrail.this")["after"])["advanced_event_selector"])
		b.set("aws_cloudtrail.this", map[string]any{"advanced_event_selector": selectors[:1]})
	}, want: []string{"medium phi-data-events-missing"}},
	"logs for a year": {weaken: func(b *baseline) {
		b.set("aws_cloudwatch_log_group.trail", map[string]any{"retention_in_days": 365})
	}, want: []string{"medium log-retention-short"}},
	// Either of the two would be enough to keep the records.
	"the archive for a year": {weaken: func(b *baseline) {
		rules := list(object(b.change("aws_s3_bucket_lifecycle_configuration.audit")["after"])["rule"])
		object(list(object(rules[0])["expiration"])[0])["days"] = 365
		b.remove("aws_s3_bucket_object_lock_configuration.audit")
	}, want: []string{"medium log-retention-short"}},
	"a filter left out": {weaken: func(b *baseline) {
		b.remove(`aws_cloudwatch_log_metric_filter.audit["root-use"]`)
	}, want: []string{"medium alarm-missing"}},
	"a filter of less": {weaken: func(b *baseline) {
		b.replace(`aws_cloudwatch_log_metric_filter.audit["iam-change"]`, "pattern", "($.eventName = PutRolePolicy) || ", "")
	}, want: []string{"medium alarm-missing"}},
	"an alarm that does nothing": {weaken: func(b *baseline) {
		b.set(`aws_cloudwatch_metric_alarm.audit["break-glass-use"]`, map[string]any{"alarm_actions": []any{}})
	}, want: []string{"medium alarm-missing"}},
	"a key without rotation": {weaken: func(b *baseline) {
		b.set("aws_kms_key.records", map[string]any{"enable_key_rotation": false})
	}, want: []string{"medium kms-rotation-off"}},
	"a key gone in a week": {weaken: func(b *baseline) {
		b.set("aws_kms_key.records", map[string]any{"deletion_window_in_days": 7})
	}, want: []string{"medium kms-deletion-window-short"}},
	"records without a policy": {weaken: func(b *baseline) { b.remove("aws_s3_bucket_policy.records") }, want: []string{"medium resource-transport-insecure"}},
	"records in clear on the way": {weaken: func(b *baseline) {
		b.replace("aws_s3_bucket_policy.records", "policy", `"aws:SecureTransport":"false"`, `"aws:SecureTransport":"true"`)
	}, want: []string{"medium resource-transport-insecure"}},
	// Neither the guardrail nor the public access blocks hold it back.
	"records for everybody": {weaken: func(b *baseline) {
		b.unblock()
		b.remove(`aws_organizations_policy_attachment.this["resources-1"]`)
		b.set("aws_s3_bucket_policy.records", map[string]any{"policy": tlsOnly + `{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::clinic-records-123456789012/*"}]}`})
	}, want: []string{"critical resource-public", "medium phi-store-public-access-unblocked"}},
	"records for a stranger": {weaken: func(b *baseline) {
		b.set("aws_s3_bucket_policy.records", map[string]any{"policy": tlsOnly + `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/x"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::clinic-records-123456789012/*"}]}`})
	}, want: []string{"high resource-external-undeclared"}},
	"public access not blocked": {weaken: (*baseline).unblock, want: []string{"medium phi-store-public-access-unblocked"}},
	"a short password": {weaken: func(b *baseline) {
		b.set("hipaa_account_password_policy.this", map[string]any{"minimum_password_length": 8})
	}, want: []string{"medium password-policy-weak"}},
	"a role without a boundary": {weaken: func(b *baseline) {
		b.set("aws_iam_role.trail", map[string]any{"permissions_boundary": nil})
	}, want: []string{"medium boundary-missing"}},
	"a role without tags": {weaken: func(b *baseline) {
		b.set("aws_iam_role.trail", map[string]any{"tags": nil, "tags_all": map[string]any{}})
	}, want: []string{"medium governance-tags-missing"}},
	"a role for everybody": {weaken: func(b *baseline) {
		b.replace("aws_iam_role.trail", "assume_role_policy", `{"Service":"cloudtrail.amazonaws.com"}`, `{"AWS":"*"}`)
	}, want: []string{"critical trust-public", "low trust-without-mfa"}},
	"a role for a service on anybody's behalf": {weaken: func(b *baseline) {
		b.set("aws_iam_role.trail", map[string]any{"assume_role_policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"healthlake.amazonaws.com"}}]}`})
	}, want: []string{"medium trust-service-unscoped"}},
	// Neither the boundary nor the guardrail holds it back.
	"delivery that can stop the trail": {weaken: func(b *baseline) {
		b.set("aws_iam_role.trail", map[string]any{"permissions_boundary": "arn:aws:iam::123456789012:policy/clinic/boundaries/elsewhere"})
		b.set("aws_iam_role_policy.trail", map[string]any{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudtrail:StopLogging","Resource":"*"}]}`})
		b.replace(`aws_organizations_policy.this["services-1"]`, "content", `"cloudtrail:StopLogging",`, "")
	}, want: []string{"high audit-tampering-permitted", "low guardrail-missing"}},
	"delivery that a guardrail keeps from stopping the trail": {weaken: func(b *baseline) {
		b.set("aws_iam_role.trail", map[string]any{"permissions_boundary": "arn:aws:iam::123456789012:policy/clinic/boundaries/elsewhere"})
		b.set("aws_iam_role_policy.trail", map[string]any{"policy": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudtrail:StopLogging","Resource":"*"}]}`})
	}, want: []string{}},
	"a role that lasts a day": {weaken: func(b *baseline) {
		b.set("hipaa_clinician_role.this", map[string]any{"max_session_duration": 43200})
	}, want: []string{"medium session-too-long"}},
	"a review that is due": {weaken: func(b *baseline) {
		for _, name := range []string{"tags", "tags_all"} {
			tags := object(object(b.change("aws_iam_role.trail")["after"])[name])
			tags["ReviewBy"] = "2026-10-01"
		}
	}, want: []string{"medium review-overdue"}},
	"no guardrail for the trail": {weaken: func(b *baseline) {
		b.replace(`aws_organizations_policy.this["services-1"]`, "content", `"cloudtrail:StopLogging",`, "")
	}, want: []string{"low guardrail-missing"}},

	"the trail removed":     {standing: true, weaken: func(b *baseline) { b.remove("aws_cloudtrail.this") }, want: []string{"critical trail-removed"}},
	"the log group removed": {standing: true, weaken: func(b *baseline) { b.remove("aws_cloudwatch_log_group.trail") }, want: []string{"high audit-store-removed"}},
	"the lock removed":      {standing: true, weaken: func(b *baseline) { b.remove("aws_s3_bucket_object_lock_configuration.audit") }, want: []string{"high audit-store-removed"}},
	"GuardDuty removed":     {standing: true, weaken: func(b *baseline) { b.remove("aws_guardduty_detector.this") }, want: []string{"high detection-removed"}},
	"GuardDuty off":         {standing: true, weaken: func(b *baseline) { b.set("aws_guardduty_detector.this", map[string]any{"enable": false}) }, want: []string{"high detection-removed"}},
	"Security Hub removed":  {standing: true, weaken: func(b *baseline) { b.remove("aws_securityhub_account.this") }, want: []string{"high detection-removed"}},
	"Macie removed":         {standing: true, weaken: func(b *baseline) { b.remove("aws_macie2_account.this") }, want: []string{"high detection-removed"}},
	"the analyzer removed":  {standing: true, weaken: func(b *baseline) { b.remove("aws_accessanalyzer_analyzer.this") }, want: []string{"high detection-removed"}},
	"the recorder stopped": {standing: true, weaken: func(b *baseline) {
		b.set("aws_config_configuration_recorder_status.this", map[string]any{"is_enabled": false})
	}, want: []string{"high detection-removed"}},
	"an alarm removed":            {standing: true, weaken: func(b *baseline) { b.remove(`aws_cloudwatch_metric_alarm.audit["root-use"]`) }, want: []string{"high detection-removed"}},
	"the password policy removed": {standing: true, weaken: func(b *baseline) { b.remove("hipaa_account_password_policy.this") }, want: []string{"high password-policy-removed"}},
	"a boundary taken off":        {standing: true, weaken: func(b *baseline) { b.set("aws_iam_role.trail", map[string]any{"permissions_boundary": nil}) }, want: []string{"high boundary-removed", "medium boundary-missing"}},
	"a guardrail loosened": {standing: true, weaken: func(b *baseline) {
		b.replace(`aws_organizations_policy.this["services-1"]`, "content", `"macie2:DisableMacie",`, "")
	}, want: []string{"high guardrail-weakened"}},
	"a guardrail removed": {standing: true, weaken: func(b *baseline) { b.remove(`aws_organizations_policy.this["resources-1"]`) }, want: []string{"high guardrail-weakened"}},
}

// TestBaselineTwins: each piece that is weakened is called by its name, and nothing else is.
func TestBaselineTwins(t *testing.T) {
	for name, tc := range twins {
		t.Run(name, func(t *testing.T) {
			b := readBaseline(t)
			if tc.standing {
				b.stand()
			}
			tc.weaken(b)
			if diff := cmp.Diff(tc.want, b.introduced()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
