// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
)

// PartTag is the tag of a managed policy that holds a part of a role's own
// documents. Its value is the role's name; nothing else tells such a policy from
// one that somebody else has given the same name.
const PartTag = "hipaa-iam:part-of-role"

// partTag is the tag's value: names of roles may have commas, and values of tags
// may not.
func partTag(role string) string { return strings.ReplaceAll(role, ",", "/") }

// maxPolicyName is how long AWS lets the name of a managed policy be.
const maxPolicyName = 128

// part is a part of a role's documents as it is in AWS.
type part struct {
	spread.Part

	// What follows is of managed policies. A part that is not attached grants nothing.
	ARN, ID  string
	Attached bool
	Tags     map[string]string
}

// arrange lays the wanted documents out.
func arrange(role string, policies []Policy) ([]spread.Part, error) {
	docs := make([]spread.Document, len(policies))
	for i, p := range policies {
		docs[i] = spread.Document{Name: p.Name, Text: p.Document}
	}
	parts, err := spread.Arrange(docs)
	if err != nil {
		return nil, fmt.Errorf("the documents of the role %s: %w", role, err)
	}
	for _, p := range parts {
		if name := partName(role, p); p.Managed() && len(name) > maxPolicyName {
			return nil, fmt.Errorf("the managed policy %s of the role %s would have a name of %d characters; AWS allows %d", name, role, len(name), maxPolicyName)
		}
	}
	return parts, nil
}

// ManagedARNs are the ARNs of the managed policies over which a role's documents
// are spread where they are too long for inline policies; mostly there are none.
func ManagedARNs(arn, path, name string, policies []Policy) ([]string, error) {
	parts, err := arrange(name, policies)
	out := []string{}
	for _, p := range parts {
		if p.Managed() {
			out = append(out, partARN(arn, path, name, p))
		}
	}
	slices.Sort(out)
	return out, err
}

// partName is the name of the managed policy that holds a part.
func partName(role string, p spread.Part) string {
	return fmt.Sprintf("%s-%s-%d", role, p.Document, p.Number)
}

// partARN is its ARN; the policy has the role's path.
func partARN(role, path, name string, p spread.Part) string {
	before, _, _ := strings.Cut(role, ":role/")
	if path == "" {
		path = "/"
	}
	return before + ":policy" + path + partName(name, p)
}

// partOf reads which part of a role's documents a managed policy of this ARN
// would hold.
func partOf(role, arn string) (p spread.Part, ok bool) {
	rest, ok := strings.CutPrefix(arn[strings.LastIndex(arn, "/")+1:], role+"-")
	i := strings.LastIndex(rest, "-")
	if !ok || i < 1 {
		return p, false
	}
	p.Document = rest[:i]
	var err error
	p.Number, err = strconv.Atoi(rest[i+1:])
	return p, err == nil && p.Number > 0
}

// managed sorts out which of the attached policies hold parts of the role's own
// documents, and which are of others. Of the known ones those are looked for that
// are not attached.
func (m *Manager) managed(ctx context.Context, role string, attached, known []string) (parts []part, foreign []string, err error) {
	read := func(arn string, isAttached bool) (bool, error) {
		p, ok := partOf(role, arn)
		if !ok {
			return false, nil
		}
		found, err := m.ReadPolicy(ctx, arn)
		switch {
		case errors.Is(err, ErrNotFound):
			return false, nil
		case err != nil:
			return false, err
		case found.Tags[PartTag] != partTag(role):
			return false, nil
		}
		p.Text = found.Document
		parts = append(parts, part{Part: p, ARN: arn, ID: found.ID, Attached: isAttached, Tags: found.Tags})
		return true, nil
	}
	for _, arn := range attached {
		own, err := read(arn, true)
		if err != nil {
			return nil, nil, err
		}
		if !own {
			foreign = append(foreign, arn)
		}
	}
	for _, arn := range known {
		if slices.Contains(attached, arn) {
			continue
		}
		if _, err := read(arn, false); err != nil {
			return nil, nil, err
		}
	}
	return parts, foreign, nil
}

// strays are managed policies that say to be parts of the role and are not
// attached to it: a creation that was killed has left them.
func (m *Manager) strays(ctx context.Context, role *Found) ([]part, error) {
	var arns []string
	err := m.ownPolicies(ctx, role.Path, func(arn string) {
		if _, ok := partOf(role.Name, arn); ok && !slices.ContainsFunc(role.parts, func(p part) bool { return p.ARN == arn }) {
			arns = append(arns, arn)
		}
	})
	if err != nil {
		return nil, err
	}
	parts, _, err := m.managed(ctx, role.Name, nil, arns)
	return parts, err
}

// DocumentOf is the name of the role's document of which the managed policy of
// this ARN holds a part, or "".
func DocumentOf(role, arn string) string {
	p, _ := partOf(role, arn)
	return p.Document
}

// documents joins the parts that are in force to the role's documents, and lists
// the managed policies among all parts.
func documents(parts []part) (list []Policy, arns []string) {
	var inForce []spread.Part
	for _, p := range parts {
		if p.Managed() {
			arns = append(arns, p.ARN)
		}
		if !p.Managed() || p.Attached {
			inForce = append(inForce, p.Part)
		}
	}
	for _, d := range spread.Join(inForce) {
		list = append(list, Policy{Name: d.Name, Document: d.Text})
	}
	slices.Sort(arns)
	return list, arns
}

// partTags are the tags of a managed policy of the role: the role's, so that who
// answers for it is told there too, and that it is the role's.
func partTags(want *Role) map[string]string {
	out := maps.Clone(want.Tags)
	if out == nil {
		out = map[string]string{}
	}
	out[PartTag] = partTag(want.Name)
	return out
}

// makePart makes the managed policy of a part, or takes over one that an earlier
// run has made for this role. It is not attached yet.
func (m *Manager) makePart(ctx context.Context, arn string, want *Role, p spread.Part) (*part, error) {
	name := partName(want.Name, p)
	made, err := m.createPolicy(ctx, &ManagedPolicy{
		Name: name, Path: want.Path, Document: p.Text, Tags: partTags(want),
		Description: "Part of what the role " + want.Name + " may do. It is kept with the role.",
	})
	if err == nil {
		return &part{Part: p, ARN: made.ARN, ID: made.ID, Tags: partTags(want)}, nil
	}
	if !is(err, "EntityAlreadyExists") {
		return nil, fmt.Errorf("creating the policy %s: %w", name, err)
	}
	var found *FoundPolicy
	err = m.await(ctx, func(err error) bool { return errors.Is(err, ErrNotFound) }, func() (err error) {
		found, err = m.ReadPolicy(ctx, partARN(arn, want.Path, want.Name, p))
		return err
	})
	switch {
	case errors.Is(err, ErrNotFound) || err == nil && found.Tags[PartTag] != partTag(want.Name):
		return nil, &ExistsError{Kind: "policy", Name: name, Reason: "it is not one of the role's: the tag " + PartTag + " does not say so"}
	case err != nil:
		return nil, err
	}
	taken := &part{Part: p, ARN: found.ARN, ID: found.ID, Tags: found.Tags}
	taken.Text = found.Document
	return taken, nil
}

// removePart takes a managed policy of the role off it and deletes it.
func (m *Manager) removePart(ctx context.Context, role string, p *part) error {
	if p.Attached {
		if err := m.detach(ctx, role, []string{p.ARN}); err != nil {
			return err
		}
	}
	return m.DeletePolicy(ctx, partName(role, p.Part), p.ARN, p.ID)
}

// tagParts brings the tags of the managed policies to those wanted.
func (m *Manager) tagParts(ctx context.Context, parts []part, want *Role, owned []string) error {
	for _, p := range parts {
		if !p.Managed() {
			continue
		}
		if err := m.tagPolicy(ctx, p.ARN, p.Tags, partTags(want), owned); err != nil {
			return err
		}
	}
	return nil
}

// atoms are the smallest pieces of a document that can be moved to another one:
// its statements with one resource each.
func atoms(text string) map[string]bool {
	out := map[string]bool{}
	doc, _ := policy.Parse([]byte(text), policy.Identity)
	if doc == nil {
		return out
	}
	for _, s := range doc.Statements {
		rest := *s
		rest.Resource = nil
		shell := string(doc.CanonicalStatement(&rest))
		for _, r := range s.Resource.Texts() {
			out[shell+r.Value] = true
		}
		if s.Resource == nil {
			out[shell] = true
		}
	}
	return out
}
