// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"maps"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	aws "github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// ownGrant is the first of a violation's grants that the configuration writes.
func (v *violation) ownGrant() (grant, *rewritten) {
	for _, g := range v.grants {
		r := rewrite(g.attachment.Document, g.statement)
		if r != nil && len(r.action) > 0 && !slices.Contains(r.action, `"*"`) && !slices.Contains(r.action, `"*:*"`) {
			return g, r // what is to be left of everything is not told
		}
	}
	return grant{}, nil
}

// narrowed writes the statement of a finding about some actions with resources
// that the plan names, and what else it allows beside it.
func (c *checker) narrowed(v *violation, actions []string) string {
	g, r := v.ownGrant()
	if r == nil || v.witness == nil {
		return ""
	}
	prefix, _, _ := strings.Cut(v.witness.Action, ":")
	prefix = strings.ToLower(prefix)
	var granted []string
	for _, a := range actions {
		if strings.HasPrefix(strings.ToLower(a), prefix+":") && speaksOf(g.statement, a) {
			granted = append(granted, a)
		}
	}
	if len(granted) == 0 {
		return ""
	}
	rest := r.rest(g.statement, actions, granted)
	granted = ofOneType(granted)
	r.action = quoted(granted[:min(len(granted), longestFix)])
	r.resource = c.resourcesFor(g.attachment.Document, prefix, granted[0], strings.HasPrefix(prefix, "s3"))
	return instead(r, rest)
}

// ofOneType keeps the actions that take the type of resource which most of them
// take, so that one ARN is right for all.
func ofOneType(actions []string) []string {
	counts := map[string][]string{}
	best := ""
	for _, name := range actions {
		_, a, ok := aws.LookupAction(name)
		if !ok {
			continue
		}
		for _, t := range a.Resources {
			counts[t.Type] = append(counts[t.Type], name)
			if n := len(counts[t.Type]); best == "" || n > len(counts[best]) {
				best = t.Type
			}
		}
	}
	if best == "" {
		return actions
	}
	return counts[best]
}

// rest is the statement with the entries that are about none of the actions; nil
// where none is left. A pattern that is about one of them goes: what else it
// stands for has to be named.
func (r *rewritten) rest(s *policy.Statement, actions, granted []string) *rewritten {
	out := *r
	out.action, out.condition = nil, map[string]map[string][]string{}
	for operator, keys := range r.condition {
		out.condition[operator] = maps.Clone(keys)
	}
	for i, p := range s.Action.List {
		about := slices.ContainsFunc(slices.Concat(granted, actions), func(a string) bool { return p.Glob == nil || p.Glob.Match(strings.ToLower(a), nil) })
		if !about {
			out.action = append(out.action, r.action[i])
		}
	}
	if len(out.action) == 0 {
		return nil
	}
	return &out
}

// resourcesFor names what actions of a service can be limited to: stores and keys
// of the plan in the same module, or else the form of the ARN of one.
func (c *checker) resourcesFor(d *account.Document, prefix, action string, objects bool) []string {
	var out []string
	module := moduleOf(d.Address)
	for _, r := range c.change.After.Resources {
		if moduleOf(r.Address) != module || serviceOfType[r.Type] != prefix {
			continue
		}
		self := local(d.Address, r.Address) + ".arn"
		switch {
		case strings.Contains(r.Address, "["):
			continue // one of many: which one is meant is not told
		case objects:
			self = `"${` + self + `}/*"`
		}
		out = append(out, self)
	}
	if len(out) > 0 {
		return out[:min(len(out), 4)]
	}
	return []string{hclQuoted(c.form(d, action))}
}

// serviceOfType are resource types with an ARN that actions on content take.
var serviceOfType = map[string]string{
	"aws_s3_bucket": "s3", "aws_dynamodb_table": "dynamodb", "aws_secretsmanager_secret": "secretsmanager", "aws_ssm_parameter": "ssm", "aws_kms_key": "kms",
	"aws_sqs_queue": "sqs", "aws_sns_topic": "sns", "aws_kinesis_stream": "kinesis", "aws_lambda_function": "lambda", "aws_opensearch_domain": "es",
	"aws_healthlake_fhir_datastore": "healthlake", "aws_efs_file_system": "elasticfilesystem",
}

// form is an ARN of a resource that an action takes, with NAME for its name.
func (c *checker) form(d *account.Document, action string) string {
	number := "*"
	if r := c.change.After.Resource(d.Address); r != nil && r.Account != "" {
		number = r.Account
	}
	s, a, ok := aws.LookupAction(action)
	if !ok || len(a.Resources) == 0 {
		return "*"
	}
	arn := ""
	for _, t := range s.ResourceTypes {
		if len(t.ARNs) > 0 && slices.ContainsFunc(a.Resources, func(r aws.ActionResource) bool { return r.Type == t.Name }) && (arn == "" || len(t.ARNs[0]) < len(arn)) {
			arn = t.ARNs[0] // the shortest is the thing itself, the others are in it
		}
	}
	if arn == "" {
		return "*"
	}
	arn = variable.ReplaceAllString(strings.NewReplacer("${Partition}", "aws", "${Region}", "*", "${Account}", number).Replace(arn), "NAME")
	return strings.Replace(arn, ":::NAME/NAME", ":::NAME/*", 1) // the objects of a bucket
}

// namedRoles writes a statement that passes roles with the roles of the plan that
// services assume, and these services.
func (c *checker) namedRoles(v *violation) string {
	g, r := v.ownGrant()
	if r == nil {
		return ""
	}
	d := g.attachment.Document
	module := moduleOf(d.Address)
	var roles, services []string
	for _, p := range c.change.After.Principals {
		if p.Kind != account.Role || p == v.principal || p.Outside || p.Trust == nil || p.Trust.Policy == nil || moduleOf(p.Address) != module || strings.Contains(p.Address, "[") {
			continue
		}
		trusted := servicesIn(p.Trust.Policy)
		if len(trusted) == 0 {
			continue
		}
		roles = append(roles, local(d.Address, p.Address)+".arn")
		services = append(services, trusted...)
	}
	slices.Sort(services)
	services = slices.Compact(services)
	if len(roles) == 0 {
		roles, services = []string{hclQuoted(c.form(d, "iam:PassRole"))}, []string{"SERVICE.amazonaws.com"}
	}
	rest := r.rest(g.statement, []string{"iam:PassRole"}, nil)
	r.action, r.resource = []string{`"iam:PassRole"`}, roles[:min(len(roles), 4)]
	r.when("StringEquals", "iam:PassedToService", quoted(services[:min(len(services), 4)])...)
	return instead(r, rest)
}

// servicesIn are the services that a trust policy names.
func servicesIn(d *policy.Document) []string {
	var out []string
	for _, s := range d.Statements {
		if s.Effect == policy.Allow && s.Principal != nil {
			for _, t := range s.Principal.Service {
				if known(d, t.Value) {
					out = append(out, t.Value)
				}
			}
		}
	}
	return out
}

// someActions writes a statement with every action of a service as one with
// those that read and write content, or that read, on what the plan names.
func (c *checker) someActions(v *violation) string {
	for _, g := range v.grants {
		r := rewrite(g.attachment.Document, g.statement)
		if r == nil || g.statement.Action == nil {
			continue
		}
		for i, p := range g.statement.Action.List {
			prefix, all := strings.CutSuffix(strings.ToLower(p.Text.Value), ":*")
			if !all || strings.ContainsAny(prefix, "*?") {
				continue
			}
			actions := usual(prefix)
			if len(actions) == 0 {
				continue
			}
			rest := *r
			rest.action = slices.Delete(slices.Clone(r.action), i, i+1)
			r.action = quoted(actions)
			r.resource = c.resourcesFor(g.attachment.Document, prefix, actions[0], prefix == "s3")
			if len(rest.action) == 0 {
				return instead(r)
			}
			return instead(r, &rest)
		}
	}
	return ""
}

// usual are the actions that most who use a service need: those on content, or
// where it holds none those that read.
func usual(prefix string) []string {
	var out []string
	for _, w := range ways[prefix] {
		if (w.kind == reads || w.kind == writes) && !w.itself {
			out = append(out, w.actions...)
		}
	}
	if s, ok := aws.LookupService(prefix); ok && len(out) == 0 {
		for _, a := range s.Actions {
			if a.Level.Has(aws.Read) && len(a.Resources) > 0 {
				out = append(out, s.Prefix+":"+a.Name)
			}
		}
	}
	return out[:min(len(out), 6)]
}
