// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// res makes a resource of the arguments in a JSON object. Of each of the others,
// "argument" is not known until apply, and "argument=address.attribute" as well,
// and refers there.
func res(t *testing.T, address, arguments string, unknown ...string) *account.Resource {
	t.Helper()
	values := map[string]any{}
	if err := json.Unmarshal([]byte(arguments), &values); err != nil {
		t.Fatal(address, err)
	}
	parts := strings.Split(address, ".")
	r := &account.Resource{Address: address, Type: parts[len(parts)-2], Account: "123456789012", Partition: "aws", Region: "us-east-1", Tags: account.Tags{Attribute: "tags", Values: map[string]string{}}}
	if tags, ok := values["tags"].(map[string]any); ok {
		for k, v := range tags {
			r.Tags.Values[k] = fmt.Sprint(v)
		}
	}
	r.ARN, _ = values["arn"].(string)
	holes, refs := map[string]any{}, map[string][]account.Reference{}
	for _, u := range unknown {
		name, to, _ := strings.Cut(u, "=")
		holes[name] = true
		if i := strings.LastIndex(to, "."); i > 0 {
			refs[name] = append(refs[name], account.Reference{Address: to[:i], Attribute: to[i+1:]})
		}
	}
	r.Values = account.Value{V: values, Unknown: holes}
	r.Follow = func(path string) []account.Reference { return refs[path] }
	r.Written = func(path string) bool { return holes[path] != nil || values[path] != nil }
	return r
}

// having makes a side of these resources; those that are stores are in Stores too.
func having(resources ...*account.Resource) *account.Account {
	a := &account.Account{}
	for _, r := range resources {
		a.Resources = append(a.Resources, r)
		switch r.Type {
		case "aws_s3_bucket", "aws_dynamodb_table", "aws_kms_key", "aws_secretsmanager_secret", "aws_sqs_queue", "aws_sns_topic", "aws_db_instance", "aws_rds_cluster", "aws_opensearch_domain":
			a.Stores = append(a.Stores, &account.Store{Address: r.Address, PreviousAddress: r.PreviousAddress, Type: r.Type, ARN: r.ARN, Tags: r.Tags, Account: r.Account, Resource: r})
		}
	}
	slices.SortStableFunc(a.Resources, func(x, y *account.Resource) int { return strings.Compare(x.Address, y.Address) })
	return a
}

// resourceCase is what one rule says of resources before and after a change.
type resourceCase struct {
	cfg           *config.Config
	before, after *account.Account
	// want are findings as judge writes them, without the rule, and "undetermined
	// ADDRESS" for what could not be judged.
	want []string
}

// judgeResources runs cases of one rule.
func judgeResources(t *testing.T, rule string, cases map[string]resourceCase) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if c.before == nil {
				c.before = &account.Account{}
			}
			r := safeguard.Judge(context.Background(), change(c.before, c.after), c.cfg, now, safeguard.Options{Only: []string{rule}})
			var got []string
			for _, f := range r.Findings {
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Status, f.Severity, f.Address)))
				if f.Message == "" || f.Remediation == "" || f.Rule != rule || !strings.HasPrefix(f.Digest, "sha256:") {
					t.Errorf("%+v", f)
				}
			}
			counted([]string{rule}, len(got) > 0)
			for _, u := range r.Undetermined {
				got = append(got, "undetermined "+u.Address)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff, r.Findings)
			}
		})
	}
}

func init() {
	for name, severity := range map[string]string{
		"user-without-mfa": "medium", "access-key-old": "medium", "mfa-enforcement-removed": "high", "guardrail-weakened": "high", "guardrail-missing": "medium", "resource-public": "critical", "resource-external-undeclared": "high", "resource-transport-insecure": "medium",
		"alarm-missing": "medium", "log-retention-short": "medium", "audit-store-removed": "high", "detection-removed": "high", "phi-data-events-missing": "medium",
	} {
		severities[name] = severity
	}
}
