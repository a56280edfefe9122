// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package account

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// Escalation is one way in which a principal can gain permissions that it was
// not given.
type Escalation struct {
	// Permissions are the actions that the way needs.
	Permissions []string
	// Self says that the principal changes its own permissions.
	Self bool
	// Target is the principal whose permissions are gained; nil where the way
	// leads to principals that no policy at hand names.
	Target *Principal
	// Witnesses hold a request for each permission.
	Witnesses []*decide.Witness
}

// administratorAccess is what would be attached: being allowed to attach some
// harmless policy alone is no escalation.
const administratorAccess = "arn:aws:iam::aws:policy/AdministratorAccess"

// climber asks about one principal.
type climber struct {
	a   *Account
	p   *Principal
	own *decide.Access
	out []Escalation
	// never holds, for an action, whether it is allowed on nothing at all; services
	// are those that the principal's policies speak of, unless open says any.
	never    map[string]bool
	services map[string]bool
	open     bool
	// unsure is the first reason why a way could not be decided.
	unsure *Undetermined
}

// Escalations returns the ways in which the principal can gain permissions:
// those that change its own first, then those to principals of this account,
// then those to principals that no policy names. Where some way could not be
// decided, the reason is returned as well.
func (a *Account) Escalations(p *Principal) ([]Escalation, *Undetermined) {
	if p == nil || p.Kind == Group {
		return nil, nil
	}
	c := &climber{a: a, p: p, own: p.Access(), never: map[string]bool{}}
	c.services, c.open = c.own.Services()
	c.self()
	for _, t := range c.targets() {
		if t != p {
			c.target(t)
		}
	}
	c.unnamed()
	return c.out, c.unsure
}

// onTargets are the actions on another principal that lead to its permissions,
// but for assuming a role.
var onTargets = []string{
	"iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile", "iam:AddUserToGroup", "iam:UpdateAssumeRolePolicy", "iam:PassRole",
}

// targets are the principals to which there may be a way: all of them, or for
// one that has no power over any, the roles whose trust may name it.
func (c *climber) targets() []*Principal {
	for _, action := range onTargets {
		if !c.nowhere(action) {
			return c.a.Principals
		}
	}
	return c.a.assumable()
}

// assumable lists the roles whose trust names somebody of AWS, or whom it does
// not tell; services and identity providers are no principals of the account.
func (a *Account) assumable() []*Principal {
	if a.assumed.of == len(a.Principals) {
		return a.assumed.list
	}
	a.assumed.list = nil
	for _, p := range a.Principals {
		if p.Kind == Role && p.Trust != nil && p.Trust.Policy != nil && slices.ContainsFunc(p.Trust.Policy.Statements, trustsPrincipals) {
			a.assumed.list = append(a.assumed.list, p)
		}
	}
	a.assumed.of = len(a.Principals)
	return a.assumed.list
}

func trustsPrincipals(s *policy.Statement) bool {
	if s.Effect != policy.Allow {
		return false
	}
	p := s.Principal
	return p == nil || p.All || len(p.AWS) > 0 || len(p.CanonicalUser) > 0
}

// may asks whether the principal may do the action on some of the resources.
func (c *climber) may(action string, resources []string, conditions ...*policy.Condition) *decide.Witness {
	if len(resources) == 0 || c.nowhere(action) {
		return nil
	}
	a := decide.Grants(c.own, decide.Question{Actions: []string{action}, Resources: resources, Conditions: conditions}, decide.Options{})
	c.note(a)
	return a.Witness
}

// nowhere reports whether the action is allowed on no resource, which saves
// asking about each.
func (c *climber) nowhere(action string) bool {
	if prefix, _, _ := strings.Cut(action, ":"); !c.open && !c.services[prefix] && prefix != "sts" {
		return true // one action of STS needs no policy
	}
	no, ok := c.never[action]
	if !ok {
		no = decide.Grants(c.own, decide.Question{Actions: []string{action}}, decide.Options{Plain: true}).Result == decide.No
		c.never[action] = no
	}
	return no
}

func (c *climber) found(e Escalation) { c.out = append(c.out, e) }

// changing are the conditions under which an action on a principal, or on one that
// nobody names (nil), is an escalation: what is attached, or set as its boundary, limits
// nothing, and the boundary that a policy demands is the one that the principal has.
// Source: Service Authorization Reference, iam:PolicyARN and iam:PermissionsBoundary;
// IAM user guide, Delegating responsibility to others using permissions boundaries.
func changing(action string, of *Principal) []*policy.Condition {
	var out []*policy.Condition
	if strings.Contains(action, ":Attach") {
		out = append(out, condition("ArnEquals", "iam:PolicyARN", administratorAccess))
	}
	const key = "iam:PermissionsBoundary"
	switch s, a, ok := reference.LookupAction(action); {
	case !ok || !s.MayCarry(a, key):
	case strings.HasPrefix(action, "iam:Put") && strings.HasSuffix(action, "PermissionsBoundary"):
		out = append(out, condition("ArnEquals", key, administratorAccess))
	case of == nil || of.Boundary.State == BoundaryAbsent:
		out = append(out, condition("Null", key, "true"))
	case of.Boundary.ARN != "":
		out = append(out, condition("ArnEquals", key, of.Boundary.ARN))
	}
	return out
}

// self looks for ways to change the principal's own permissions.
func (c *climber) self() {
	kind := titled(c.p.Kind)
	try := func(action string, resources []string) {
		if len(resources) == 0 || c.nowhere(action) {
			return
		}
		if w := c.may(action, resources, changing(action, c.p)...); w != nil {
			c.found(Escalation{Permissions: []string{action}, Self: true, Witnesses: []*decide.Witness{w}})
		}
	}
	mine := c.p.ResourcePatterns()
	try("iam:Attach"+kind+"Policy", mine)
	try("iam:Put"+kind+"Policy", mine)
	for _, m := range c.p.Groups {
		try("iam:AttachGroupPolicy", m.Group.ResourcePatterns())
		try("iam:PutGroupPolicy", m.Group.ResourcePatterns())
	}
	var policies []string
	for _, at := range c.p.All() {
		if !strings.HasPrefix(at.Document.ARN, "arn:aws:iam::aws:") {
			policies = append(policies, at.Document.ResourcePatterns()...)
		}
	}
	try("iam:CreatePolicyVersion", policies)
	try("iam:SetDefaultPolicyVersion", policies)
	c.shed()
	if c.p.Boundary.State == BoundaryAbsent {
		return
	}
	try("iam:Delete"+kind+"PermissionsBoundary", mine)
	try("iam:Put"+kind+"PermissionsBoundary", mine)
	if d := c.p.Boundary.Document; d != nil {
		try("iam:CreatePolicyVersion", d.ResourcePatterns())
	} else if c.p.Boundary.ARN != "" {
		try("iam:CreatePolicyVersion", []string{c.p.Boundary.ARN})
	}
}

// gainsBy reports whether these policies allow what those of the principal do not.
func (c *climber) gainsBy(policies policy.Policies) bool {
	before, after := &decide.Access{Policies: c.own.Policies}, &decide.Access{Policies: policies}
	a := decide.NewAccess(before, after, decide.Question{}, decide.Options{Plain: true})
	c.note(a)
	return a.Result == decide.Yes
}

// note keeps the first reason why a way could not be decided.
func (c *climber) note(a decide.Answer) {
	if a.Result == decide.Undetermined && c.unsure == nil {
		c.unsure = &Undetermined{Reason: a.Reason, SettledBy: a.SettledBy}
	}
}

// target looks for ways to another principal of this account.
func (c *climber) target(t *Principal) {
	var ways []Escalation
	var entries []step // ways to act as the target
	way := func(witnesses []*decide.Witness, permissions ...string) {
		if !slices.Contains(witnesses, nil) {
			ways = append(ways, Escalation{Permissions: permissions, Target: t, Witnesses: witnesses})
		}
	}
	at := t.ResourcePatterns()
	entry := func(action string, w *decide.Witness) {
		if w != nil {
			way([]*decide.Witness{w}, action)
			entries = append(entries, step{action, w})
		}
	}
	one := func(action string) { entry(action, c.may(action, at)) }
	switch t.Kind {
	case User:
		one("iam:CreateAccessKey")
		one("iam:CreateLoginProfile")
		one("iam:UpdateLoginProfile")
	case Group:
		if c.p.Kind == User && !c.memberOf(t) {
			one("iam:AddUserToGroup")
		}
	case Role:
		a := c.a.assume(c.p, t)
		if !c.p.Anyone {
			c.note(a) // who else trusts whom is told of each role
		}
		entry("sts:AssumeRole", a.Witness)
		if w := c.may("iam:UpdateAssumeRolePolicy", at); w != nil {
			way([]*decide.Witness{w}, "iam:UpdateAssumeRolePolicy")
		}
		c.pass(t, way)
	}
	if len(ways) > 0 && c.gainsBy(t.Policies()) {
		c.out = append(c.out, ways...)
	}
	c.remake(t, entries, ways)
}

func (c *climber) memberOf(g *Principal) bool {
	for _, m := range c.p.Groups {
		if m.Group == g {
			return true
		}
	}
	return false
}

// pass looks for ways to run something under a role.
func (c *climber) pass(role *Principal, way func(witnesses []*decide.Witness, permissions ...string)) {
	if role.Trust == nil || role.Trust.Policy == nil || c.nowhere("iam:PassRole") {
		return
	}
	services := trustedServices(role.Trust.Policy)
	for _, path := range reference.EscalationPaths() {
		if !path.Minimal || !slices.Contains(path.Permissions, "iam:PassRole") {
			continue
		}
		service := ""
		for _, s := range services {
			if runs(path, s) {
				service = s
			}
		}
		if service == "" {
			continue
		}
		to := condition("StringEquals", "iam:PassedToService", service)
		var witnesses []*decide.Witness
		for _, action := range path.Permissions {
			if action == "iam:PassRole" {
				witnesses = append(witnesses, c.may(action, role.ResourcePatterns(), to))
			} else {
				witnesses = append(witnesses, c.may(action, []string{"*"}))
			}
			if witnesses[len(witnesses)-1] == nil {
				break
			}
		}
		way(witnesses, path.Permissions...)
	}
}

// trustedServices returns the services that a trust policy lets assume its role.
func trustedServices(trust *policy.Document) []string {
	var out []string
	for _, s := range trust.Statements {
		if s.Principal == nil {
			continue
		}
		for _, t := range s.Principal.Service {
			q := decide.Question{Actions: []string{"sts:AssumeRole"}, Principals: func(p policy.Principal) bool { return p.Kind == policy.Service && p.ID == t.Value }}
			if decide.DocumentGrants(trust, q, decide.Options{Plain: true}).Result == decide.Yes {
				out = append(out, t.Value)
			}
		}
		for _, t := range s.Principal.Federated {
			if t.Value == cognito {
				out = append(out, t.Value) // its identities are what a service's are elsewhere
			}
		}
	}
	return out
}

// cognito is the provider of identity pools, which names itself as a service does.
const cognito = "cognito-identity.amazonaws.com"

// runs reports whether a path's actions make the service run something.
func runs(path reference.EscalationPath, service string) bool {
	k := condition("StringLike", "iam:PassedToService", servicesOf(path)...)
	return k.Evaluate([]string{service}, true, nil) == policy.True
}

// passedTo is the condition that a role is passed to a service that the path's
// actions make run something.
func passedTo(path reference.EscalationPath) *policy.Condition {
	values := servicesOf(path)
	if slices.Contains(path.Permissions, "cognito-identity:SetIdentityPoolRoles") { // its roles are assumed with web identities
		values = append(values, "*")
	}
	return condition("StringLike", "iam:PassedToService", values...)
}

// servicesOf are patterns of the services that a path's actions make run something:
// those whose name starts or ends with the prefix of an action (lambda.amazonaws.com,
// ecs-tasks.amazonaws.com, tasks.apprunner.amazonaws.com), and EC2 for the services
// that start instances.
func servicesOf(path reference.EscalationPath) []string {
	values := []string{}
	for _, action := range path.Permissions {
		prefix, _, _ := strings.Cut(action, ":")
		switch prefix {
		case "iam":
			continue
		case "autoscaling", "elasticmapreduce", "imagebuilder", "datapipeline", "codestar", "gamelift":
			values = append(values, "ec2.*")
		}
		values = append(values, prefix+".*", prefix+"-*", "*."+prefix+".*")
	}
	return values
}

// star is the text "*" as the resource of actions that take none: as a pattern
// it would reach every ARN that a policy names.
const star = "${*}"

// anyResource is decide.AnyResource with the star as a text. An action that AWS
// has withdrawn is asked for on the resources of its own service as well.
func anyResource(action string) []string {
	_, a, ok := reference.LookupAction(action)
	switch {
	case !ok:
		prefix, _, _ := strings.Cut(action, ":")
		return []string{star, "arn:*:" + prefix + ":*:*:" + decide.Fresh}
	case len(a.Resources) == 0:
		return []string{star}
	}
	return decide.AnyResource(action)
}

// unnamed looks for ways to principals that no policy at hand names.
func (c *climber) unnamed() {
	for _, path := range reference.EscalationPaths() {
		if !path.Minimal {
			continue
		}
		var witnesses []*decide.Witness
		if slices.ContainsFunc(path.Permissions, c.nowhere) {
			continue
		}
		for _, action := range path.Permissions {
			conditions := changing(action, nil)
			if action == "iam:PassRole" {
				conditions = append(conditions, passedTo(path))
			}
			w := c.may(action, anyResource(action), conditions...)
			if w == nil {
				witnesses = nil
				break
			}
			witnesses = append(witnesses, w)
		}
		if witnesses != nil {
			c.found(Escalation{Permissions: path.Permissions, Witnesses: witnesses})
		}
	}
}
