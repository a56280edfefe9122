// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// TestWitness holds which request is shown where many would do.
func TestWitness(t *testing.T) {
	const object = `"Action":"s3:GetObject","Resource":`
	plain := decide.Options{Plain: true}
	for _, c := range []struct {
		name string
		kind policy.Kind
		src  string
		opt  decide.Options
		want string
	}{
		{"an object for what takes objects", policy.Identity, docOf(allow(object + `["arn:aws:s3:::b","arn:aws:s3:::b/k"]`)), decide.Options{}, "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b/k"},
		{"the first of a list, plainly", policy.Identity, docOf(allow(object + `["arn:aws:s3:::b","arn:aws:s3:::b/k"]`)), plain, "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b"},
		{"an action for a bucket", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b"`)), decide.Options{}, "yes: " + exampleRole + " s3:AllowVendedLogDeliveryForResource arn:aws:s3:::b"},
		{"the second action that AWS has, where the first one takes what is denied", policy.Identity, docOf(allow(`"Action":"iam:*","Resource":"arn:aws:iam::123456789012:*"`), deny(`"Action":"*","Resource":["*:example","arn:aws:iam::*:delegation-request/*"]`)), decide.Options{}, "yes: arn:aws:iam::123456789012:role/example iam:AddClientIDToOpenIDConnectProvider arn:aws:iam::123456789012:oidc-provider/example"},
		{"an action that AWS has, after many that are denied", policy.Identity, docOf(allow(`"Action":"iam:*","Resource":"*"`), deny(`"Action":["iam:A*","iam:C*"],"Resource":"*"`)), decide.Options{}, "yes: " + exampleRole + " iam:DeactivateMFADevice arn:aws:iam::123456789012:user/example"},
		{"a resource of the first statement", policy.Identity, docOf(allow(object+`"arn:aws:s3:::b/k"`), allow(object+`"arn:aws:s3:::example/*"`)), decide.Options{}, "yes: " + exampleRole + " s3:GetObject arn:aws:s3:::b/k"},
		{"a region that is usual", policy.Identity, docOf(allow(`"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:123456789012:q"`)), plain, "yes: " + exampleRole + " sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:q"},
		{"another region than the usual one", policy.Identity, docOf(allow(`"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:*:123456789012:q"`), deny(`"Action":"*","Resource":"arn:aws:sqs:us-east-1:*:*"`)), decide.Options{}, "yes: " + exampleRole + " sqs:SendMessage arn:aws:sqs:example:123456789012:q"},
		{"a service of any name", policy.Identity, docOf(allow(`"Action":"zz:a","Resource":"arn:aws:*:us-east-1:123456789012:x"`)), plain, "yes: " + exampleRole + " zz:a arn:aws:example:us-east-1:123456789012:x"},
		{"a variable with a default", policy.Identity, docOf(allow(object + `"arn:aws:s3:::${k:n, 'none'}"`)), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::example-k-n {"k:n":["example-k-n"]}`},
		{"somebody of the resource's account", policy.Identity, docOf(allow(`"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:222233334444:q"`)), decide.Options{}, "yes: arn:aws:iam::222233334444:role/example sqs:SendMessage arn:aws:sqs:us-east-1:222233334444:q"},
		{"the account of a source", policy.Resource, docOf(allow(`"Principal":"*","Action":"sqs:SendMessage","Resource":"*"` + when("ArnLike", "aws:SourceArn", "arn:aws:sns:us-east-1:*:t"))), decide.Options{}, "yes: " + exampleRole + ` sqs:SendMessage arn:aws:sqs:us-east-1:123456789012:example {"aws:SourceArn":["arn:aws:sns:us-east-1:123456789012:t"]}`},
		{"the first of two types of one length", policy.Identity, docOf(allow(`"Action":"appstream:AssociateFleet","Resource":"*"`)), decide.Options{}, "yes: " + exampleRole + " appstream:AssociateFleet arn:aws:appstream:us-east-1:123456789012:fleet/example"},
		{"a name within an ARN of any account", policy.Resource, docOf(allow(`"Principal":"*","Action":"sqs:SendMessage","Resource":"*"` + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/?*"))), decide.Options{}, `yes: arn:aws:iam::999999999999:role/example sqs:SendMessage arn:aws:sqs:us-east-1:999999999999:example {"aws:PrincipalArn":["arn:aws:iam::999999999999:role/example"]}`},
		{"a number, which is all that a key of numbers holds", policy.Identity, docOf(allow(object + `"arn:aws:s3:::b/k"` + when("Null", "aws:MultiFactorAuthAge", "false"))), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::b/k {"aws:MultiFactorAuthAge":["7"]}`},
		{"a date, compared as text", policy.Identity, docOf(allow(object + `"arn:aws:s3:::b/k","Condition":{"Null":{"aws:TokenIssueTime":"false"},"StringNotEquals":{"aws:TokenIssueTime":"x"}}`)), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::b/k {"aws:TokenIssueTime":["2026-01-01T00:00:00Z"]}`},
		{"an address in a variable", policy.Identity, docOf(allow(object + `"arn:aws:s3:::b/${aws:SourceIp}"`)), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::b/198.51.100.7 {"aws:SourceIp":["198.51.100.7"]}`},
		{"a boolean in a variable", policy.Identity, docOf(allow(object + `"arn:aws:s3:::b/${aws:SecureTransport}"`)), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::b/false {"aws:SecureTransport":["false"]}`},
		{"a variable of a key that may be absent", policy.Identity, docOf(allow(object + `"arn:aws:s3:::${k:n}"` + when("StringNotEquals", "k:n", "x"))), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::example-k-n {"k:n":["example-k-n"]}`},
		{"a variable of a key that may have several values", policy.Identity, docOf(allow(object + `"arn:aws:s3:::${k:n}","Condition":{"ForAnyValue:StringLike":{"k:n":"e*"},"ForAnyValue:StringNotEquals":{"k:n":"x"}}`)), decide.Options{}, "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::example-k-n {"k:n":["example-k-n"]}`},
		{"keys that contradict each other, and a variable", policy.Identity, docOf(allow(anything + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"},"StringLike":{"aws:username":"*"},"StringEquals":{"k:a":"${k:z}"}}`)), decide.Options{}, "no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, verdict(decide.DocumentGrants(reads(t, c.src, c.kind), decide.Question{}, c.opt))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestWitnessThatIsSure holds that a resource that is sure is taken before one
// whose variable would have to equal another text.
func TestWitnessThatIsSure(t *testing.T) {
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::${k:n}/k","arn:aws:s3:::az/k"]`)), policy.Identity)}
	a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::a*"`)), policy.Boundary)
	if got, want := verdict(decide.Grants(a, decide.Question{Actions: []string{"s3:*"}}, decide.Options{})), "yes: arn:aws:iam::111122223333:role/R s3:GetObject arn:aws:s3:::az/k"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWitnessThatIsSureAndUnusual holds the same where the resource that is sure is
// none that the action takes.
func TestWitnessThatIsSureAndUnusual(t *testing.T) {
	a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
	a.Identity = []*policy.Document{reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::${k:n}/k","arn:aws:s3:::az"]`)), policy.Identity)}
	a.Boundary = reads(t, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::a*"`)), policy.Boundary)
	if got, want := verdict(decide.Grants(a, decide.Question{Actions: []string{"s3:*"}}, decide.Options{})), "yes: arn:aws:iam::111122223333:role/R s3:GetObject arn:aws:s3:::az"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestWitnessOfLongDocuments holds that what is dear to confirm is confirmed, and
// what is cheap even where finding it took all of the budget.
func TestWitnessOfLongDocuments(t *testing.T) {
	var list []string
	for i := range 6000 {
		list = append(list, fmt.Sprintf("arn:aws:s3:::%s%d/*", strings.Repeat("long-", 20), i))
	}
	long := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":`+string(mustJSON(list)))), policy.Identity)
	if a := decide.DocumentGrants(long, decide.Question{}, decide.Options{}); a.Result != decide.Yes {
		t.Errorf("a long list: %s", verdict(a))
	}
	// A list of what the action does not take is looked through, and counted.
	for i := range list {
		list[i] = strings.TrimSuffix(list[i], "/*")
	}
	buckets := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":`+string(mustJSON(list)))), policy.Identity)
	if a := decide.DocumentGrants(buckets, decide.Question{}, decide.Options{States: 2300}); a.Result != decide.Undetermined {
		t.Errorf("a long list of buckets: %s", verdict(a))
	}
	if a := decide.DocumentGrants(buckets, decide.Question{}, decide.Options{States: 3000}); a.Result != decide.Yes {
		t.Errorf("a long list of buckets: %s", verdict(a))
	}
	short := reads(t, docOf(allow(`"Action":"s3:GetObject","Resource":`+string(mustJSON(list[:20])))), policy.Identity)
	for n := 2; n < 5; n++ {
		if a := decide.DocumentGrants(short, decide.Question{}, decide.Options{States: n}); a.Result != decide.Yes {
			t.Errorf("a short list, with %d steps: %s", n, verdict(a))
		}
	}
}

// TestDearRequests holds that what it takes to match a long action, resource or value
// with many patterns is counted before it is done.
func TestDearRequests(t *testing.T) {
	long := strings.Repeat("a", 6000)
	var list []string
	for i := range 40 {
		list = append(list, fmt.Sprintf("yy:*%s%d*d", strings.Repeat("b", 40), i))
	}
	patterns := string(mustJSON(list))
	for name, src := range map[string]string{
		"action":   docOf(allow(`"Action":"zz:`+long+`","Resource":"arn:aws:zz:::x"`), deny(`"Action":`+patterns+`,"Resource":"*"`)),
		"resource": docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::`+long+`"`), deny(`"Action":"*","Resource":`+patterns)),
		"value":    docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"`+when("StringEquals", "k:v", long)), deny(`"Action":"yy:*","Resource":"*"`+when("StringLike", "k:v", list...))),
	} {
		for states, want := range map[int]decide.Result{1000: decide.Undetermined, 20000: decide.Yes} {
			if got := decide.DocumentGrants(reads(t, src, policy.Identity), decide.Question{}, decide.Options{States: states}); got.Result != want {
				t.Errorf("%s, with %d steps: %s", name, states, got.Result)
			}
		}
	}
}
