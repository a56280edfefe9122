// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// listOf writes n texts, each with its number for the %d in it.
func listOf(n int, format string) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf(format, i)
	}
	return string(mustJSON(out))
}

// work is a question and what it costs to answer, in steps of the budget.
type work struct {
	name     string
	kind     policy.Kind
	old, new string
	boundary string // with one, the documents are those of a role within it
	q        decide.Question
	opt      decide.Options
	want     decide.Result
	steps    int
}

func (w work) ask(t *testing.T, states int) decide.Answer {
	t.Helper()
	w.opt.States = states
	before, after := reads(t, w.old, w.kind), reads(t, w.new, w.kind)
	if w.boundary == "" {
		return newIn(before, after, w)
	}
	access := func(d *policy.Document) *decide.Access {
		if d == nil {
			return nil
		}
		a := &decide.Access{Principal: mustPrincipal(t, "arn:aws:iam::111122223333:role/R")}
		a.Identity = []*policy.Document{d}
		a.Boundary = reads(t, w.boundary, policy.Boundary)
		return a
	}
	w.q.NotActions = append(w.q.NotActions, "sts:GetCallerIdentity")
	return decide.NewAccess(access(before), access(after), w.q, w.opt)
}

func newIn(before, after *policy.Document, w work) decide.Answer {
	if before == nil {
		return decide.DocumentGrants(after, w.q, w.opt)
	}
	return decide.DocumentNewAccessIn(before, after, w.kind, w.q, w.opt)
}

func works() []work {
	join := func(lists ...[]string) string {
		var all []string
		for _, l := range lists {
			all = append(all, l...)
		}
		return docOf(all...)
	}
	st := func(s ...string) []string { return s }
	// clauses are met whatever three booleans are, and only all of them together.
	var clauses []string
	for i := range 8 {
		yes, no := "", ""
		for k := range 3 {
			if i>>k&1 == 1 {
				yes += fmt.Sprintf(`,"k:b%d":"true"`, k)
			} else {
				no += fmt.Sprintf(`,"k:b%d":"true"`, k)
			}
		}
		c := []string{}
		if yes != "" {
			c = append(c, `"StringEquals":{`+yes[1:]+`}`)
		}
		if no != "" {
			c = append(c, `"StringNotEquals":{`+no[1:]+`}`)
		}
		clauses = append(clauses, allow(anything+`,"Condition":{`+strings.Join(c, ",")+`}`))
	}
	const secure, insecure = `,"Condition":{"Bool":{"aws:SecureTransport":"true"}}`, `,"Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}`
	return []work{
		{name: "actions that nothing tells apart", steps: 74, want: decide.No,
			old: docOf(allow(`"Action":"a:*","Resource":"arn:aws:zz:::x*"`+secure), allow(`"Action":"a:*","Resource":"arn:aws:zz:::x*"`+insecure)),
			new: docOf(allow(`"Action":` + listOf(1000, "a:%d") + `,"Resource":["arn:aws:zz:::x*a","arn:aws:zz:::xb*"]`))},
		{name: "resources that nothing tells apart", steps: 58, want: decide.No,
			old: docOf(allow(`"Action":"a:*","Resource":["arn:aws:zz:::${k:n}","arn:aws:zz:::x*"]`+secure), allow(`"Action":"a:*","Resource":["arn:aws:zz:::x*","arn:aws:zz:::${k:n}"]`+insecure)),
			new: docOf(allow(`"Action":"a:x","Resource":` + listOf(1000, "arn:aws:zz:::x%d")))},
		{name: "denies of other services", steps: 10, want: decide.No,
			old: docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"`)),
			new: join(st(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"`)), each(600, deny, `"Action":"s%[1]d:*","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`))},
		{name: "denies of other resources", steps: 9, want: decide.Yes,
			new: join(st(allow(`"Action":"zz:*","Resource":"arn:aws:zz:::x"`)), each(600, deny, `"Action":"zz:*%[1]d","Resource":"arn:aws:zz:::%[1]d","Condition":{"Bool":{"k:%[1]d":"true"}}`))},
		{name: "a choice within a limit", steps: 57, want: decide.No,
			old:      join(each(20, allow, `"Action":"s%[1]d:*","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			new:      join(each(20, allow, `"Action":"s%[1]d:Get*","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			boundary: join(each(20, allow, `"Action":"s%[1]d:*","Resource":"arn:aws:s%[1]d:*"`))},
		{name: "a limit of few choices", steps: 443, want: decide.No,
			old:      join(each(30, allow, `"Action":"*:*%[1]d","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			new:      join(each(30, allow, `"Action":"*:*%[1]d","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			boundary: docOf(allow(`"Action":"*:a*","Resource":"*"`), allow(`"Action":"*:b*","Resource":"*"`))},
		{name: "numbers of one key", steps: 391, want: decide.Yes,
			new: docOf(allow(anything + `,"Condition":{"NumericLessThan":{"k:n":` + listOf(2000, "%d") + `}}`))},
		{name: "numbers of one key, denied one by one", steps: 6, want: decide.No,
			new: join(st(allow(anything+when("NumericEquals", "k:n", "1", "2", "3"))), each(200, deny, anything+`,"Condition":{"NumericEquals":{"k:n":["%[1]d","1","2"]}}`))},
		{name: "texts of one key, denied one by one", steps: 462, want: decide.Yes,
			new: join(st(allow(anything)), each(30, deny, anything+`,"Condition":{"StringEquals":{"k:v":"%[1]d"}}`))},
		{name: "a long list", steps: 166, want: decide.Yes,
			new: docOf(allow(`"Action":"s3:GetObject","Resource":` + listOf(3000, "arn:aws:s3:::b/%d")))},
		{name: "patterns within patterns", steps: 39, want: decide.No,
			old: docOf(allow(`"Action":"a:x","Resource":` + listOf(80, "arn:aws:zz:::*x%d*"))),
			new: docOf(allow(`"Action":"a:x","Resource":` + listOf(80, "arn:aws:zz:::*x%d*y")))},
		{name: "patterns and patterns", steps: 4043, want: decide.Yes,
			new: docOf(allow(`"Action":"a:x","Resource":` + listOf(12, "arn:aws:zz:::*x%d*"))), boundary: docOf(allow(`"Action":"a:x","Resource":` + listOf(12, "arn:aws:zz:::*y%d*")))},
		{name: "denies of a part", steps: 668, want: decide.Yes,
			new: join(st(allow(`"Action":"a:x","Resource":"arn:aws:zz:::a*"`)), each(60, deny, `"Action":"*","Resource":"arn:aws:zz:::*b%[1]d"`))},
		{name: "one role in many statements", steps: 117, kind: policy.Trust, want: decide.No,
			old: join(each(40, allow, `"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"k:%[1]d":"x"}}`)),
			new: join(each(40, allow, `"Principal":{"AWS":"arn:aws:iam::111122223333:role/R"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"k:%[1]d":"x"}}`))},
		{name: "actions that AWS has", steps: 539, want: decide.No, opt: decide.Options{ClosedWorld: true},
			new: docOf(allow(`"Action":"zz:*","Resource":"*"`)), q: decide.Question{Actions: []string{"*:*"}}},
		{name: "actions of some services that AWS has", steps: 4, want: decide.Yes, opt: decide.Options{ClosedWorld: true},
			new: docOf(allow(`"Action":"sts:*","Resource":"*"`)), q: decide.Question{Actions: []string{"st?:AssumeRoot"}}},
		{name: "denies that a limit leaves out", steps: 2601, want: decide.No,
			old:      join(each(6, allow, `"Action":"zz:Do","Resource":"arn:aws:zz:::a%[1]d*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			new:      join(each(6, allow, `"Action":"zz:Do","Resource":"arn:aws:zz:::a%[1]d*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			boundary: join(each(8, allow, `"Action":"*","Resource":"*a%[1]d?*"`))},
		{name: "all but some actions", steps: 768, want: decide.No,
			old: join(each(12, allow, `"NotAction":"zz:*%[1]d","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			new: join(each(12, allow, `"NotAction":["zz:*%[1]d","yy:*"],"Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`))},
		{name: "all but some resources", steps: 277, want: decide.No,
			old: join(each(30, allow, `"Action":"zz:Do","NotResource":"arn:aws:zz:::*%[1]d","Condition":{"Bool":{"k:%[1]d":"true"}}`)),
			new: join(each(30, allow, `"Action":"zz:Do","NotResource":["arn:aws:zz:::*%[1]d","arn:aws:zz:::y*"],"Condition":{"Bool":{"k:%[1]d":"true"}}`))},
		{name: "a bucket's policy of several", steps: 153, kind: policy.Resource, want: decide.No,
			old: join(each(20, allow, `"Principal":{"AWS":"11112222%04[1]d"},"Action":"s3:Get*","Resource":"arn:aws:s3:::b/*","Condition":{"StringLike":{"k:v":"a*%[1]d"}}`)),
			new: join(each(20, allow, `"Principal":{"AWS":"arn:aws:iam::11112222%04[1]d:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringLike":{"k:v":"a*%[1]d"}}`))},
		{name: "clauses, beside all but the action", steps: 10, want: decide.No,
			old: join(each(8, allow, `"NotAction":["zz:*","y%[1]d:*"],"Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`), clauses),
			new: docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"`))},
		{name: "clauses, beside all but the resource", steps: 10, want: decide.No,
			old: join(each(8, allow, `"Action":"*","NotResource":["arn:aws:zz:::*","arn:aws:y%[1]d:::*"],"Condition":{"Bool":{"k:%[1]d":"true"}}`), clauses),
			new: docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"`))},
		{name: "clauses, beside other actions", steps: 10, want: decide.No,
			old: join(each(8, allow, `"Action":"y%[1]d:*","Resource":"*","Condition":{"Bool":{"k:%[1]d":"true"}}`), clauses),
			new: docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"`))},
		{name: "clauses, beside another value", steps: 10, want: decide.No,
			old: join(each(8, allow, anything+`,"Condition":{"StringEquals":{"k:v":"y%[1]d"},"Bool":{"k:%[1]d":"true"}}`), clauses),
			new: docOf(allow(`"Action":"zz:Do","Resource":"arn:aws:zz:::x"` + when("StringEquals", "k:v", "x")))},
		{name: "patterns that have no text in common", steps: 4728, want: decide.No,
			new: docOf(allow(`"Action":"a:x","Resource":` + listOf(12, "arn:aws:zz:::*x%d-ax"))), boundary: docOf(allow(`"Action":"a:x","Resource":` + listOf(12, "arn:aws:zz:::*y%d-y?")))},
		{name: "variables within limits", steps: 1448, want: decide.No,
			new: docOf(allow(`"Action":"a:x","Resource":`+listOf(20, "arn:aws:zz:::${k:n}/%d")), deny(`"Action":"*","Resource":"arn:aws:zz:::a*"`)), boundary: docOf(allow(`"Action":"a:*","Resource":["arn:aws:zz:::a*","arn:aws:zz:::ab*"]`))},
	}
}

// TestWork holds what questions cost, within a quarter: more would say that a way
// to see an answer early is gone, less that some work is not counted. Both matter
// where a document is made to be hard. After a change of the search that is meant,
// take the figures that the test tells.
func TestWork(t *testing.T) {
	for _, w := range works() {
		t.Run(w.name, func(t *testing.T) {
			t.Parallel()
			enough, little := w.ask(t, w.steps*5/4), w.ask(t, w.steps*3/4)
			if enough.Result == w.want && little.Result == decide.Undetermined {
				return
			}
			lo, hi := 0, 1<<17
			for hi-lo > 1 {
				if m := (lo + hi) / 2; w.ask(t, m).Result == decide.Undetermined {
					lo = m
				} else {
					hi = m
				}
			}
			t.Errorf("takes %d steps, not %d: %s", hi, w.steps, verdict(w.ask(t, 0)))
		})
	}
}
