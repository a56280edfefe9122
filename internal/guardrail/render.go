// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Quota is what AWS accepts of one kind of control policy.
type Quota struct {
	// Characters is the longest document, white space included.
	Characters int
	// Attached is how many policies a root, unit or account can have; AWS's own
	// policy that allows everything is one of them.
	Attached int
}

// quotas hold as of QuotasAsOf. Source: Organizations user guide, "Quotas and
// service limits". AWS is reported to have raised those of service control policies.
var quotas = map[policy.Kind]Quota{policy.SCP: {Characters: 5_120, Attached: 5}, policy.RCP: {Characters: 5_120, Attached: 5}}

// QuotasAsOf is the day of the quotas.
var QuotasAsOf = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// QuotaOf returns the quota of a kind.
func QuotaOf(kind policy.Kind) Quota { return quotas[kind] }

// Rendered are the documents of some guardrails.
type Rendered struct {
	// Documents are JSON without white space, each within the quota.
	Documents []string
	// Statements are what the guardrails say, in their order. Where statements were
	// merged, several have the same Sid and document.
	Statements []Statement
}

// Statement is one statement of one guardrail, and where it stands.
type Statement struct {
	Sid string
	// Document is the index of the document that holds it.
	Document  int
	Guardrail *Guardrail
	// Description says what it does, Citations why.
	Description string
	Citations   []string
}

// block is a statement of a document with those that were merged in it.
type block struct {
	statement *template.Statement
	of        []int // indices of Rendered.Statements
	document  int
}

// Render puts guardrails into as few documents as they fit in, at most as long as
// the quota, or as limit where it is above 0. Statements under the same conditions
// are merged only where that saves a document. The problems are of the arguments;
// where there is one nothing is rendered.
func Render(kind policy.Kind, names []string, a Arguments, limit int) (*Rendered, []Problem) {
	if problems := check(kind, names, a); len(problems) > 0 {
		return nil, problems
	}
	if limit <= 0 {
		limit = quotas[kind].Characters
	}
	out := &Rendered{}
	var blocks []*block
	sids := map[string]int{}
	for _, name := range names {
		g := Lookup(kind, name)
		for _, s := range g.Statements(a) {
			sids[s.Sid]++
			blocks = append(blocks, &block{statement: s, of: []int{len(out.Statements)}})
			out.Statements = append(out.Statements, Statement{Guardrail: g, Description: s.Description, Citations: s.Citations})
		}
	}
	for _, b := range blocks {
		if n := length(b); n > limit {
			g := out.Statements[b.of[0]].Guardrail
			return nil, []Problem{{Argument: culprit(g, a), Index: -1, Message: fmt.Sprintf("the statement %s of %s has %d characters by itself, and a document can have %d: give shorter lists", b.statement.Sid, g.Name, n, limit)}}
		}
	}
	packed, merged := pack(blocks, limit), merge(blocks)
	if again := pack(merged, limit); len(again) < len(packed) {
		blocks, packed = merged, again
	}
	for _, doc := range packed {
		out.Documents = append(out.Documents, write(doc))
	}
	for _, b := range blocks {
		for _, i := range b.of {
			out.Statements[i].Sid, out.Statements[i].Document = b.statement.Sid, b.document
		}
	}
	if problem := lockout(kind, names, a, out.Documents); problem != nil {
		return nil, []Problem{*problem}
	}
	return out, nil
}

// culprit is the argument that makes a guardrail's statement long.
func culprit(g *Guardrail, a Arguments) string {
	longest, at := 0, Guardrails
	for _, one := range []struct {
		name string
		list []string
	}{{Exempt, a.exempt(g)}, {Regions, a.Regions}, {Boundaries, a.Boundaries}, {LogGroups, a.LogGroups}, {AddServices, a.AddServices}, {TrustedAccounts, a.TrustedAccounts}} {
		if one.name != Exempt && !slices.Contains(g.Needs, one.name) && !slices.Contains(g.Takes, one.name) {
			continue
		}
		n := 0
		for _, s := range one.list {
			n += len(s)
		}
		if n > longest {
			longest, at = n, one.name
		}
	}
	return at
}

// pack fills documents, each block into the first that has room for it.
func pack(blocks []*block, limit int) [][]*block {
	var out [][]*block
next:
	for _, b := range blocks {
		for i := range out {
			if length(append(slices.Clone(out[i]), b)...) <= limit {
				out[i], b.document = append(out[i], b), i
				continue next
			}
		}
		b.document = len(out)
		out = append(out, []*block{b})
	}
	return out
}

// merge joins blocks that differ in their actions alone.
func merge(blocks []*block) []*block {
	var out []*block
	at := map[string]*block{}
	for _, b := range blocks {
		rest := *b.statement
		rest.Sid, rest.Actions = "", template.Texts{}
		key := write([]*block{{statement: &rest}})
		into := at[key]
		if into == nil || len(b.statement.Actions.Values) == 0 || slices.Contains(b.statement.Actions.Values, "*") {
			copied := *b.statement
			copied.Actions.Values = slices.Clone(copied.Actions.Values)
			one := &block{statement: &copied, of: slices.Clone(b.of)}
			out = append(out, one)
			if len(b.statement.Actions.Values) > 0 {
				at[key] = one
			}
			continue
		}
		into.of = append(into.of, b.of...)
		into.statement.Actions.Values = append(into.statement.Actions.Values, b.statement.Actions.Values...)
		slices.Sort(into.statement.Actions.Values)
		into.statement.Actions.Values = slices.Compact(into.statement.Actions.Values)
	}
	return out
}

func length(blocks ...*block) int { return utf8.RuneCountInString(write(blocks)) }

// write writes the document of some blocks. Everything in it is known.
func write(blocks []*block) string {
	doc := &template.Document{}
	for _, b := range blocks {
		doc.Statements = append(doc.Statements, b.statement)
	}
	text, _ := doc.JSON()
	return text
}
