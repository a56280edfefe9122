// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator

import (
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// allowedBefore are the statements of after of which no question has to be asked:
// before has the same statement, the same limits and no deny that after lacks, so
// that whatever after allows by the statement was allowed by it before.
func allowedBefore(before, after *decide.Access) map[*policy.Statement]bool {
	if before == nil || after == nil || !sameStatements(before.Boundary, after.Boundary) || !sameStatements(before.Session, after.Session) ||
		!sameStatements(before.Resource, after.Resource) || before.ResourceAccount != after.ResourceAccount ||
		!sameLevels(before.SCP, after.SCP) || !sameLevels(before.RCP, after.RCP) {
		return nil
	}
	return allows(before.Identity, after.Identity)
}

// allows are the allowing statements that before has as well, and none where it
// has a deny that after lacks. Documents of one text share their statements.
func allows(before, after []*policy.Document) map[*policy.Statement]bool {
	now := map[*policy.Statement]bool{}
	for _, d := range after {
		for _, s := range d.Statements {
			now[s] = true
		}
	}
	out := map[*policy.Statement]bool{}
	for _, d := range before {
		if d == nil {
			continue
		}
		for _, s := range d.Statements {
			switch {
			case s.Effect == policy.Allow && now[s]:
				out[s] = true
			case s.Effect != policy.Allow && !now[s]:
				return nil
			}
		}
	}
	return out
}

// sameStatements reports whether two documents are of one text.
func sameStatements(a, b *policy.Document) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Kind == b.Kind && slices.Equal(a.Statements, b.Statements)
}

func sameLevels(a, b [][]*policy.Document) bool {
	return slices.EqualFunc(a, b, func(x, y []*policy.Document) bool { return slices.EqualFunc(x, y, sameStatements) })
}
