// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// The property tests draw the same documents at every run, few enough to be
// quick. To look further: make properties SEED=7 ROUNDS=20.
var (
	seed   = flag.Uint64("seed", 1, "seed of the property tests")
	rounds = flag.Float64("rounds", 1, "how many times as many documents the property tests draw")
)

// times returns how many documents to draw where one round has n.
func times(n int) int { return int(float64(n) * *rounds) }

// alphabet is what random documents and requests are drawn from: small enough
// that patterns collide, and that all requests can be enumerated.
type alphabet struct {
	actions, resources     []string // of requests
	actionPats, resPats    []string
	principals             []principalSpec
	conditions             []keySpec
	openPrincipals         bool
	maxKeys, maxStatements int
}

// principalSpec is an entry of a Principal element, or a principal that asks.
type principalSpec struct{ kind, value string }

// keySpec is a key with the operators and values that conditions compare it
// with, and the values that requests hold.
type keySpec struct {
	key       string
	operators []string
	values    []string
	held      [][]string // nil is the absent key
	// typed gives the values of operators that begin so, in place of values.
	typed map[string][]string
}

// of returns the values that conditions compare with by this operator.
func (k keySpec) of(operator string) []string {
	if operator == "Null" {
		return boolKey.values
	}
	for prefix, values := range k.typed {
		if strings.HasPrefix(operator, prefix) {
			return values
		}
	}
	return k.values
}

func one(values ...string) [][]string {
	out := [][]string{nil}
	for _, v := range values {
		out = append(out, []string{v})
	}
	return out
}

func many(values ...string) [][]string {
	out := one(values...)
	for i := range values {
		for j := range values[:i] {
			out = append(out, []string{values[i], values[j]})
		}
	}
	return append(out, values)
}

func qualified(operators ...string) []string {
	var out []string
	for _, o := range operators {
		out = append(out, "ForAllValues:"+o, "ForAnyValue:"+o, "ForAnyValue:"+o+"IfExists", "ForAllValues:"+o+"IfExists")
	}
	return out
}

func ifExists(operators ...string) []string {
	var out []string
	for _, o := range operators {
		out = append(out, o, o+"IfExists")
	}
	return append(out, "Null")
}

var stringKey = keySpec{
	key:       "k:Text",
	operators: ifExists("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "BinaryEquals"),
	values:    []string{"a", "b", "A", "ab", "a*", "*b", "?", "*", "??"},
	held:      one("a", "b", "A", "ab", "abb", "zz", "aB", "zzz", "z", "azb"),
}

var setKey = keySpec{
	key:       "k:Set",
	operators: append(qualified("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"), "Null"),
	values:    []string{"a", "b", "a*", "*", "c"},
	held:      many("a", "b", "c", "aa", "z"),
}

// plainSetKey mixes operators with and without a set qualifier on one key.
var plainSetKey = keySpec{
	key:       "k:Mixed",
	operators: []string{"StringEquals", "StringNotLike", "ForAllValues:StringLike", "ForAnyValue:StringEquals", "Null", "ForAllValues:StringNotEquals"},
	values:    []string{"a", "b", "a*"},
	held:      many("a", "b", "aa", "z"),
}

var numberKey = keySpec{
	key: "k:Number",
	operators: ifExists("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals",
		"NumericGreaterThan", "NumericGreaterThanEquals"),
	values: []string{"1", "2", "2.0", "3", "1e17", "-1"},
	held:   one("none", "0", "1", "1.5", "2", "2.5", "3", "4", "1e17", "1e18", "-1", "-2"),
}

var dateKey = keySpec{
	key:       "aws:CurrentTime",
	operators: ifExists("DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"),
	values:    []string{"2026-01-01T00:00:00Z", "2026-06-01", "1780272000", "1000000000000"},
	held: one("2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-06-01T00:00:00Z", "2027-01-01T00:00:00Z",
		"1000000000000", "1000000000001"),
}

var boolKey = keySpec{
	key:       "aws:SecureTransport",
	operators: ifExists("Bool"),
	values:    []string{"true", "false"},
	held:      one("true", "false"),
}

// tagKey holds text, which an operator compares as a boolean.
var tagKey = keySpec{
	key:       "aws:PrincipalTag/admin",
	operators: ifExists("Bool"),
	values:    []string{"true", "false"},
	held:      one("true", "false", "yes"),
}

var addressKey = keySpec{
	key:       "aws:SourceIp",
	operators: ifExists("IpAddress", "NotIpAddress"),
	values:    []string{"10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/9", "10.128.0.0/9", "0.0.0.0/0", "10.1.2.3", "2001:db8::/32", "::/0"},
	held: one("9.255.255.255", "10.0.0.0", "10.1.2.3", "10.1.2.4", "10.200.0.1", "10.255.255.255", "11.0.0.0", "2001:db8::1",
		"2001:db9::", "0.0.0.0", "255.255.255.255"),
}

var arnKey = keySpec{
	key:       "aws:SourceArn",
	operators: ifExists("ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringLike", "StringNotEquals"),
	values: []string{"arn:aws:s3:::a", "arn:aws:s3:::a*", "arn:aws:*:*:*:a", "arn:aws:s3:*:a", "*", "arn:*:s3:::?",
		"arn:aws:sns:eu:1:a:b"},
	held: one("arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab", "arn:aws:sns:eu:1:a", "arn:aws:sns:eu:1:a:b", "x",
		"arn:aws:s3:::a:b", "arn:aws:s3:eu:a", "arn:aws:s3:eu:1:1:a"),
}

// mixedKey is compared as text, number, date, address and boolean.
var mixedKey = keySpec{
	key:       "k:Any",
	operators: ifExists("StringEquals", "StringNotLike", "NumericLessThan", "NumericNotEquals", "Bool", "DateGreaterThan", "IpAddress", "NotIpAddress", "ArnLike"),
	values:    []string{"1", "2", "true", "2026", "10.0.0.1"},
	typed: map[string][]string{"Numeric": {"1", "2"}, "Bool": {"true"}, "Date": {"2026"}, "Ip": {"10.0.0.1"}, "NotIp": {"10.0.0.0/8"},
		"Arn": {"arn:aws:s3:::a", "*"}},
	held: one("1", "2", "1.5", "true", "false", "2026", "2027", "10.0.0.1", "10.0.0.2", "zz", "0"),
}

// variable stands where the policy variable that patterns use has a value.
var variableKey = keySpec{
	key:       "k:Name",
	operators: ifExists("StringEquals", "StringNotEquals", "StringLike"),
	values:    []string{"a", "b", "a*"},
	held:      one("a", "b", "ab", "z"),
}

var crossKey = keySpec{
	key:       "k:Other",
	operators: ifExists("StringEquals", "StringNotEquals", "StringLike", "StringNotLike"),
	values:    []string{"a", "${k:Name}", "${k:Name}*", "${k:Name, 'a'}", "a${k:Name}"},
	held:      one("a", "b", "ab", "z", "aa", "az"),
}

var (
	plainActions  = []string{"a:x", "a:xy", "a:y", "b:x", "b:xyx", "a:z"}
	actionPats    = []string{"*", "a:*", "A:x*", "a:?", "a:x?", "*:x", "a:*y", "b:x", "*:*", "b:?y*", "a:x", "?:x*"}
	plainRes      = []string{"arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab", "arn:aws:s3:::a/b", "arn:aws:s3:::zz", "*"}
	resourcePats  = []string{"*", "arn:aws:s3:::a", "arn:aws:s3:::a*", "arn:aws:s3:::?", "arn:aws:s3:::*b", "arn:aws:s3:::b", "arn:aws:s3:::a/*", "arn:*:s3:::??"}
	ambiguousPats = []string{"arn:aws:s3", "arn:aws:s3:*a:b", "arn:aws:s3:x*:b", "arn:aws:s3:*:b", "arn:a*s3:::b"}
	ambiguousRes  = []string{"arn:aws:s3:::b", "arn:aws:s3:x:a:b", "arn:aws:s3:xy::b", "arn:aws:s3:a:b", "arn:aws:s3:x:y:b", "arn:aws:s3:q:q:q"}
	variablePats  = []string{"arn:aws:s3:::${k:Name}", "arn:aws:s3:::${k:name, 'b'}", "arn:aws:s3:::${k:Name}*", "arn:aws:s3:::a${k:Name}", "arn:aws:s3:::${*}", "arn:aws:s3:::a*", "*", "arn:aws:s3:::b"}
	variableRes   = []string{"arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::ab", "arn:aws:s3:::aa", "arn:aws:s3:::*", "arn:aws:s3:::zz"}
)

// drawer draws documents.
type drawer struct {
	*rand.Rand
	alphabet
}

func newDrawer(a alphabet, stream uint64) *drawer {
	if a.maxKeys == 0 {
		a.maxKeys = 2
	}
	if a.maxStatements == 0 {
		a.maxStatements = 3
	}
	return &drawer{Rand: rand.New(rand.NewPCG(*seed, stream)), alphabet: a}
}

func pick[T any](d *drawer, list []T) T { return list[d.IntN(len(list))] }

func some(d *drawer, list []string, most int) any {
	n := 1 + d.IntN(most)
	out := make([]string, n)
	for i := range out {
		out[i] = pick(d, list)
	}
	if n == 1 && d.IntN(2) == 0 {
		return out[0]
	}
	return out
}

// statement draws one statement over these keys.
func (d *drawer) statement(kind policy.Kind, keys []keySpec, deny bool) map[string]any {
	s := map[string]any{"Effect": "Allow"}
	if deny {
		s["Effect"] = "Deny"
	}
	name := "Action"
	if d.IntN(6) == 0 {
		name = "NotAction"
	}
	s[name] = some(d, d.actionPats, 3)
	if kind != policy.Trust {
		name = "Resource"
		if d.IntN(6) == 0 {
			name = "NotResource"
		}
		s[name] = some(d, d.resPats, 3)
	}
	if kind.HasPrincipal() {
		s["Principal"] = "*"
		if kind != policy.RCP && d.IntN(4) > 0 {
			entries := map[string][]string{}
			for range 1 + d.IntN(3) {
				p := pick(d, d.alphabet.principals)
				entries[p.kind] = append(entries[p.kind], p.value)
			}
			name := "Principal"
			if kind == policy.Resource && deny && d.IntN(3) == 0 {
				name = "NotPrincipal"
				delete(s, "Principal")
			}
			s[name] = entries
		}
	}
	if len(keys) > 0 && d.IntN(3) > 0 {
		conditions := map[string]map[string]any{}
		for range 1 + d.IntN(2) {
			k := pick(d, keys)
			op := pick(d, k.operators)
			if conditions[op] == nil {
				conditions[op] = map[string]any{}
			}
			conditions[op][k.key] = some(d, k.of(op), 2)
		}
		s["Condition"] = conditions
	}
	return s
}

// statements draws the statements of a document over these keys.
func (d *drawer) statements(kind policy.Kind, keys []keySpec) []map[string]any {
	list := make([]map[string]any, 1+d.IntN(d.maxStatements))
	for i := range list {
		list[i] = d.statement(kind, keys, i > 0 && d.IntN(3) == 0)
	}
	return list
}

// text draws a document's text over these keys.
func (d *drawer) text(kind policy.Kind, keys []keySpec) []byte {
	return document(d.statements(kind, keys))
}

func document(statements []map[string]any) []byte {
	return mustJSON(map[string]any{"Version": "2012-10-17", "Statement": statements})
}

// pair draws two documents: unrelated ones, or ones that differ in little, so
// that many pairs have the same meaning or nearly so.
func (d *drawer) pair(kind policy.Kind, keys []keySpec) (before, after []byte) {
	a := d.statements(kind, keys)
	b := d.statements(kind, keys)
	switch d.IntN(4) {
	case 0: // a and more against a part of a
		b = append(b, a...)
		a, b = b, a[:1+d.IntN(len(a))]
	case 1: // the same, each list taken apart
		b = nil
		for _, s := range a {
			b = append(b, d.apart(s)...)
		}
	case 2: // one statement drawn afresh
		b = append([]map[string]any{}, a...)
		i := d.IntN(len(b))
		b[i] = d.statement(kind, keys, b[i]["Effect"] == "Deny")
	}
	if d.IntN(2) == 0 {
		a, b = b, a
	}
	return document(a), document(b)
}

// apart writes a statement as several of the same meaning, one for each entry
// of one of its lists.
func (d *drawer) apart(s map[string]any) []map[string]any {
	name := "Action"
	if d.IntN(2) == 0 {
		name = "Resource"
	}
	list, ok := s[name].([]string)
	if !ok {
		return []map[string]any{s}
	}
	var out []map[string]any
	for _, v := range list {
		c := map[string]any{}
		for k, w := range s {
			c[k] = w
		}
		c[name] = v
		out = append(out, c)
	}
	return out
}

func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// keys draws the keys that one case is about.
func (d *drawer) keys() []keySpec {
	perm := d.Perm(len(d.conditions))
	var out []keySpec
	for _, i := range perm[:min(d.maxKeys, len(perm))] {
		out = append(out, d.conditions[i])
	}
	return out
}

// read parses a random document, which may hold what AWS refuses: it is judged all the same.
func read(t testing.TB, src []byte, kind policy.Kind) *policy.Document {
	t.Helper()
	d, problems := policy.Parse(src, kind)
	if d == nil {
		t.Fatalf("%s: %v", src, problems)
	}
	return d
}

// contexts enumerates every way in which a request can hold the keys.
func contexts(keys []keySpec) []map[string][]string {
	out := []map[string][]string{{}}
	for _, k := range keys {
		if len(k.held) == 0 {
			continue // follows from the principal
		}
		var next []map[string][]string
		for _, c := range out {
			for _, v := range k.held {
				m := make(map[string][]string, len(c)+1)
				for key, w := range c {
					m[key] = w
				}
				if v != nil {
					m[k.key] = v
				}
				next = append(next, m)
			}
		}
		out = next
	}
	return out
}

// requests calls f with every request of the universe until f returns false.
func (d *drawer) requests(keys []keySpec, who []policy.Principal, f func(r *policy.Request) bool) {
	all := contexts(keys)
	for _, p := range who {
		for _, a := range d.actions {
			for _, res := range d.resources {
				for _, c := range all {
					if !f(&policy.Request{Principal: p, Action: a, Resource: res, Context: c}) {
						return
					}
				}
			}
		}
	}
}

func describe(r *policy.Request) string {
	return fmt.Sprintf("%s %s %s %v", r.Principal.ID, r.Action, r.Resource, r.Context)
}

func mustPrincipal(t testing.TB, s string) policy.Principal {
	t.Helper()
	if name, ok := strings.CutPrefix(s, "service:"); ok {
		return policy.ServicePrincipal(name)
	}
	if name, ok := strings.CutPrefix(s, "federated:"); ok {
		return policy.FederatedPrincipal(name)
	}
	p, err := policy.ParsePrincipal(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
