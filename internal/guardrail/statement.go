// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package guardrail

import (
	"regexp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// What AWS writes. Source: IAM and Organizations API references.
var (
	principalRE    = regexp.MustCompile(`^arn:aws[a-z-]*:iam::(?:[0-9]{12}|\*):(?:role|user)/([\w+=,.@/*?-]+)$`)
	boundaryRE     = regexp.MustCompile(`^arn:aws[a-z-]*:iam::(?:[0-9]{12}|aws|\*):policy/[\w+=,.@/-]+[*]?$`)
	logGroupRE     = regexp.MustCompile(`^arn:aws[a-z-]*:logs:[a-z0-9*-]+:(?:[0-9]{12}|\*):log-group:[\w./#*-]+$`)
	organizationRE = regexp.MustCompile(`^o-[a-z0-9]{10,32}$`)
	accountRE      = regexp.MustCompile(`^[0-9]{12}$`)
	regionRE       = regexp.MustCompile(`^[a-z]{2,}(?:-[a-z]+)+-[0-9]+$`)
)

// deny starts a statement about these actions, on every resource.
func deny(sid, description string, actions []string, conditions ...template.Condition) *template.Statement {
	return &template.Statement{Sid: sid, Description: description, Actions: template.List(actions...), Conditions: conditions}
}

// denyAllBut starts a statement about every other action.
func denyAllBut(sid, description string, actions []string, conditions ...template.Condition) *template.Statement {
	return &template.Statement{Sid: sid, Description: description, NotActions: template.List(actions...), Conditions: conditions}
}

// on is the statement on some resources alone.
func on(s *template.Statement, resources ...string) *template.Statement {
	s.Resources = template.List(resources...)
	return s
}
