// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

var (
	seed   = flag.Uint64("seed", 1, "seed of the property tests")
	rounds = flag.Float64("rounds", 1, "how many times as many questions the property tests draw")
)

// chooser draws questions from a small language, in which much collides.
type chooser struct{ *rand.Rand }

func pick[T any](c chooser, list ...T) T { return list[c.IntN(len(list))] }

func (c chooser) some(most int, from ...string) any {
	var out []any
	for range 1 + c.IntN(most) {
		out = append(out, pick(c, from...))
	}
	if len(out) == 1 && c.IntN(2) == 0 {
		return out[0]
	}
	return out
}

const (
	linked     = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/L"
	pathRole   = "arn:aws:iam::111122223333:role/p/R"
	saml       = "arn:aws:iam::111122223333:saml-provider/P"
	ec2        = "ec2.amazonaws.com"
	otherUser  = "arn:aws:iam::111122223333:user/p/U"
	keyARN     = "arn:aws:kms:eu-west-1:111122223333:key/k"
	bucketARN  = "arn:aws:s3:::b"
	objectARN  = "arn:aws:s3:::b/U/x"
	topicARN   = "arn:aws:sns:eu-west-1:444455556666:t"
	differsARN = "arn:aws:sns:eu-west-1:444455556666:t:sub"
)

// questionKey is a key of conditions: how it is compared, and what requests hold.
type questionKey struct {
	name           string
	tests          []string
	wanted, values []string
	many           bool
}

var questionKeys = []questionKey{
	{"k:Text", []string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"}, []string{"a", "A", "a*", "?", "*", "b?", "${k:Other}", "${k:Other, 'a'}*", "${*}"}, []string{"a", "A", "ab", "b", "bc", "*", "x"}, false},
	{"k:Other", []string{"StringEquals", "StringNotLike"}, []string{"a", "b*", "${aws:username}"}, []string{"a", "b", "U"}, false},
	{"k:Set", []string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"}, []string{"a", "b", "a*", "*"}, []string{"a", "b", "ab", "c"}, true},
	{"k:Count", []string{"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"}, []string{"1", "2.5", "-3", "1e3"}, []string{"1", "1.0", "2.5", "-3", "1000", "7"}, false},
	{"aws:CurrentTime", []string{"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"}, []string{"2026-01-01T00:00:00Z", "2026-06-01", "1780272000"}, []string{"2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "2026-06-01T01:00:00+01:00", "2027-01-01", "1767225600"}, false},
	{"aws:SecureTransport", []string{"Bool"}, []string{"true", "false"}, []string{"true", "false", "True"}, false},
	{"k:Raw", []string{"BinaryEquals"}, []string{"YQ==", "Yg=="}, []string{"YQ==", "Yg=="}, false},
	{"aws:SourceIp", []string{"IpAddress", "NotIpAddress"}, []string{"10.0.0.0/8", "10.1.2.3", "2001:db8::/32", "10.1.2.0/24"}, []string{"10.1.2.3", "10.200.0.1", "192.0.2.1", "2001:db8::1", "2001:db9::1"}, false},
	{"aws:SourceArn", []string{"ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", "StringLike"}, []string{topicARN, "arn:aws:sns:*:444455556666:*", "*", "arn:aws:s3:::?", "arn:aws:sns:eu-*:*:t", "arn:aws:s3:::${k:Other}"}, []string{topicARN, differsARN, bucketARN, "arn:aws:s3:::a", "x"}, false},
	{"aws:PrincipalArn", []string{"ArnLike", "ArnNotLike", "StringEquals"}, []string{role, "arn:aws:iam::*:role/*", root, user}, nil, false},
	{"aws:PrincipalAccount", []string{"StringEquals", "StringNotEquals"}, []string{"111122223333", "444455556666"}, nil, false},
	{"aws:ResourceAccount", []string{"StringEquals", "StringNotLike"}, []string{"111122223333", "4*", "${aws:PrincipalAccount}"}, nil, false},
	{"aws:username", []string{"StringEquals", "StringNotEquals", "StringLike"}, []string{"U", "*"}, nil, false},
}

func (c chooser) conditions() object {
	out := object{}
	for range 1 + c.IntN(2) {
		k := questionKeys[c.IntN(len(questionKeys))]
		op, values := pick(c, k.tests...), c.some(2, k.wanted...)
		switch c.IntN(6) {
		case 0:
			op, values = "Null", any(pick(c, "true", "false"))
		case 1:
			op += "IfExists"
		}
		if op != "Null" && (k.many && c.IntN(5) > 0 || c.IntN(12) == 0) {
			op = pick(c, "ForAllValues:", "ForAnyValue:") + op
		}
		if out[op] == nil {
			out[op] = object{}
		}
		as[object](out[op])[pick(c, k.name, k.name, upper(k.name))] = values
	}
	return out
}

func upper(s string) string { return string([]byte{s[0] &^ 0x20}) + s[1:] }

func (c chooser) statement(kind policy.Kind, effect string) object {
	s := object{"Effect": effect}
	actions := pick(c, "Action", "Action", "Action", "NotAction")
	s[actions] = c.some(3, "*", "s3:*", "S3:Get*", "s3:GetObject", "sts:*", "sts:AssumeRole", "kms:Decrypt", "kms:*", "sns:Pub?ish", "*:*", "s3:?etObject", "sts:AssumeRole*")
	if kind != policy.Trust {
		s[pick(c, "Resource", "Resource", "Resource", "NotResource")] = c.some(3, "*", bucketARN, bucketARN+"/*", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::?", keyARN, "arn:aws:kms:*:111122223333:key/*", topicARN, "arn:aws:iam::111122223333:role/*", "arn:aws:s3:::b/${k:Text, 'U'}/x")
	}
	if kind.HasPrincipal() {
		s["Principal"] = "*"
		if kind != policy.RCP && c.IntN(5) > 0 {
			entries := object{}
			for range 1 + c.IntN(4) {
				e := pick(c, [2]string{"AWS", role}, [2]string{"AWS", user}, [2]string{"AWS", session}, [2]string{"AWS", root}, [2]string{"AWS", "111122223333"}, [2]string{"AWS", fed},
					[2]string{"AWS", foreign}, [2]string{"AWS", pathRole}, [2]string{"AWS", "*"}, [2]string{"Service", "EC2.amazonaws.com"}, [2]string{"Federated", saml}, [2]string{"AWS", linked}, [2]string{"AWS", otherUser})
				list, _ := entries[e[0]].([]any)
				entries[e[0]] = append(list, e[1])
			}
			name := "Principal"
			if effect == "Deny" && kind == policy.Resource && c.IntN(2) == 0 {
				name = "NotPrincipal"
				delete(s, "Principal")
			}
			s[name] = entries
		}
	}
	if c.IntN(3) == 0 {
		s["Condition"] = c.conditions()
	}
	return s
}

// document draws a document, and reads it back as a reader of JSON would.
func (c chooser) document(t *testing.T, kind policy.Kind) (object, *policy.Document) {
	d := object{"Version": pick(c, "2012-10-17", "2012-10-17", "2012-10-17", "2008-10-17")}
	var list []any
	for range 1 + c.IntN(3) {
		list = append(list, c.statement(kind, pick(c, "Allow", "Allow", "Allow", "Allow", "Deny")))
	}
	d["Statement"] = list
	if len(list) == 1 {
		d["Statement"] = list[0]
	}
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var read object
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read, lenient(t, kind, string(text))
}

func (c chooser) question(t *testing.T) (*asked, *policy.Policies, *policy.Request) {
	q, p := &asked{context: map[string][]string{}}, &policy.Policies{}
	r := &policy.Request{Context: q.context}
	q.who = pick(c, object{"AWS": role}, object{"AWS": user}, object{"AWS": session}, object{"AWS": root}, object{"AWS": fed}, object{"AWS": foreign}, object{"AWS": linked},
		object{"AWS": pathRole}, object{"AWS": otherUser}, object{"Service": ec2}, object{"Federated": saml}, object{}, object{"AWS": role}, object{"AWS": user}, object{"AWS": session})
	switch {
	case q.who["AWS"] != nil:
		r.Principal = principal(t, q.arn())
	case q.who["Service"] != nil:
		r.Principal = policy.ServicePrincipal(ec2)
	case q.who["Federated"] != nil:
		r.Principal = policy.FederatedPrincipal(saml)
	default:
		r.Principal = principal(t, "anonymous")
	}
	q.action = pick(c, "s3:GetObject", "s3:getobject", "s3:PutObject", "sts:AssumeRole", "kms:Decrypt", "sns:Publish", "sts:GetCallerIdentity", "s3:ListAllMyBuckets")
	q.target = pick(c, bucketARN, objectARN, keyARN, topicARN, pathRole, "*")
	q.owner = pick(c, "111122223333", "111122223333", "444455556666")
	r.Action, r.Resource, r.ResourceAccount = q.action, q.target, q.owner
	for range c.IntN(3) {
		d, parsed := c.document(t, policy.Identity)
		q.identity, p.Identity = append(q.identity, d), append(p.Identity, parsed)
	}
	if c.IntN(3) == 0 {
		q.boundary, p.Boundary = c.document(t, policy.Boundary)
	}
	if c.IntN(3) == 0 {
		q.session, p.Session = c.document(t, policy.Session)
	}
	if c.IntN(3) > 0 {
		kind := policy.Resource
		if q.action == "sts:AssumeRole" {
			kind = policy.Trust
		}
		q.resource, p.Resource = c.document(t, kind)
	}
	levels := func(kind policy.Kind) (out [][]object, parsed [][]*policy.Document) {
		for range c.IntN(3) {
			var level []object
			var docs []*policy.Document
			for range 1 + c.IntN(2) {
				d, doc := c.document(t, kind)
				level, docs = append(level, d), append(docs, doc)
			}
			out, parsed = append(out, level), append(parsed, docs)
		}
		return out, parsed
	}
	if c.IntN(3) == 0 {
		q.scp, p.SCP = levels(policy.SCP)
	}
	if c.IntN(4) == 0 {
		q.rcp, p.RCP = levels(policy.RCP)
	}
	for _, k := range questionKeys {
		if c.IntN(2) == 0 {
			continue
		}
		for range 1 + c.IntN(2) {
			if k.values != nil {
				name := pick(c, k.name, upper(k.name))
				if q.context[upper(k.name)] != nil || q.context[k.name] == nil {
					name = upper(k.name)
				}
				delete(q.context, k.name)
				q.context[name] = append(q.context[name], pick(c, k.values...))
			}
			if !k.many && c.IntN(20) > 0 {
				break
			}
		}
	}
	return q, p, r
}

// TestPropertyOracle compares Evaluate with the oracle. Where AWS's pages tell
// the answer, Evaluate has to give it, and may not say undetermined.
func TestPropertyOracle(t *testing.T) {
	c := chooser{rand.New(rand.NewPCG(*seed, 9))}
	tally := map[string]int{}
	for range int(10_000 * *rounds) {
		q, p, r := c.question(t)
		want, got := q.judge(), policy.Evaluate(p, r)
		tally[want]++
		if want != "allow" && want != "deny" {
			continue
		}
		if got.Result.String() != want {
			text, _ := json.MarshalIndent(object{"identity": q.identity, "boundary": q.boundary, "session": q.session, "scp": q.scp, "rcp": q.rcp, "resourcePolicy": q.resource,
				"request": object{"principal": q.who, "action": q.action, "resource": q.target, "resourceAccount": q.owner, "context": q.context}}, "", " ")
			t.Fatalf("Evaluate: %s %s; the oracle: %s\n%s", got.Result, fmt.Sprint(got.By, got.Reason), want, text)
		}
	}
	t.Log(tally)
}
