// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// actionResourceMismatch is broken where no action of a statement can ever be
// asked for on any resource of it, or where a condition of it compares a key by
// an operator of another type, or one that no request for its actions carries, so
// that the statement never applies. A
// statement of which some pair of action and resource fits is none, nor is one
// with a pattern of actions, an unknown action, a pattern of resources in the
// action's own service (or in any, for an action that takes none) or an ARN of
// fewer than six segments.
var _ = register(&Rule{
	Name:     "action-resource-mismatch",
	Title:    "The statement can never apply",
	Severity: medium,
	Description: "None of the statement's actions is ever asked for on one of its resources, so that it allows or denies nothing, without any error from AWS. " +
		"Whoever reviews the policy takes it to say what it does not.",
	Citations: []string{"164.312(a)(1)", "164.308(a)(4)(ii)(C)"},
	NIST:      []string{"AC-3", "CM-3"},
	Fix: "Name resources of the types that the actions take, and \"*\" for actions that take none, compare each condition key by an operator of its type, and put a condition only on actions that carry its key; " +
		"the Service Authorization Reference lists them.",
	Bad: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "arn:aws:s3:::example" }]
  })
}`,
	Good: `resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }]
  })
}`,
	find: func(c *checker, side *account.Account) []*violation {
		return c.oddDocuments(side, "The policy has statements that can never apply", func(d *policy.Document) []oddity {
			var out []oddity
			for _, s := range d.Statements {
				name := fmt.Sprintf("statement %d", s.Index+1)
				if s.Sid != "" {
					name = "statement " + s.Sid
				}
				if why := neverHolds(d, s); why != "" {
					out = append(out, oddity{statement: s, name: string(d.CanonicalStatement(s)), text: name + ", in which " + why})
					continue
				}
				if d.Kind.HasPrincipal() || s.Action == nil || s.Resource == nil || len(s.Action.List) == 0 || len(s.Resource.List) == 0 || applies(s) {
					continue
				}
				out = append(out, oddity{
					statement: s, name: string(d.CanonicalStatement(s)), mend: c.onOwnType(s),
					text: fmt.Sprintf("%s, in which no resource is of a type that %s can be asked for on", name, named(s.Action)),
				})
			}
			return out
		})
	},
	worse: moreOddities,
})

// apart are the types of keys whose values an operator of each kind never
// matches. Texts are left out: they may hold what looks like another type.
// Source: IAM user guide, IAM JSON policy elements: Condition operators.
var apart = map[policy.Test][]string{
	policy.IPAddress:             {reference.TypeBool, reference.TypeNumeric, reference.TypeDate, reference.TypeARN},
	policy.BoolEquals:            {reference.TypeIPAddress, reference.TypeNumeric, reference.TypeDate, reference.TypeARN},
	policy.ArnLike:               {reference.TypeBool, reference.TypeNumeric, reference.TypeDate, reference.TypeIPAddress},
	policy.NumericEquals:         {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.NumericLess:           {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.NumericLessOrEqual:    {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.NumericGreater:        {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.NumericGreaterOrEqual: {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.DateEquals:            {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.DateLess:              {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.DateLessOrEqual:       {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.DateGreater:           {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
	policy.DateGreaterOrEqual:    {reference.TypeBool, reference.TypeIPAddress, reference.TypeARN},
}

// neverHolds says of a statement's condition that no request meets it, since its
// operator compares another type than its key has, or since no request carries the
// key; "" where none is so. A negated operator, and one that a missing key meets,
// hold all the same. The keys about tags are left to condition-key-unknown: AWS adds
// them to actions.
func neverHolds(d *policy.Document, s *policy.Statement) string {
	for _, k := range uncarried(d, s) {
		if !reference.IsTagKey(k.Key) && k.Evaluate(nil, false, nil) == policy.False {
			return fmt.Sprintf("no request for %s carries %s", named(s.Action), k.Key)
		}
	}
	for _, k := range s.Conditions {
		o := k.Operator
		if o.Negated || o.IfExists || o.Qualifier == policy.ForAllValues {
			continue
		}
		if key, ok := reference.LookupConditionKey(k.Key); ok && slices.Contains(apart[o.Test], key.Type) {
			return fmt.Sprintf("%s never matches %s, which is of the type %s", o.Name, k.Key, key.Type)
		}
	}
	return ""
}

// applies reports whether some pair of a statement fits.
func applies(s *policy.Statement) bool {
	for _, a := range s.Action.List {
		for _, r := range s.Resource.List {
			if r.Short != nil || openPattern(a, r) || decide.Applies(a, r) {
				return true
			}
		}
	}
	return false
}

// openPattern reports whether a resource is a pattern in the action's own
// service, or in any where the action takes no resource. Whether AWS takes such
// an action for it is not sure: its reference does not list all types, and AWS
// itself grants s3:ListAllMyBuckets on arn:aws:s3:::*, and
// ssmmessages:OpenDataChannel, both of which take none, on sessions.
func openPattern(action, resource *policy.Pattern) bool {
	parts := strings.SplitN(resource.Text.Value, ":", 6)
	if len(parts) < 6 || !strings.ContainsAny(parts[5], "*?") {
		return false
	}
	s, a, ok := reference.LookupAction(action.Text.Value)
	return ok && (len(a.Resources) == 0 || strings.EqualFold(parts[2], s.Prefix))
}

// named lists the first entries of an element.
func named(p *policy.Patterns) string {
	var out []string
	for _, t := range p.Texts() {
		out = append(out, t.Value)
	}
	if len(out) > 3 {
		return strings.Join(out[:3], ", ") + ", …"
	}
	return join(out)
}
