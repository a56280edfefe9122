// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

const trustKind = policy.Trust

// drift says what was changed outside Terraform, and whether that widened
// access. Documents are compared by what they mean.
func drift(state *roleModel, found *iamrole.Found) diag.Diagnostics {
	var diags diag.Diagnostics
	// Terraform shows one warning of those with the same summary and counts the rest.
	summary := func(what string) string { return fmt.Sprintf("Changed outside Terraform: %s of %s", what, found.Name) }
	warn := func(at, what, effect string) {
		diags.AddAttributeWarning(path.Root(at), summary(strings.ToLower(what[:1])+what[1:]),
			fmt.Sprintf("%s of the role %s was changed outside Terraform. %s The next apply puts it back.", what, found.Name, effect))
	}
	if old := state.AssumeRolePolicy.ValueString(); !iamrole.SameDocument(old, found.Trust, policy.Trust) {
		warn("assume_role_policy", "The trust policy", trustEffect(old, found.Trust))
	}
	if changes := policyChanges(state, found); len(changes) > 0 {
		diags.AddAttributeWarning(path.Root("policies"), summary("policies"),
			fmt.Sprintf("Policies of the role %s were changed outside Terraform: %s. %s The next apply puts them back.",
				found.Name, strings.Join(changes, ", "), accessEffect(documents(state.Policies), found.Policies)))
	}
	if old := state.Boundary.ValueString(); old != found.Boundary {
		switch {
		case found.Boundary == "":
			warn("permissions_boundary", "The permissions boundary", "It was removed: this widened access to all that the role's policies allow.")
		case old == "":
			warn("permissions_boundary", "The permissions boundary", fmt.Sprintf("It is %s now; there was none.", found.Boundary))
		default:
			warn("permissions_boundary", "The permissions boundary", fmt.Sprintf("It is %s now, instead of %s; this may have widened access.", found.Boundary, old))
		}
	}
	if old := state.MaxSession.ValueInt64(); old != int64(found.MaxSession) {
		word := "shortened"
		if int64(found.MaxSession) > old {
			word = "lengthened"
		}
		warn("max_session_duration", "The longest session", fmt.Sprintf("It was %s from %d to %d seconds.", word, old, found.MaxSession))
	}
	return diags
}

// policyChanges names the role's own policies that mean something else now.
func policyChanges(state *roleModel, found *iamrole.Found) []string {
	var out []string
	// Of a document that is spread over managed policies, what became of those
	// says more than the statements that are missing.
	lost := map[string]bool{}
	for _, arn := range knownTexts(state.Managed) {
		what := ""
		switch {
		case slices.Contains(found.Detached, arn):
			what = "was detached"
		case !slices.Contains(found.Managed, arn):
			what = "was deleted"
		default:
			continue
		}
		document := iamrole.DocumentOf(found.Name, arn)
		lost[document] = true
		out = append(out, fmt.Sprintf("%s, a part of %s, %s", arn, document, what))
	}
	for _, p := range documents(state.Policies) {
		now, ok := found.Policy(p.Name)
		switch {
		case lost[p.Name]:
		case !ok:
			out = append(out, p.Name+" was deleted")
		case !iamrole.SameDocument(p.Document, now, policy.Identity):
			out = append(out, p.Name+" was edited ("+statementChanges(p.Document, now)+")")
		}
	}
	return out
}

// statementChanges names the statements that came and went.
func statementChanges(old, now string) string {
	before, _ := policy.Parse([]byte(old), policy.Identity)
	after, _ := policy.Parse([]byte(now), policy.Identity)
	if before == nil || after == nil {
		return "it is no policy document any more"
	}
	var parts []string
	// A document that is another one altogether would fill the screen.
	const most = 3
	list := func(what string, statements []string) {
		if n := len(statements); n > most {
			statements = append(statements[:most:most], fmt.Sprintf("and %d more statements", n-most))
		}
		if len(statements) > 0 {
			parts = append(parts, what+strings.Join(statements, "; "))
		}
	}
	list("added: ", statementsNotIn(after, before))
	list("removed: ", statementsNotIn(before, after))
	return strings.Join(parts, ", ")
}

func statementsNotIn(doc, other *policy.Document) []string {
	have := map[string]bool{}
	for _, s := range other.Statements {
		have[string(other.CanonicalStatement(s))] = true
	}
	var out []string
	for _, s := range doc.Statements {
		if have[string(doc.CanonicalStatement(s))] {
			continue
		}
		text := s.Effect.String() + " " + few(s.Action) + few(s.NotAction, "all but ") + " on " + few(s.Resource) + few(s.NotResource, "all but ")
		if len(s.Conditions) > 0 {
			text += " under conditions"
		}
		out = append(out, text)
	}
	return out
}

// few names the first of some patterns.
func few(p *policy.Patterns, before ...string) string {
	const most = 3
	list := p.Texts()
	if len(list) == 0 {
		return ""
	}
	var out []string
	for i, t := range list {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(list)-most))
			break
		}
		out = append(out, t.Value)
	}
	return strings.Join(before, "") + strings.Join(out, ", ")
}

// accessEffect says in words what the role's own policies together newly allow.
func accessEffect(old, now []iamrole.Policy) string {
	before, after := &decide.Access{}, &decide.Access{}
	for _, p := range old {
		if doc, _ := policy.Parse([]byte(p.Document), policy.Identity); doc != nil {
			before.Identity = append(before.Identity, doc)
		}
	}
	for _, p := range now {
		doc, _ := policy.Parse([]byte(p.Document), policy.Identity)
		if doc == nil {
			return p.Name + " is no policy document any more."
		}
		after.Identity = append(after.Identity, doc)
	}
	answer := decide.NewAccess(before, after, decide.Question{}, decide.Options{})
	if answer.Witness != nil {
		w := *answer.Witness
		w.Principal = "" // the role
		answer.Witness = &w
	}
	return inWords(answer)
}

// trustEffect says in words whom a trust policy newly lets in.
func trustEffect(old, now string) string {
	before, _ := policy.Parse([]byte(old), policy.Trust)
	after, _ := policy.Parse([]byte(now), policy.Trust)
	if after == nil {
		return "It is no policy document any more."
	}
	answer := decide.DocumentNewAccess(before, after, policy.Trust, decide.Options{})
	if answer.Witness != nil {
		w := *answer.Witness
		w.Resource = "" // the role
		answer.Witness = &w
	}
	return inWords(answer)
}

func inWords(a decide.Answer) string {
	switch a.Result {
	case decide.Yes:
		return "This widened access: newly allowed is, for one, " + witness(a.Witness) + "."
	case decide.No:
		return "This did not widen access."
	default:
		return "Whether this widened access is undetermined: " + sentence(a.Reason)
	}
}

// witness writes a request in words.
func witness(w *decide.Witness) string {
	if w == nil {
		return "some request"
	}
	return requestText(w.Action, w.Resource, w.Principal, w.Context)
}

// requestText writes one request in words.
func requestText(action, resource, principal string, context map[string][]string) string {
	text := action
	if resource != "" {
		text += " on " + resource
	}
	if principal != "" {
		text += " by " + principal
	}
	var conditions []string
	for _, k := range slices.Sorted(maps.Keys(context)) {
		conditions = append(conditions, k+" = "+strings.Join(context[k], ", "))
	}
	if len(conditions) > 0 {
		text += " (with " + strings.Join(conditions, "; ") + ")"
	}
	return text
}

// trustStatements shows a trust policy as it is in AWS.
func trustStatements(t *template.Template, text string) types.List {
	doc, _ := policy.Parse([]byte(text), policy.Trust)
	return statementsValue(shown(t, doc), true)
}

func stringMap(m map[string]string) types.Map {
	vals := make(map[string]attr.Value, len(m))
	for k, v := range m {
		vals[k] = types.StringValue(v)
	}
	return types.MapValueMust(types.StringType, vals)
}

func tagText(tags map[string]string, key string) types.String {
	if v, ok := tags[key]; ok {
		return types.StringValue(v)
	}
	return types.StringNull()
}
