// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

const anything = `"Action":"*","Resource":"*"`

func allow(rest string) string { return `{"Effect":"Allow",` + rest + `}` }

func deny(rest string) string { return `{"Effect":"Deny",` + rest + `}` }

func docOf(statements ...string) string { return wrap(strings.Join(statements, ",")) }

// when writes a condition.
func when(operator, key string, values ...string) string {
	return `,"Condition":{"` + operator + `":{"` + key + `":` + string(mustJSON(values)) + `}}`
}

// verdict is what a table expects of an answer: the result, and for Yes the
// witness, for Undetermined the reason.
func verdict(a decide.Answer) string {
	switch a.Result {
	case decide.Yes:
		w := a.Witness
		out := "yes: " + w.Principal + " " + w.Action + " " + w.Resource
		if len(w.Context) > 0 {
			out += " " + string(mustJSON(w.Context))
		}
		return out
	case decide.Undetermined:
		return "undetermined: " + a.Reason + "; settled by " + a.SettledBy
	}
	return a.Result.String()
}

// holes are what the characters of the documents in these tests stand for.
var holes = []policy.Hole{{Name: "aws_iam_role.ci.arn"}, {Name: "aws_s3_bucket.images.arn"}, {Name: "var.any", Wild: true}, {Name: "data.aws_caller_identity.me.account_id"}}

func hole(i int) string { return string(policy.HoleRune(i)) }

const (
	ci = iota
	images
	whatever
	me
)

func reads(t testing.TB, src string, kind policy.Kind) *policy.Document {
	t.Helper()
	if src == "" {
		return nil
	}
	d, problems := policy.Parse([]byte(src), kind, policy.WithHoles(holes))
	if d == nil {
		t.Fatalf("%s: %v", src, problems)
	}
	return d
}

// TestDocumentNewAccess holds answers about two documents, each with its
// witness or its reason.
func TestDocumentNewAccess(t *testing.T) {
	const role = "arn:aws:iam::123456789012:role/example"
	for _, c := range []struct {
		name     string
		kind     policy.Kind
		old, new string
		want     string
	}{
		{"nothing before", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"`)), "yes: " + role + " s3:GetObject arn:aws:s3:::b/example"},
		{"nothing after", policy.Identity, docOf(allow(anything)), "", "no"},
		{"nothing at all", policy.Identity, "", "", "no"},
		{"a wider action", policy.Identity, docOf(allow(`"Action":"s3:Get*","Resource":"*"`)), docOf(allow(`"Action":"s3:*","Resource":"*"`)), "yes: " + role + " s3:AbortMultipartUpload arn:aws:s3:::example/example"},
		{"a narrower action", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"*"`)), docOf(allow(`"Action":["s3:Get*","s3:PutObject"],"Resource":"*"`)), "no"},
		{"the same in parts", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]`)), docOf(allow(`"Action":"s3:*","Resource":"arn:aws:s3:::b"`), allow(`"Action":"s3:*","Resource":"arn:aws:s3:::a"`)), "no"},
		{"a pattern in parts", policy.Identity, docOf(allow(`"Action":["s3:a*","s3:b*"],"Resource":"*"`), allow(`"Action":"s3:*","NotResource":"arn:aws:s3:::x"`)), docOf(allow(`"Action":"s3:*","NotResource":"arn:aws:s3:::x*"`)), "no"},
		{"a deny taken away", policy.Identity, docOf(allow(anything), deny(`"Action":"iam:CreateUser","Resource":"*"`)), docOf(allow(anything)), "yes: " + role + " iam:CreateUser arn:aws:iam::123456789012:user/example"},
		{"an invented action", policy.Identity, "", docOf(allow(`"Action":"zz:*","Resource":"*"`)), "yes: " + role + " zz:exampleexample *"},
		{"a condition taken away", policy.Identity, docOf(allow(anything + when("Bool", "aws:MultiFactorAuthPresent", "true"))), docOf(allow(anything)), "yes: " + role + " a2c:GetContainerizationJobDetails *"},
		{"a condition that only IfExists", policy.Identity, docOf(allow(anything + when("BoolIfExists", "aws:MultiFactorAuthPresent", "true"))), docOf(allow(anything + when("Null", "aws:MultiFactorAuthPresent", "false"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:MultiFactorAuthPresent":["false"]}`},
		{"nothing is left between two booleans", policy.Identity, docOf(allow(anything+when("Bool", "aws:SecureTransport", "true")), allow(anything+when("Bool", "aws:SecureTransport", "false")), allow(anything+when("Null", "aws:SecureTransport", "true"))), docOf(allow(anything)), "no"},
		{"but of a text there is", policy.Identity, docOf(allow(anything+when("Bool", "aws:PrincipalTag/x", "true", "false")), allow(anything+when("Null", "aws:PrincipalTag/x", "true"))), docOf(allow(anything)), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:PrincipalTag/x":["x"]}`},
		{"a boolean compared as text", policy.Identity, docOf(allow(anything+when("StringEquals", "aws:SecureTransport", "true", "false")), allow(anything+when("Null", "aws:SecureTransport", "true"))), docOf(allow(anything)), "no"},
		{"a number beyond the whole ones", policy.Identity, docOf(allow(anything + when("NumericLessThanEquals", "k:n", "1e17"))), docOf(allow(anything + when("NumericGreaterThan", "k:n", "1"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"k:n":["100000000000000020"]}`},
		{"a very large number", policy.Identity, docOf(allow(anything + when("NumericLessThan", "k:n", "1e300"))), docOf(allow(anything + when("NumericGreaterThan", "k:n", "1"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"k:n":["1e+300"]}`},
		{"between two numbers", policy.Identity, docOf(allow(anything+when("NumericLessThanEquals", "k:n", "1")), allow(anything+when("NumericGreaterThanEquals", "k:n", "2"))), docOf(allow(anything + when("NumericGreaterThan", "k:n", "0"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"k:n":["1.5"]}`},
		{"a very small number", policy.Identity, docOf(allow(anything+when("NumericLessThanEquals", "k:n", "0")), allow(anything+when("NumericGreaterThanEquals", "k:n", "1e-300"))), docOf(allow(anything + when("NumericLessThan", "k:n", "1e-300"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"k:n":["5e-301"]}`},
		{"a date of five digits", policy.Identity, docOf(allow(anything + when("DateLessThanEquals", "aws:CurrentTime", "1000000000000"))), docOf(allow(anything + when("DateGreaterThan", "aws:CurrentTime", "2026-01-01"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:CurrentTime":["1000000000001"]}`},
		{"between two dates", policy.Identity, docOf(allow(anything+when("DateLessThanEquals", "aws:CurrentTime", "2026-01-01")), allow(anything+when("DateGreaterThanEquals", "aws:CurrentTime", "2026-01-03"))), docOf(allow(anything + when("DateGreaterThan", "aws:CurrentTime", "2025-01-01"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:CurrentTime":["2026-01-01T00:00:01Z"]}`},
		{"addresses in parts", policy.Identity, docOf(allow(anything + when("IpAddress", "aws:SourceIp", "10.0.0.0/9", "10.128.0.0/9"))), docOf(allow(anything + when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))), "no"},
		{"addresses with a gap", policy.Identity, docOf(allow(anything + when("IpAddress", "aws:SourceIp", "10.0.0.0/9", "10.128.0.0/10"))), docOf(allow(anything + when("IpAddress", "aws:SourceIp", "10.0.0.0/8"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"aws:SourceIp":["10.255.255.255"]}`},
		{"a set", policy.Identity, docOf(allow(anything + when("ForAllValues:StringEquals", "k:s", "a"))), docOf(allow(anything + when("ForAnyValue:StringEquals", "k:s", "a"))), "yes: " + role + ` a2c:GetContainerizationJobDetails * {"k:s":["a","example"]}`},
		{"literals of which a variable tells one", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::aa","arn:aws:s3:::bb"]`), deny(`"Action":"*","Resource":["arn:aws:s3:::aa","arn:aws:s3:::${aws:username}"]`)), "yes: " + role + " s3:GetObject arn:aws:s3:::bb"},
		{"the same variable", policy.Identity, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*"`)), docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::b/${AWS:UserName}/x/*"`)), "no"},
		{"a variable widened", policy.Identity, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*"`)), docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::b/*"`)), "yes: " + role + " s3:AbortMultipartUpload arn:aws:s3:::b/example"},
		{"a variable against a name", policy.Identity, docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::b/bob/*"`)), docOf(allow(`"Action":"*","Resource":"arn:aws:s3:::b/${aws:username}/*"`)), "yes: arn:aws:iam::123456789012:user/example-aws-username s3:AbortMultipartUpload arn:aws:s3:::b/example-aws-username/example" + ` {"aws:username":["example-aws-username"]}`},
		{"a variable within a deny", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::bob"`), deny(`"Action":"*","NotResource":"arn:aws:s3:::${k:n}"`)), "yes: " + exampleRole + ` s3:GetObject arn:aws:s3:::bob {"k:n":["bob"]}`},
		{"an operator that nobody knows", policy.Identity, "", docOf(allow(anything + when("StringIs", "k:v", "a"))), `undetermined: unknown condition operator "StringIs"; settled by a request with the values in question, given to policy eval`},
		{"an ARN pattern of three parts", policy.Identity, "", docOf(allow(anything + when("ArnLike", "k:v", "arn:aws:s3"))), `undetermined: an ARN pattern of ArnLike k:v has fewer than six parts; settled by a request with the values in question, given to policy eval`},
		{"readings", policy.Identity, "", docOf(allow(`"Action":"*","Resource":"arn:aws:s3"`)), `undetermined: the outcome depends on how AWS reads a star inside an ARN segment, or an ARN with fewer than six segments, which it does not document; settled by ARNs with all six segments, and no star inside one of the first five`},
		{"readings against themselves", policy.Identity, docOf(allow(`"Action":"*","Resource":["arn:aws:s3","arn:aws:sns:a*b:1:t"]`)), docOf(allow(`"Action":"*","Resource":["arn:aws:s3","arn:aws:sns:a*b:1:t"]`)), "no"},
		{"a value that may be anything", policy.Identity, "", docOf(allow(`"Action":"s3:*","Resource":"` + hole(whatever) + `"`)), `undetermined: a statement holds a value that is not known until apply and may be anything; settled by the configuration's source (--source), or a plan made after the value is known`},
		{"the same value that may be anything", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"` + hole(whatever) + `"`)), docOf(allow(`"Sid":"A","Action":"S3:*","Resource":["` + hole(whatever) + `"]`)), "no"},
		{"an action that may be anything", policy.Identity, docOf(allow(anything)), docOf(allow(`"Action":"` + hole(whatever) + `","Resource":"*"`)), "no"},
		{"a deny that may be of anything leaves another service", policy.Identity, "", docOf(allow(`"Action":"ec2:RunInstances","Resource":"*"`), deny(`"Action":"s3:*","Resource":"`+hole(whatever)+`"`)), "yes: " + role + " ec2:RunInstances arn:aws:ec2:us-east-1::image/example"},
		{"a deny but of what may be anything", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":["arn:aws:s3:::b/k"]`), deny(`"Action":"s3:*","NotResource":["`+hole(whatever)+`","arn:aws:s3:::b/*"]`)), "yes: " + role + " s3:GetObject arn:aws:s3:::b/k"},
		{"a named value", policy.Identity, docOf(allow(`"Action":"s3:*","Resource":"` + hole(images) + `"`)), docOf(allow(`"Action":"s3:*","Resource":["` + hole(images) + `","` + hole(images) + `/*"]`)), "yes: " + role + " s3:AbortMultipartUpload <aws_s3_bucket.images.arn>/example"},
		{"a named value in a condition", policy.Resource, docOf(allow(`"Principal":"*",` + anything + when("ArnEquals", "aws:SourceArn", hole(images)))), docOf(allow(`"Principal":"*",` + anything + when("ArnEquals", "aws:SourceArn", hole(images)))), "no"},
		{"a statement without an action", policy.Identity, "", docOf(allow(`"Resource":"*"`)), "no"},
		{"NotAction", policy.Identity, docOf(allow(`"NotAction":["iam:*","s3:*"],"Resource":"*"`)), docOf(allow(`"NotAction":["iam:*"],"Resource":"*"`)), "yes: " + role + " s3:AbortMultipartUpload arn:aws:s3:::example/example"},

		{"an action with a named value", policy.Identity, "", docOf(allow(`"Action":"s3:` + hole(images) + `","Resource":"arn:aws:s3:::b"`)), "undetermined: a value that is not known until apply is compared with a pattern: <aws_s3_bucket.images.arn>; settled by the configuration's source (--source), or a plan made after the value is known"},
		{"a pattern of actions with a named value", policy.Identity, "", docOf(allow(`"Action":"s3:Get` + hole(images) + `","Resource":"arn:aws:s3:::b"`)), "undetermined: conditions on keys that depend on each other could not be met together; settled by a request with the values in question, given to policy eval"},
		{"a default where the key is absent", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::${k:n, 'none'}"` + when("Null", "k:n", "true"))), "yes: " + role + " s3:GetObject arn:aws:s3:::none"},
		{"the principal's account", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b-${aws:PrincipalAccount}/k"`)), "yes: " + role + " s3:GetObject arn:aws:s3:::b-123456789012/k"},
		{"the resource's account", policy.Identity, "", docOf(allow(`"Action":"s3:GetObject","Resource":"arn:aws:s3:::b-${aws:ResourceAccount}/k"`)), "yes: " + role + ` s3:GetObject arn:aws:s3:::b-example-aws-resourceaccount/k {"aws:ResourceAccount":["example-aws-resourceaccount"]}`},
		{"an account and a user of another", policy.Identity, "", docOf(allow(anything + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/*"},"StringEquals":{"aws:PrincipalAccount":"444455556666"}}`)), "no"},
		{"a role with a user's name", policy.Identity, "", docOf(allow(anything + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"},"StringLike":{"aws:username":"*"}}`)), "no"},
		{"a user of that name", policy.Identity, "", docOf(allow(anything + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:user/bob"},"StringLike":{"aws:username":"bob"}}`)), "yes: arn:aws:iam::123456789012:user/bob a2c:GetContainerizationJobDetails * {\"aws:PrincipalArn\":[\"arn:aws:iam::123456789012:user/bob\"],\"aws:username\":[\"bob\"]}"},

		{"SCP taken away", policy.SCP, docOf(allow(`"Action":"s3:*","Resource":"*"`)), "", "yes: " + role + " a2c:GetContainerizationJobDetails *"},
		{"SCP put there", policy.SCP, "", docOf(allow(`"Action":"s3:*","Resource":"*"`)), "no"},
		{"SCP of denies loosened", policy.SCP, docOf(deny(`"Action":["s3:DeleteBucket","iam:*"],"Resource":"*"`)), docOf(deny(`"Action":"iam:*","Resource":"*"`)), "yes: " + role + " s3:DeleteBucket arn:aws:s3:::example"},
		{"SCP about the root", policy.SCP, docOf(allow(anything), deny(anything+when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:root"))), docOf(allow(anything)), "yes: arn:aws:iam::123456789012:root a2c:GetContainerizationJobDetails * {\"aws:PrincipalArn\":[\"arn:aws:iam::123456789012:root\"]}"},
		{"RCP about who has no account", policy.RCP, docOf(deny(`"Principal":"*",` + anything + when("Null", "aws:PrincipalAccount", "true"))), "", "yes: example.amazonaws.com a2c:GetContainerizationJobDetails *"},

		{"trust of an account", policy.Trust, "", docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"`)), "yes: arn:aws:iam::111122223333:role/example sts:AssumeRole arn:aws:iam::123456789012:role/example"},
		{"trust of a role of the account", policy.Trust, docOf(allow(`"Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"`)), docOf(allow(`"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},"Action":"sts:AssumeRole"`)), "no"},
		{"trust of a role by reference", policy.Trust, "", docOf(allow(`"Principal":{"AWS":"` + hole(ci) + `"},"Action":"sts:AssumeRole"`)), "yes: <aws_iam_role.ci.arn> sts:AssumeRole arn:aws:iam::123456789012:role/example"},
		{"trust of an account by reference", policy.Trust, "", docOf(allow(`"Principal":{"AWS":"arn:aws:iam::` + hole(me) + `:root"},"Action":"sts:AssumeRole"`)), "yes: arn:aws:iam::<data.aws_caller_identity.me.account_id>:role/example sts:AssumeRole arn:aws:iam::123456789012:role/example"},
		{"trust of whoever it may be", policy.Trust, "", docOf(allow(`"Principal":{"AWS":"` + hole(whatever) + `"},"Action":"sts:AssumeRole"`)), "yes: <var.any> sts:AssumeRole arn:aws:iam::123456789012:role/example"},
		{"the same whoever it may be", policy.Trust, docOf(allow(`"Principal":{"AWS":"` + hole(whatever) + `"},"Action":"sts:AssumeRole"`)), docOf(allow(`"Principal":{"AWS":"` + hole(whatever) + `"},"Action":"sts:AssumeRole"`)), "no"},
		{"a service", policy.Trust, docOf(allow(`"Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"`)), docOf(allow(`"Principal":{"Service":["ec2.amazonaws.com","lambda.amazonaws.com"]},"Action":"sts:AssumeRole"`)), "yes: lambda.amazonaws.com sts:AssumeRole arn:aws:iam::123456789012:role/example"},
		{"a provider", policy.Trust, "", docOf(allow(`"Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity"` + when("StringEquals", "accounts.google.com:aud", "x"))), `yes: accounts.google.com sts:AssumeRoleWithWebIdentity arn:aws:iam::123456789012:role/example {"accounts.google.com:aud":["x"]}`},
		{"anonymous", policy.Resource, docOf(allow(`"Principal":"*",` + anything + when("StringLike", "aws:PrincipalAccount", "*"))), docOf(allow(`"Principal":"*",` + anything + when("Null", "aws:PrincipalAccount", "true"))), "yes: example.amazonaws.com a2c:GetContainerizationJobDetails *"},
		{"a canonical user", policy.Resource, "", docOf(allow(`"Principal":{"CanonicalUser":"79a5"},` + anything)), "yes: 79a5 a2c:GetContainerizationJobDetails *"},
		{"a pattern of accounts", policy.Resource, "", docOf(allow(`"Principal":"*",` + anything + when("StringLike", "aws:PrincipalAccount", "55*"))), `yes: arn:aws:iam::557777777777:role/example a2c:GetContainerizationJobDetails * {"aws:PrincipalAccount":["557777777777"]}`},
		{"a pattern of ARNs", policy.Resource, "", docOf(allow(`"Principal":"*",` + anything + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::5*:user/x*"))), `yes: arn:aws:iam::577777777777:user/x a2c:GetContainerizationJobDetails * {"aws:PrincipalArn":["arn:aws:iam::577777777777:user/x"]}`},
		{"an account and an ARN of another", policy.Resource, "", docOf(allow(`"Principal":"*",` + anything + `,"Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::5*:user/*"},"StringLike":{"aws:PrincipalAccount":"6*"}}`)), "undetermined: conditions on keys that depend on each other could not be met together; settled by a request with the values in question, given to policy eval"},
		{"a role by the ARN of its account", policy.Resource, "", docOf(allow(`"Principal":{"AWS":"111122223333"},` + anything + when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::444455556666:*"))), "no"},
		{"a root", policy.Resource, "", docOf(allow(`"Principal":"*",` + anything + when("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::111122223333:root"))), `yes: arn:aws:iam::111122223333:root a2c:GetContainerizationJobDetails * {"aws:PrincipalArn":["arn:aws:iam::111122223333:root"]}`},
		{"a federated user", policy.Resource, "", docOf(allow(`"Principal":"*",` + anything + when("ArnLike", "aws:PrincipalArn", "arn:aws:sts::111122223333:federated-user/*"))), `yes: arn:aws:sts::111122223333:federated-user/example a2c:GetContainerizationJobDetails * {"aws:PrincipalArn":["arn:aws:sts::111122223333:federated-user/example"]}`},
		{"a user by name", policy.Resource, "", docOf(allow(`"Principal":{"AWS":"111122223333"},` + anything + when("StringLike", "aws:username", "b*"))), `yes: arn:aws:iam::111122223333:user/bexample a2c:GetContainerizationJobDetails * {"aws:username":["bexample"]}`},
		{"a session that NotPrincipal left out", policy.Resource, docOf(allow(`"Principal":"*",`+anything), deny(`"NotPrincipal":{"AWS":["111122223333","arn:aws:iam::111122223333:role/R"]},`+anything)), docOf(allow(`"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},` + anything)), "yes: arn:aws:sts::111122223333:assumed-role/R/example a2c:GetContainerizationJobDetails *"},
		{"everybody but one role", policy.Resource, docOf(allow(`"Principal":"*",`+anything), deny(`"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},`+anything)), docOf(allow(`"Principal":"*",` + anything)), "yes: arn:aws:iam::111122223333:role/R a2c:GetContainerizationJobDetails *"},
		{"a role that may be a reference", policy.Resource, "", docOf(allow(`"Principal":"*",` + anything + when("ArnEquals", "aws:PrincipalArn", hole(ci)))), "undetermined: a value that is not known until apply is compared with a pattern: <aws_iam_role.ci.arn>; settled by the configuration's source (--source), or a plan made after the value is known"},
		{"an account of the documents in the resource", policy.Resource, docOf(allow(`"Principal":{"AWS":"111122223333"},` + anything)), docOf(allow(`"Principal":"*","Action":"*","Resource":"arn:aws:sqs:eu-west-1:111122223333:q"`)), "yes: arn:aws:iam::999999999999:role/example sqs:AddPermission arn:aws:sqs:eu-west-1:111122223333:q"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := decide.DocumentNewAccess(reads(t, c.old, c.kind), reads(t, c.new, c.kind), c.kind, decide.Options{})
			if diff := cmp.Diff(c.want, verdict(a)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
