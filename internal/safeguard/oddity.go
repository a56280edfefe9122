// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// oddity is one thing in a document's text that a rule is about.
type oddity struct {
	statement *policy.Statement
	// name identifies it, and text tells it in a message.
	name, text string
	severity   Severity
	// mend changes the statement to what is meant; nil: that is not told.
	mend func(*rewritten)
}

// oddKey is a rule's message and the first statement of a document: documents of
// one text share their statements, on both sides and in several resources.
type oddKey struct {
	message string
	first   *policy.Statement
}

// oddDocuments makes one violation of each document of the plan that has
// oddities, as grave as the worst of them. message begins the finding's.
func (c *checker) oddDocuments(side *account.Account, message string, in func(d *policy.Document) []oddity) []*violation {
	var out []*violation
	for _, d := range side.Documents {
		if outside(d) || d.Policy == nil || len(d.Policy.Statements) == 0 {
			continue
		}
		key := oddKey{message, d.Policy.Statements[0]}
		list, known := c.odd[key]
		if !known {
			list = in(d.Policy)
			c.odd[key] = list
		}
		if len(list) == 0 {
			continue
		}
		v := &violation{
			key: d.Address + "." + d.Attribute, address: d.Address, attribute: d.Attribute, sensitive: d.Sensitive,
			document: &DocumentRef{Known: d.Known, Statement: list[0].statement.Index, Sid: list[0].statement.Sid},
		}
		if d.PreviousAddress != "" {
			v.previous = d.PreviousAddress + "." + d.Attribute
		}
		var texts []string
		for _, o := range list {
			if !slices.Contains(v.meaning, o.name) {
				v.meaning = append(v.meaning, o.name)
				texts = append(texts, o.text)
			}
			v.severity = max(v.severity, o.severity)
		}
		v.message = message + ": " + strings.Join(texts, "; ") + "."
		v.mend = mended(d, list)
		if d.Sensitive {
			v.message = message + " (its text is sensitive and is not shown)."
		}
		out = append(out, v)
	}
	return out
}

// outside reports whether a document lives outside of what is judged. One that is
// judged by itself stands at no address, and its text is at hand.
func outside(d *account.Document) bool { return d.Address == "" && d.Known != account.KnownPlan }

// moreOddities reports whether a document has an oddity that it did not have.
func moreOddities(_ *checker, before, after *violation) bool {
	return slices.ContainsFunc(after.meaning, func(m string) bool { return !slices.Contains(before.meaning, m) })
}

// known reports whether nothing in a text is open until apply.
func known(d *policy.Document, text string) bool { return d.Show(text) == text }
