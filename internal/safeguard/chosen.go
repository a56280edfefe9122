// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// chosen returns the principal without what nobody chose for it: AWS writes
// policies for the roles of its services (paths /service-role/ and
// /aws-service-role/), the services need them as they are, and nobody can narrow
// them. Where anybody but a service may assume the role, or the principal is no
// role, they count like any other policy.
func chosen(p *account.Principal) *account.Principal {
	if p.Kind != account.Role || !slices.ContainsFunc(p.Identity, writtenForService) || !servicesOnly(p) {
		return p
	}
	out := *p
	out.Identity = slices.DeleteFunc(slices.Clone(p.Identity), writtenForService)
	return &out
}

func writtenForService(a account.Attachment) bool {
	_, name, ok := strings.Cut(a.Document.ARN, ":iam::aws:policy/")
	return ok && (strings.HasPrefix(name, "service-role/") || strings.HasPrefix(name, "aws-service-role/"))
}

// servicesOnly reports whether only AWS services may assume a role. A role whose
// trust policy is not at hand is taken for one.
func servicesOnly(p *account.Principal) bool {
	if p.Trust == nil {
		return true
	}
	if p.Trust.Policy == nil {
		return p.Trust.Undetermined == nil
	}
	if !slices.ContainsFunc(p.Trust.Policy.Statements, trustsOthers) {
		return true
	}
	q := decide.Question{Principals: func(who policy.Principal) bool { return who.Kind != policy.Service }}
	return decide.DocumentGrants(p.Trust.Policy, q, yesOrNo).Result == decide.No
}

// trustsOthers reports whether a statement may let in anybody but services.
func trustsOthers(s *policy.Statement) bool {
	if s.Effect != policy.Allow {
		return false
	}
	p := s.Principal
	return p == nil || p.All || len(p.AWS)+len(p.Federated)+len(p.CanonicalUser) > 0
}

// withoutAgents returns the principal without the policies that AWS writes for
// its agents on instances. They read parameters, where AWS keeps what its agents
// run, and are attached to nearly every instance.
func withoutAgents(p *account.Principal) *account.Principal {
	agents := func(a account.Attachment) bool {
		_, name, ok := strings.Cut(a.Document.ARN, ":iam::aws:policy/")
		return ok && slices.Contains([]string{"AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy", "CloudWatchAgentAdminPolicy", "AmazonSSMManagedEC2InstanceDefaultPolicy"}, name)
	}
	if p.Kind != account.Role || !slices.ContainsFunc(p.Identity, agents) {
		return p
	}
	out := *p
	out.Identity = slices.DeleteFunc(slices.Clone(p.Identity), agents)
	return &out
}
