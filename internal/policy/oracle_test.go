// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package policy_test

import (
	"encoding/base64"
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The oracle is a second evaluator, written from AWS's pages alone. It reads
// documents as encoding/json does, matches with regular expressions, and shares
// no code with the package. It is slow, and refuses what AWS does not document.

type object = map[string]any

// asked is one question as the JSON lines of the command have it.
type asked struct {
	identity                    []object
	boundary, session, resource object
	scp, rcp                    [][]object
	who                         object // {"AWS": arn}, {"Service": …}, {"Federated": …} or {} for nobody
	action, target, owner       string
	context                     map[string][]string
}

// undocumented stops an oracle that meets what AWS does not document.
type undocumented struct{ why string }

// judge returns "allow", "deny", or why AWS's pages do not tell.
func (q *asked) judge() (answer string) {
	defer func() {
		if r := recover(); r != nil {
			u, ok := r.(undocumented)
			if !ok {
				panic(r)
			}
			answer = u.why
		}
	}()
	if q.judged() {
		return "allow"
	}
	return "deny"
}

func (q *asked) arn() string { s, _ := q.who["AWS"].(string); return s }

func (q *asked) kind() string {
	arn := q.arn()
	for _, k := range []string{":root", ":user/", ":role/", ":assumed-role/", ":federated-user/"} {
		if strings.Contains(arn, k) {
			return strings.Trim(k, ":/")
		}
	}
	return ""
}

func (q *asked) account() string {
	if arn := q.arn(); arn != "" {
		return strings.Split(arn, ":")[4]
	}
	return ""
}

// roleOf is the role of a session.
func (q *asked) roleOf() (account, name string) {
	parts := strings.Split(q.arn(), ":")
	return parts[4], strings.Split(parts[5], "/")[1]
}

func (q *asked) keys(key string) []string {
	for k, v := range q.context {
		if strings.EqualFold(k, key) {
			return v
		}
	}
	switch strings.ToLower(key) {
	case "aws:principalarn":
		switch q.kind() {
		case "":
			return nil
		case "assumed-role":
			account, name := q.roleOf()
			return []string{"arn:aws:iam::" + account + ":role/" + name}
		}
		return []string{q.arn()}
	case "aws:principalaccount":
		if q.account() != "" {
			return []string{q.account()}
		}
		if len(q.who) == 0 {
			return []string{"anonymous"}
		}
	case "aws:resourceaccount":
		if q.owner != "" {
			return []string{q.owner}
		}
	case "aws:username":
		if q.kind() == "user" {
			return []string{q.arn()[strings.LastIndex(q.arn(), "/")+1:]}
		}
	}
	return nil
}

// judged is the flow chart of "Policy evaluation logic".
func (q *asked) judged() bool {
	linked := strings.Contains(q.arn(), ":role/aws-service-role/")
	identified := q.kind() != ""
	if strings.EqualFold(q.action, "sts:GetCallerIdentity") && identified {
		return true
	}
	if strings.EqualFold(q.action, "sts:AssumeRole") && q.kind() == "root" {
		return false
	}
	limited := identified && q.kind() != "root"
	var all []object
	if !linked {
		for _, level := range q.rcp {
			all = append(all, level...)
		}
		for _, level := range q.scp {
			if identified {
				all = append(all, level...)
			}
		}
	}
	if limited {
		all = append(all, q.identity...)
		all = append(all, q.boundary, q.session)
	}
	all = append(all, q.resource)
	for _, d := range all {
		if q.says(d, "Deny", nil) {
			return false
		}
	}
	if identified && !linked {
		for _, level := range q.scp {
			if !q.anyAllows(level) {
				return false
			}
		}
	}
	byResource := q.says(q.resource, "Allow", nil)
	if !identified {
		return byResource
	}
	boundary := !limited || q.boundary == nil || q.says(q.boundary, "Allow", nil)
	session := !limited || q.session == nil && q.kind() != "federated-user" || q.session != nil && q.says(q.session, "Allow", nil)
	identity := !limited || q.anyAllows(q.identity)
	side := boundary && session && identity
	if q.owner != q.account() {
		return side && byResource
	}
	// One account: naming the user or the session is enough, naming the role is
	// enough within boundary and session policy, naming the account is not.
	if q.says(q.resource, "Allow", func(how string) bool { return how == "itself" }) {
		return true
	}
	if boundary && session && q.says(q.resource, "Allow", func(how string) bool { return how == "role" }) {
		return true
	}
	consent := strings.HasPrefix(strings.ToLower(q.action), "sts:assumerole") ||
		strings.HasPrefix(strings.ToLower(q.action), "kms:") && strings.Contains(q.target, ":key/")
	return side && (!consent || byResource)
}

func (q *asked) anyAllows(docs []object) bool {
	for _, d := range docs {
		if q.says(d, "Allow", nil) {
			return true
		}
	}
	return false
}

// says reports whether a statement of this effect is about the request, and
// names the principal in one of these ways.
func (q *asked) says(d object, effect string, ways func(how string) bool) bool {
	if d == nil {
		return false
	}
	list, ok := d["Statement"].([]any)
	if !ok {
		list = []any{d["Statement"]}
	}
	found := false
	for _, raw := range list {
		s := as[object](raw)
		if s["Effect"] != effect {
			continue
		}
		how := "itself"
		if p, ok := s["Principal"]; ok {
			if how = q.named(p); how == "" {
				continue
			}
		} else if p, ok := s["NotPrincipal"]; ok && q.excluded(p) && !(effect == "Deny" && q.boundary != nil && q.kind() != "" && q.kind() != "root") {
			continue
		}
		if (ways == nil || ways(how)) && q.about(d, s) {
			found = true
		}
	}
	return found
}

// as is a value that has to be of a type, since the test made the document.
func as[T any](v any) T {
	t, ok := v.(T)
	if !ok {
		panic(fmt.Sprintf("%T is no %T", v, t))
	}
	return t
}

func list(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, list(e)...)
		}
		return out
	case bool:
		return []string{strconv.FormatBool(v)}
	case float64:
		return []string{strconv.FormatFloat(v, 'f', -1, 64)}
	}
	return []string{as[string](v)}
}

// entries lists the principals of an element: kind, text.
func entries(p any) [][2]string {
	if s, ok := p.(string); ok {
		return [][2]string{{"AWS", s}}
	}
	var out [][2]string
	for kind, v := range as[object](p) {
		for _, e := range list(v) {
			out = append(out, [2]string{kind, e})
		}
	}
	return out
}

// way tells how one entry reaches who asks.
func (q *asked) way(e [2]string) string {
	switch {
	case e[0] == "AWS" && e[1] == "*":
		return "itself"
	case e[0] != "AWS":
		v, _ := q.who[e[0]].(string)
		if v != "" && (e[1] == v || e[0] == "Service" && strings.EqualFold(e[1], v)) {
			return "itself"
		}
		return ""
	case q.kind() == "":
		return ""
	case e[1] == q.account(), e[1] == "arn:aws:iam::"+q.account()+":root":
		return "account"
	case e[1] == q.arn() && q.kind() == "role":
		return "role"
	case e[1] == q.arn():
		return "itself"
	case q.kind() == "assumed-role" && strings.Contains(e[1], ":role/"):
		account, name := q.roleOf()
		if strings.HasPrefix(e[1], "arn:aws:iam::"+account+":role/") && strings.HasSuffix(e[1], "/"+name) {
			return "role"
		}
	}
	return ""
}

func (q *asked) named(p any) string {
	ways := map[string]bool{}
	for _, e := range entries(p) {
		ways[q.way(e)] = true
	}
	for _, w := range []string{"itself", "role", "account"} {
		if ways[w] {
			return w
		}
	}
	return ""
}

// excluded: the session, its role and the account have to be listed.
func (q *asked) excluded(p any) bool {
	ways := map[string]bool{}
	for _, e := range entries(p) {
		if e == [2]string{"AWS", "*"} {
			return true
		}
		ways[q.way(e)] = true
	}
	switch q.kind() {
	case "":
		return ways["itself"]
	case "root":
		return ways["account"]
	case "role":
		return ways["role"] && ways["account"]
	case "assumed-role":
		return ways["itself"] && ways["role"] && ways["account"]
	}
	return ways["itself"] && ways["account"]
}

// about matches action, resource and conditions.
func (q *asked) about(d, s object) bool {
	variables := d["Version"] == "2012-10-17"
	action := func(name string) bool {
		for _, p := range list(s[name]) {
			re, _ := q.pattern(strings.ToLower(p), true, false)
			if p == "*:*" || re.MatchString(strings.ToLower(q.action)) {
				return true
			}
		}
		return false
	}
	if s["Action"] != nil && !action("Action") || s["NotAction"] != nil && action("NotAction") {
		return false
	}
	if s["Resource"] != nil && !q.covered(list(s["Resource"]), variables) {
		return false
	}
	if s["NotResource"] != nil {
		if q.covered(list(s["NotResource"]), variables) {
			return false
		}
		for _, p := range list(s["NotResource"]) {
			if _, ok := q.pattern(p, true, variables); !ok {
				panic(undocumented{"a variable of NotResource has no value"})
			}
		}
	}
	block, _ := s["Condition"].(object)
	holds := true
	for op, raw := range block {
		for key, values := range as[object](raw) {
			holds = q.test(op, key, list(values), variables) && holds
		}
	}
	return holds
}

func (q *asked) covered(patterns []string, variables bool) bool {
	for _, p := range patterns {
		if re, ok := q.pattern(p, true, variables); ok && re.MatchString(q.target) {
			return true
		}
	}
	return false
}

var variable = regexp.MustCompile(`\$\{([^}]*)\}`)

// pattern makes a regular expression of a pattern of the language; ok is false
// where a variable has no value.
func (q *asked) pattern(p string, wild, variables bool) (re *regexp.Regexp, ok bool) {
	text := func(s string) string {
		s = regexp.QuoteMeta(s)
		if wild {
			s = strings.ReplaceAll(strings.ReplaceAll(s, `\*`, `.*`), `\?`, `.`)
		}
		return s
	}
	var b strings.Builder
	ok = true
	at := 0
	if variables {
		for _, m := range variable.FindAllStringSubmatchIndex(p, -1) {
			b.WriteString(text(p[at:m[0]]))
			at = m[1]
			body := p[m[2]:m[3]]
			if body == "*" || body == "?" || body == "$" {
				b.WriteString(regexp.QuoteMeta(body))
				continue
			}
			name, def, hasDefault := strings.Cut(body, ",")
			v := q.keys(strings.TrimSpace(name))
			switch {
			case len(v) == 1:
				b.WriteString(regexp.QuoteMeta(v[0]))
			case len(v) == 0 && hasDefault:
				b.WriteString(regexp.QuoteMeta(strings.Trim(def, " '")))
			default:
				ok = false
			}
		}
	}
	b.WriteString(text(p[at:]))
	return compiled(`(?s)^(?:` + b.String() + `)$`), ok
}

var expressions = map[string]*regexp.Regexp{}

func compiled(s string) *regexp.Regexp {
	re := expressions[s]
	if re == nil {
		re = regexp.MustCompile(s)
		expressions[s] = re
	}
	return re
}

// test evaluates one operator with one key.
func (q *asked) test(op, key string, values []string, variables bool) bool {
	have := q.keys(key)
	all, anyOf := strings.HasPrefix(op, "ForAllValues:"), strings.HasPrefix(op, "ForAnyValue:")
	_, base, found := strings.Cut(op, ":")
	if !found {
		base = op
	}
	base, ifExists := strings.CutSuffix(base, "IfExists")
	if base == "Null" {
		return strings.EqualFold(values[0], strconv.FormatBool(len(have) == 0))
	}
	negated := strings.Contains(base, "Not")
	if len(have) == 0 {
		return ifExists || all || negated && !anyOf
	}
	if len(have) > 1 && !all && !anyOf {
		panic(undocumented{"several values without a set operator"})
	}
	base = strings.Replace(base, "Not", "", 1)
	for _, v := range have {
		matches := false
		for _, w := range values {
			matches = matches || q.compare(base, v, w, variables)
		}
		if matches != negated {
			if !all {
				return true
			}
		} else if all {
			return false
		}
	}
	return all
}

// compare is one positive test of one value.
func (q *asked) compare(base, have, want string, variables bool) bool {
	switch base {
	case "StringEquals", "StringLike":
		re, ok := q.pattern(want, base == "StringLike", variables)
		return ok && re.MatchString(have)
	case "StringEqualsIgnoreCase":
		re, ok := q.pattern(want, false, variables)
		return ok && compiled("(?i)"+re.String()).MatchString(have)
	case "ArnEquals", "ArnLike":
		if want == "*" {
			return true
		}
		a, b := strings.SplitN(have, ":", 6), strings.SplitN(variable.ReplaceAllStringFunc(want, func(s string) string { return strings.ReplaceAll(s, ":", "\x00") }), ":", 6)
		if len(b) < 6 {
			panic(undocumented{"a short ARN"})
		}
		for i := range b {
			re, ok := q.pattern(strings.ReplaceAll(b[i], "\x00", ":"), true, variables)
			if len(a) < 6 || !ok || !re.MatchString(a[i]) {
				return false
			}
		}
		return true
	case "Bool":
		return strings.EqualFold(have, want)
	case "BinaryEquals":
		a, _ := base64.StdEncoding.DecodeString(have)
		b, _ := base64.StdEncoding.DecodeString(want)
		return string(a) == string(b)
	case "IpAddress":
		p, err := netip.ParsePrefix(want)
		if err != nil {
			return have == want
		}
		a, err := netip.ParseAddr(have)
		return err == nil && p.Contains(a)
	}
	var cmp float64
	if strings.HasPrefix(base, "Date") {
		cmp = when(have) - when(want)
	} else {
		a, err := strconv.ParseFloat(have, 64)
		if err != nil {
			return false
		}
		b, _ := strconv.ParseFloat(want, 64)
		cmp = a - b
	}
	switch strings.TrimPrefix(strings.TrimPrefix(base, "Date"), "Numeric") {
	case "Equals":
		return cmp == 0
	case "LessThan":
		return cmp < 0
	case "LessThanEquals":
		return cmp <= 0
	case "GreaterThan":
		return cmp > 0
	}
	return cmp >= 0
}

func when(s string) float64 {
	if n, err := strconv.ParseFloat(s, 64); err == nil && len(s) > 4 {
		return n
	}
	for _, l := range []string{time.RFC3339, "2006-01-02"} {
		if t, err := time.Parse(l, s); err == nil {
			return float64(t.Unix())
		}
	}
	panic("no date: " + s)
}
