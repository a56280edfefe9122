// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Bounds of managed policies. Source: IAM and AWS STS quotas.
const (
	maxManaged  = 6144
	maxVersions = 5
)

// Policy is a managed policy of the endpoint.
type Policy struct {
	Name, Path, ID, Description string
	Tags                        map[string]string
	// Versions are in the order in which they were made.
	Versions []Version
	Created  time.Time

	arn  string
	made int
	lag  int
}

// Version is one version of a managed policy.
type Version struct {
	ID, Document string
	Default      bool
	Created      time.Time
}

// ARN is the policy's.
func (p *Policy) ARN() string {
	if p.arn != "" {
		return p.arn
	}
	return "arn:aws:iam::" + Account + ":policy" + p.Path + p.Name
}

// Document is the text of the default version.
func (p *Policy) Document() string {
	for _, v := range p.Versions {
		if v.Default {
			return v.Document
		}
	}
	return ""
}

// AddPolicy makes managed policies known, of which nothing else is of interest.
func (s *Server) AddPolicy(arns ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, arn := range arns {
		p := &Policy{Name: arn[strings.LastIndex(arn, "/")+1:], Path: "/", ID: "ANPATEST", arn: arn, Tags: map[string]string{}}
		p.add("{}", true)
		s.policies[arn] = p
	}
}

// Policy returns a copy of a managed policy, or nil.
func (s *Server) Policy(arn string) *Policy {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.policies[arn]
	if p == nil {
		return nil
	}
	out := *p
	out.Versions, out.Tags = slices.Clone(p.Versions), map[string]string{}
	for k, v := range p.Tags {
		out.Tags[k] = v
	}
	return &out
}

// Policies returns the ARNs of all managed policies.
func (s *Server) Policies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return sortedKeys(s.policies)
}

// EditPolicy changes a managed policy behind everybody's back.
func (s *Server) EditPolicy(arn string, edit func(*Policy)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit(s.policies[arn])
}

// RemovePolicy deletes a managed policy, whoever uses it.
func (s *Server) RemovePolicy(arn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.policies, arn)
}

// accountHandlers answer what is about no role.
var accountHandlers = map[string]func(*Server, Call) reply{
	"ListRoles": func(s *Server, c Call) reply {
		var items []string
		for _, name := range sortedKeys(s.roles) {
			if r := s.roles[name]; strings.HasPrefix(r.Path, c.Params.Get("PathPrefix")) {
				items = append(items, r.listed())
			}
		}
		return s.page(c.Action, "Roles", items, c.Params.Get("Marker"))
	},
	"CreatePolicy": (*Server).createPolicy,
	"ListPolicies": func(s *Server, c Call) reply {
		var items []string
		for _, arn := range sortedKeys(s.policies) {
			p := s.policies[arn]
			if p.lag == 0 && strings.HasPrefix(arn, "arn:aws:iam::"+Account+":") && strings.HasPrefix(p.Path, c.Params.Get("PathPrefix")) {
				items = append(items, p.inner())
			}
		}
		return s.page(c.Action, "Policies", items, c.Params.Get("Marker"))
	},
	"GetPolicy":               withPolicy(func(_ *Server, p *Policy, c Call) reply { return succeed(c.Action, p.xml()) }),
	"DeletePolicy":            withPolicy((*Server).deletePolicy),
	"CreatePolicyVersion":     withPolicy((*Server).createPolicyVersion),
	"GetPolicyVersion":        withPolicy(getPolicyVersion),
	"DeletePolicyVersion":     withPolicy(deletePolicyVersion),
	"SetDefaultPolicyVersion": withPolicy(setDefaultPolicyVersion),
	"ListPolicyVersions": withPolicy(func(s *Server, p *Policy, c Call) reply {
		var items []string
		for _, v := range slices.Backward(p.Versions) {
			items = append(items, v.inner(false))
		}
		return s.page(c.Action, "Versions", items, c.Params.Get("Marker"))
	}),
	"TagPolicy": withPolicy(func(_ *Server, p *Policy, c Call) reply {
		for k, v := range readTags(c) {
			p.Tags[k] = v
		}
		return succeed(c.Action, "")
	}),
	"UntagPolicy": withPolicy(func(_ *Server, p *Policy, c Call) reply {
		for _, k := range members(c, "TagKeys.member.%d") {
			delete(p.Tags, k)
		}
		return succeed(c.Action, "")
	}),
	"ListEntitiesForPolicy": withPolicy(func(s *Server, p *Policy, c Call) reply {
		var items []string
		for _, name := range s.users(p.ARN()) {
			items = append(items, element("RoleName", name)+element("RoleId", s.roles[name].ID))
		}
		return s.page(c.Action, "PolicyRoles", items, c.Params.Get("Marker"))
	}),
	"GetAccountPasswordPolicy":    (*Server).getPasswordPolicy,
	"UpdateAccountPasswordPolicy": (*Server).updatePasswordPolicy,
	"DeleteAccountPasswordPolicy": (*Server).deletePasswordPolicy,
}

// withPolicy finds the policy that a request is about.
func withPolicy(f func(*Server, *Policy, Call) reply) func(*Server, Call) reply {
	return func(s *Server, c Call) reply {
		arn := c.Params.Get("PolicyArn")
		p := s.policies[arn]
		if p == nil {
			return notFound("Policy %s was not found.", arn)
		}
		if p.lag > 0 {
			p.lag--
			return notFound("Policy %s was not found.", arn)
		}
		return f(s, p, c)
	}
}

// users are the roles to which a policy is attached or whose boundary it is.
func (s *Server) users(arn string) []string {
	var out []string
	for _, name := range sortedKeys(s.roles) {
		if r := s.roles[name]; r.Boundary == arn || slices.Contains(r.Attached, arn) {
			out = append(out, name)
		}
	}
	return out
}

func (s *Server) createPolicy(c Call) reply {
	name := c.Params.Get("PolicyName")
	p := &Policy{
		Name: name, Path: c.Params.Get("Path"), Description: c.Params.Get("Description"), Tags: readTags(c), Created: time.Now(), lag: s.Lag,
	}
	if p.Path == "" {
		p.Path = "/"
	}
	for _, other := range s.policies {
		// Names are unique in the account whatever the path, and without regard to case.
		if strings.EqualFold(other.Name, name) {
			return refuse(http.StatusConflict, "EntityAlreadyExists", "A policy called "+name+" already exists. Duplicate names are not allowed.")
		}
	}
	if bad := managedDocument(c.Params.Get("PolicyDocument")); bad != nil {
		return *bad
	}
	if len(p.Tags) > maxTags {
		return refuse(http.StatusConflict, "LimitExceeded", "The number of tags has reached the maximum limit.")
	}
	s.made++
	p.ID = fmt.Sprintf("ANPA%016d", s.made)
	p.add(c.Params.Get("PolicyDocument"), true)
	s.policies[p.ARN()] = p
	return succeed(c.Action, p.xml())
}

func managedDocument(doc string) *reply {
	var parsed struct{ Statement json.RawMessage }
	if err := json.Unmarshal([]byte(doc), &parsed); err != nil || len(parsed.Statement) == 0 {
		return fault("MalformedPolicyDocument", "Syntax errors in policy.")
	}
	if size(doc) > maxManaged {
		return fault("LimitExceeded", "Cannot exceed quota for PolicySize: 6144")
	}
	return nil
}

func (p *Policy) add(doc string, isDefault bool) Version {
	p.made++
	v := Version{ID: fmt.Sprintf("v%d", p.made), Document: doc, Default: isDefault, Created: time.Now()}
	if isDefault {
		for i := range p.Versions {
			p.Versions[i].Default = false
		}
	}
	p.Versions = append(p.Versions, v)
	return v
}

// AddVersion makes a version the default one.
func (p *Policy) AddVersion(doc string) { p.add(doc, true) }

func (s *Server) createPolicyVersion(p *Policy, c Call) reply {
	doc := c.Params.Get("PolicyDocument")
	if bad := managedDocument(doc); bad != nil {
		return *bad
	}
	if len(p.Versions) >= maxVersions {
		return refuse(http.StatusConflict, "LimitExceeded", "A managed policy can have up to 5 versions.")
	}
	v := p.add(doc, c.Params.Get("SetAsDefault") == "true")
	return succeed(c.Action, "<PolicyVersion>"+v.inner(false)+"</PolicyVersion>")
}

func (p *Policy) version(c Call) int {
	return slices.IndexFunc(p.Versions, func(v Version) bool { return v.ID == c.Params.Get("VersionId") })
}

func getPolicyVersion(_ *Server, p *Policy, c Call) reply {
	i := p.version(c)
	if i < 0 {
		return notFound("Policy %s version %s does not exist.", p.ARN(), c.Params.Get("VersionId"))
	}
	return succeed(c.Action, "<PolicyVersion>"+p.Versions[i].inner(true)+"</PolicyVersion>")
}

func deletePolicyVersion(_ *Server, p *Policy, c Call) reply {
	i := p.version(c)
	switch {
	case i < 0:
		return notFound("Policy %s version %s does not exist.", p.ARN(), c.Params.Get("VersionId"))
	case p.Versions[i].Default:
		return refuse(http.StatusConflict, "DeleteConflict", "Cannot delete the default version of a policy.")
	}
	p.Versions = slices.Delete(p.Versions, i, i+1)
	return succeed(c.Action, "")
}

func setDefaultPolicyVersion(_ *Server, p *Policy, c Call) reply {
	i := p.version(c)
	if i < 0 {
		return notFound("Policy %s version %s does not exist.", p.ARN(), c.Params.Get("VersionId"))
	}
	for j := range p.Versions {
		p.Versions[j].Default = i == j
	}
	return succeed(c.Action, "")
}

func (s *Server) deletePolicy(p *Policy, c Call) reply {
	switch {
	case len(s.users(p.ARN())) > 0:
		return refuse(http.StatusConflict, "DeleteConflict", "Cannot delete a policy attached to entities.")
	case len(p.Versions) > 1:
		return refuse(http.StatusConflict, "DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.")
	}
	delete(s.policies, p.ARN())
	return succeed(c.Action, "")
}

func (p *Policy) inner() string {
	out := element("PolicyName", p.Name) + element("PolicyId", p.ID) + element("Arn", p.ARN()) + element("Path", p.Path) +
		element("CreateDate", p.Created.UTC().Format(time.RFC3339))
	for _, v := range p.Versions {
		if v.Default {
			out += element("DefaultVersionId", v.ID)
		}
	}
	return out
}

func (p *Policy) xml() string {
	out := "<Policy>" + p.inner()
	if p.Description != "" {
		out += element("Description", p.Description)
	}
	out += "<Tags>"
	for _, k := range sortedKeys(p.Tags) {
		out += "<member>" + element("Key", k) + element("Value", p.Tags[k]) + "</member>"
	}
	return out + "</Tags></Policy>"
}

func (v *Version) inner(text bool) string {
	out := element("VersionId", v.ID) + element("IsDefaultVersion", fmt.Sprint(v.Default)) + element("CreateDate", v.Created.UTC().Format(time.RFC3339Nano))
	if text {
		out += element("Document", encoded(v.Document))
	}
	return out
}
