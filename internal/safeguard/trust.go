// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// assuming are the actions by which somebody becomes a role.
var assuming = []string{"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}

// condition makes a condition of a question; the operators here are all known.
func condition(operator, key string, values ...string) *policy.Condition {
	c, _ := policy.NewCondition(operator, key, values...)
	return c
}

// insider tells the accounts of the organisation from others.
func (c *checker) insider(p *account.Principal, number string) bool {
	if number == p.Account && number != "" {
		return true
	}
	for _, own := range c.config.Organization.Accounts {
		if own == number {
			return true
		}
	}
	return false
}

// accountsTold reports whether it is known which accounts are ours.
func (c *checker) accountsTold(p *account.Principal) bool {
	return p.Account != "" || len(c.config.Organization.Accounts) > 0
}

// outsiders asks whether AWS principals that the trust does not name, of
// accounts that are not ours, may become the role. They may send whatever the
// caller chooses (an external ID, session names, tags, source identities), and
// are of another organisation, another VPC and the open internet.
func (c *checker) outsiders(p *account.Principal) decide.Question {
	named := namedIn(p.Trust.Policy)
	q := decide.Question{
		Actions: assuming[:1],
		Principals: func(w policy.Principal) bool {
			switch w.Kind {
			case policy.Role, policy.User, policy.RoleSession, policy.Root, policy.Anonymous:
			default:
				return false
			}
			return !named[w.ID] && !named[w.Account] && !c.insider(p, w.Account) && !strings.HasPrefix(w.ID, "<")
		},
		Conditions: []*policy.Condition{
			condition("StringLikeIfExists", "aws:SourceVpc", "vpc-"+decide.Fresh),
			condition("StringLikeIfExists", "aws:SourceVpce", "vpce-"+decide.Fresh),
			condition("StringLikeIfExists", "aws:userid", decide.Fresh),
			condition("BoolIfExists", "aws:PrincipalIsAWSService", "false"),
			condition("BoolIfExists", "aws:ViaAWSService", "false"),
			// Documentation addresses (RFC 5737) stand for the open internet.
			condition("IpAddressIfExists", "aws:SourceIp", "203.0.113.0/24"),
			condition("ForAllValues:StringLike", "aws:PrincipalOrgPaths", "o-"+decide.Fresh+"/*"),
		},
	}
	if id := c.config.Organization.ID; id != "" {
		q.Conditions = append(q.Conditions, condition("StringNotEqualsIfExists", "aws:PrincipalOrgID", id))
	} else {
		// Which organisation is ours has not been told: one that is named is
		// taken for ours.
		q.Conditions = append(q.Conditions, condition("StringEqualsIfExists", "aws:PrincipalOrgID", "o-"+decide.Fresh))
	}
	return q
}

var accountNumber = regexp.MustCompile(`\b\d{12}\b`)

// namedIn returns the principals that a trust names, and every account that it
// names in a principal or a condition.
func namedIn(d *policy.Document) map[string]bool {
	out := map[string]bool{}
	for _, s := range d.Statements {
		for _, e := range []*policy.Principals{s.Principal, s.NotPrincipal} {
			if e == nil {
				continue
			}
			for _, t := range e.AWS {
				if p, err := policy.ParsePrincipal(t.Value); err == nil && p.ID != "anonymous" {
					out[p.ID], out[p.Account] = true, true
				}
			}
		}
		for _, k := range s.Conditions {
			for _, v := range k.Values {
				for _, number := range accountNumber.FindAllString(v.Value, -1) {
					out[number] = true
				}
			}
		}
	}
	return out
}

// namesOnly reports whether a resource or trust policy plainly lets in nobody but
// principals that it names, so that it is open to nobody else. False says nothing.
func namesOnly(d *policy.Document) bool {
	for _, s := range d.Statements {
		switch p := s.Principal; {
		case s.Effect != policy.Allow:
		case p == nil:
			if s.NotPrincipal != nil {
				return false
			}
		case p.All || len(p.CanonicalUser) > 0:
			return false
		default:
			for _, t := range slices.Concat(p.AWS, p.Service, p.Federated) {
				if !known(d, t.Value) || strings.ContainsAny(t.Value, "*?$") {
					return false
				}
			}
			for _, t := range p.AWS {
				if who, err := policy.ParsePrincipal(t.Value); err != nil || who.ID == "anonymous" {
					return false
				}
			}
		}
	}
	return true
}

// peopleWithoutMFA asks whether people may become the role without a second
// factor: IAM users, and whoever an own account lets. Roles, services and web
// identities are not people here; a role is judged on its own trust.
func (c *checker) peopleWithoutMFA(p *account.Principal) decide.Question {
	named := namedIn(p.Trust.Policy)
	return decide.Question{
		Actions: assuming[:1],
		Principals: func(w policy.Principal) bool {
			switch {
			case strings.HasPrefix(w.ID, "<"): // one principal of this plan
				return refersTo(w.ID, "aws_iam_user")
			case w.Kind != policy.User && w.Kind != policy.Root:
				return false
			case w.Kind == policy.User && named[w.ID]: // an IAM user, of whatever account
				return true
			case named[w.Account]:
				return c.insider(p, w.Account) || !c.accountsTold(p)
			}
			// An account that the trust does not name stands for ours as well.
			return true
		},
		Conditions: []*policy.Condition{
			condition("BoolIfExists", mfaKey, "false"),
			condition("Null", "aws:MultiFactorAuthAge", "true"), // the age is there only with MFA
		},
	}
}

// refersTo reports whether <reference> is to a resource of this type.
func refersTo(hole, kind string) bool {
	i := strings.LastIndex(hole, kind+".")
	return i > 0 && (hole[i-1] == '<' || hole[i-1] == '.')
}

const mfaKey = "aws:MultiFactorAuthPresent"

// peopleBySAML asks whether a SAML provider that is not declared to enforce MFA
// lets people become the role. Such sign-ins never carry an MFA key.
// Beside the configuration, a role made by this project's provider declares it
// of its own providers.
func (c *checker) peopleBySAML(side *account.Account, role *account.Principal) decide.Question {
	saml := map[string]bool{}
	for _, p := range side.Providers {
		if p.SAML {
			saml["<"+p.Address+".arn>"] = true
		}
	}
	return decide.Question{
		Actions: assuming[1:2],
		Principals: func(w policy.Principal) bool {
			if w.Kind != policy.FederatedLogin || c.config.Trust.EnforcesMFA[w.ID] || role.EnforcesMFA[w.ID] {
				return false
			}
			return strings.Contains(w.ID, ":saml-provider/") || saml[w.ID] || strings.Contains(w.ID, "trust.saml[") // the argument of such a role, not known until apply
		},
		Conditions: []*policy.Condition{condition("Null", mfaKey, "true"), condition("Null", "aws:MultiFactorAuthAge", "true")},
	}
}

// trustViolation describes what a trust policy allows.
func trustViolation(p *account.Principal, q decide.Question, a decide.Answer, message string) *violation {
	d := p.Trust
	v := &violation{
		key: p.Key(), previous: p.PreviousKey(), address: p.Address, attribute: d.Attribute, principal: p, message: message, sensitive: d.Sensitive,
	}
	for _, s := range d.Policy.Statements {
		if !about(d.Policy, s, q) {
			continue
		}
		v.meaning = append(v.meaning, string(d.Policy.CanonicalStatement(s)))
		if s.Effect == policy.Allow && v.document == nil {
			v.document = &DocumentRef{Known: d.Known, Statement: s.Index, Sid: s.Sid}
		}
	}
	v.witness = witness(nil, a.Witness)
	if v.witness != nil {
		// The resource of a request to become a role is the role.
		v.witness.Resource = p.Requester()
	}
	return v
}

// trusts lists the roles of a side whose trust can be judged.
func trusts(side *account.Account) []*account.Principal {
	var out []*account.Principal
	for _, p := range side.Principals {
		if p.Kind == account.Role && p.Trust != nil && p.Trust.Policy != nil && !p.ServiceLinked() {
			out = append(out, p)
		}
	}
	return out
}

// trustsMore reports whether a trust lets somebody in that it did not let in
// before, within a question. Doubt counts as yes.
func trustsMore(before, after *violation, q decide.Question) bool {
	a := decide.DocumentNewAccessIn(before.principal.Trust.Policy, after.principal.Trust.Policy, policy.Trust, q, yesOrNo)
	return a.Result != decide.No
}
