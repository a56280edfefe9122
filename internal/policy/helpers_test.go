// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// parse reads a document that AWS accepts.
func parse(t testing.TB, kind policy.Kind, src string, holes ...policy.Hole) *policy.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(src), kind, policy.WithHoles(holes))
	if d == nil || len(problems) > 0 {
		t.Fatalf("%s\n%s", src, show(problems))
	}
	return d
}

// lenient reads a document with what AWS refuses in it.
func lenient(t testing.TB, kind policy.Kind, src string, holes ...policy.Hole) *policy.Document {
	t.Helper()
	d, problems := policy.Parse([]byte(src), kind, policy.WithHoles(holes))
	if d == nil {
		t.Fatalf("%s\n%s", src, show(problems))
	}
	return d
}

// show lists problems as line:column-line:column: message.
func show(problems []policy.Problem) string {
	var out []string
	for _, p := range problems {
		out = append(out, fmt.Sprintf("%d:%d-%d:%d: %s", p.Range.Start.Line, p.Range.Start.Column, p.Range.End.Line, p.Range.End.Column, p.Message))
	}
	return strings.Join(out, "\n")
}

// doc wraps statements into a document of the current version.
func doc(statements ...string) string {
	return `{"Version":"2012-10-17","Statement":[` + strings.Join(statements, ",") + `]}`
}

// allow and deny write statements; the rest is their other elements.
func allow(rest string) string { return `{"Effect":"Allow",` + rest + `}` }

func deny(rest string) string { return `{"Effect":"Deny",` + rest + `}` }

const (
	anything = `"Action":"*","Resource":"*"`
	anyone   = `"Principal":"*",` + anything
)

// conditions writes a condition block of operator, key, value(s) triples.
func condition(operator, key string, values ...string) string {
	v, err := json.Marshal(values)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`"Condition":{%q:{%q:%s}}`, operator, key, v)
}

func principal(t testing.TB, s string) policy.Principal {
	t.Helper()
	p, err := policy.ParsePrincipal(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const (
	role    = "arn:aws:iam::111122223333:role/R"
	session = "arn:aws:sts::111122223333:assumed-role/R/s"
	user    = "arn:aws:iam::111122223333:user/U"
	root    = "arn:aws:iam::111122223333:root"
	fed     = "arn:aws:sts::111122223333:federated-user/F"
	foreign = "arn:aws:iam::444455556666:role/R"
)

// request makes a request of a role for an object, with key, value pairs.
func request(t testing.TB, who, action, resource string, context ...string) *policy.Request {
	t.Helper()
	r := &policy.Request{Action: action, Resource: resource, Context: map[string][]string{}}
	switch {
	case strings.HasPrefix(who, "service:"):
		r.Principal = policy.ServicePrincipal(strings.TrimPrefix(who, "service:"))
	case strings.HasPrefix(who, "federated:"):
		r.Principal = policy.FederatedPrincipal(strings.TrimPrefix(who, "federated:"))
	case strings.HasPrefix(who, "canonical:"):
		r.Principal = policy.Principal{Kind: policy.Canonical, ID: strings.TrimPrefix(who, "canonical:")}
	default:
		r.Principal = principal(t, who)
	}
	for i := 0; i+1 < len(context); i += 2 {
		r.Context[context[i]] = append(r.Context[context[i]], context[i+1])
	}
	return r
}

// granted says what one identity document says about a role's request.
func granted(t testing.TB, src, action, resource string, context ...string) string {
	t.Helper()
	return policy.GrantedBy(parse(t, policy.Identity, src), request(t, role, action, resource, context...)).Result.String()
}

// outcome is what a table expects: the decision and what it rests on.
func outcome(d policy.Decision) string {
	out := d.Result.String()
	if d.By != "" {
		out += " " + d.By
	}
	for _, m := range d.Statements {
		out += fmt.Sprintf(" %s/%d", m.Document.Kind, m.Index)
	}
	return out
}
