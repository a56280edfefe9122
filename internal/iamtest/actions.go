// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of AWS. Source: IAM and AWS STS quotas.
const (
	maxInline = 10240
	maxTrust  = 2048
	maxTags   = 50
	// maxAttached is the quota that an account has without asking for more.
	maxAttached = 10
)

var roleNameRE = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)

// answer carries a request out.
func (s *Server) answer(c Call) reply {
	name := c.Params.Get("RoleName")
	switch c.Action {
	case "GetCallerIdentity":
		return succeed(c.Action, element("Arn", "arn:aws:iam::"+Account+":user/tester")+element("UserId", "AIDATESTER")+element("Account", Account))
	case "CreateRole":
		return s.createRole(c)
	}
	if general := accountHandlers[c.Action]; general != nil {
		return general(s, c)
	}
	if handler := liveHandlers[c.Action]; handler != nil {
		return handler(s, c)
	}
	handler := handlers[c.Action]
	if handler == nil {
		return refuse(http.StatusBadRequest, "InvalidAction", "iamtest does not know "+c.Action)
	}
	role := s.roles[name]
	if role == nil {
		return notFound("The role with name %s cannot be found.", name)
	}
	if role.lag > 0 {
		role.lag--
		return notFound("The role with name %s cannot be found.", name)
	}
	return handler(s, role, c)
}

var handlers = map[string]func(*Server, *Role, Call) reply{
	"GetRole": func(_ *Server, r *Role, c Call) reply { return succeed(c.Action, r.xml()) },
	"UpdateRole": func(_ *Server, r *Role, c Call) reply {
		if bad := session(c); bad != nil {
			return *bad
		}
		r.Description = c.Params.Get("Description")
		r.MaxSession = number(c.Params.Get("MaxSessionDuration"), r.MaxSession)
		return succeed(c.Action, "")
	},
	"UpdateAssumeRolePolicy": func(s *Server, r *Role, c Call) reply {
		doc := c.Params.Get("PolicyDocument")
		if bad := s.trust(doc); bad != nil {
			return *bad
		}
		r.Trust = doc
		return succeed(c.Action, "")
	},
	"PutRolePermissionsBoundary": func(s *Server, r *Role, c Call) reply {
		if bad := s.boundary(c); bad != nil {
			return *bad
		}
		r.Boundary = c.Params.Get("PermissionsBoundary")
		return succeed(c.Action, "")
	},
	"DeleteRolePermissionsBoundary": func(_ *Server, r *Role, c Call) reply {
		if r.Boundary == "" {
			return notFound("The role %s has no permissions boundary.", r.Name)
		}
		r.Boundary = ""
		return succeed(c.Action, "")
	},
	"TagRole": func(_ *Server, r *Role, c Call) reply {
		tags := readTags(c)
		merged := len(r.Tags)
		for k := range tags {
			if _, ok := r.Tags[k]; !ok {
				merged++
			}
		}
		if merged > maxTags {
			return refuse(http.StatusConflict, "LimitExceeded", "The number of tags has reached the maximum limit.")
		}
		for k, v := range tags {
			r.Tags[k] = v
		}
		return succeed(c.Action, "")
	},
	"UntagRole": func(_ *Server, r *Role, c Call) reply {
		for _, k := range members(c, "TagKeys.member.%d") {
			delete(r.Tags, k)
		}
		return succeed(c.Action, "")
	},
	"PutRolePolicy":    putRolePolicy,
	"GetRolePolicy":    getRolePolicy,
	"DeleteRolePolicy": deleteRolePolicy,
	"ListRolePolicies": func(s *Server, r *Role, c Call) reply {
		return s.page(c.Action, "PolicyNames", escaped(sortedKeys(r.Inline)), c.Params.Get("Marker"))
	},
	"ListAttachedRolePolicies": func(s *Server, r *Role, c Call) reply {
		var items []string
		for _, arn := range r.Attached {
			items = append(items, element("PolicyName", arn[strings.LastIndex(arn, "/")+1:])+element("PolicyArn", arn))
		}
		return s.page(c.Action, "AttachedPolicies", items, c.Params.Get("Marker"))
	},
	"AttachRolePolicy": func(s *Server, r *Role, c Call) reply {
		arn := c.Params.Get("PolicyArn")
		switch {
		case s.policies[arn] == nil:
			return notFound("Policy %s does not exist or is not attachable.", arn)
		case slices.Contains(r.Attached, arn):
		case len(r.Attached) >= maxAttached:
			return refuse(http.StatusConflict, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10")
		default:
			r.Attached = append(r.Attached, arn)
		}
		return succeed(c.Action, "")
	},
	"DetachRolePolicy": func(_ *Server, r *Role, c Call) reply {
		r.Attached = slices.DeleteFunc(r.Attached, func(a string) bool { return a == c.Params.Get("PolicyArn") })
		return succeed(c.Action, "")
	},
	"ListInstanceProfilesForRole": func(s *Server, r *Role, c Call) reply {
		var items []string
		for _, p := range r.InstanceProfiles {
			items = append(items, element("InstanceProfileName", p)+element("InstanceProfileId", "AIPA"+p)+element("Path", "/")+
				element("Arn", "arn:aws:iam::"+Account+":instance-profile/"+p)+element("CreateDate", "2026-01-01T00:00:00Z")+"<Roles/>")
		}
		return s.page(c.Action, "InstanceProfiles", items, c.Params.Get("Marker"))
	},
	"RemoveRoleFromInstanceProfile": func(_ *Server, r *Role, c Call) reply {
		r.InstanceProfiles = slices.DeleteFunc(r.InstanceProfiles, func(p string) bool { return p == c.Params.Get("InstanceProfileName") })
		return succeed(c.Action, "")
	},
	"DeleteRole": func(s *Server, r *Role, c Call) reply {
		switch {
		case len(r.Attached) > 0:
			return refuse(http.StatusConflict, "DeleteConflict", "Cannot delete entity, must detach all policies first.")
		case len(r.Inline) > 0:
			return refuse(http.StatusConflict, "DeleteConflict", "Cannot delete entity, must delete policies first.")
		case len(r.InstanceProfiles) > 0:
			return refuse(http.StatusConflict, "DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.")
		}
		delete(s.roles, r.Name)
		return succeed(c.Action, "")
	},
}

func (s *Server) createRole(c Call) reply {
	name := c.Params.Get("RoleName")
	switch {
	case !roleNameRE.MatchString(name):
		return refuse(http.StatusBadRequest, "ValidationError", "The specified value for roleName is invalid.")
	case s.roles[name] != nil:
		return refuse(http.StatusConflict, "EntityAlreadyExists", "Role with name "+name+" already exists.")
	}
	if bad := session(c); bad != nil {
		return *bad
	}
	if bad := s.trust(c.Params.Get("AssumeRolePolicyDocument")); bad != nil {
		return *bad
	}
	if bad := s.boundary(c); bad != nil {
		return *bad
	}
	tags := readTags(c)
	if len(tags) > maxTags {
		return refuse(http.StatusConflict, "LimitExceeded", "The number of tags has reached the maximum limit.")
	}
	s.made++
	r := &Role{
		Name: name, Path: c.Params.Get("Path"), ID: fmt.Sprintf("AROA%016d", s.made), Description: c.Params.Get("Description"),
		Trust: c.Params.Get("AssumeRolePolicyDocument"), Boundary: c.Params.Get("PermissionsBoundary"),
		MaxSession: number(c.Params.Get("MaxSessionDuration"), 3600), Tags: tags, Inline: map[string]string{},
		Created: time.Now(), lag: s.Lag,
	}
	if r.Path == "" {
		r.Path = "/"
	}
	s.roles[name] = r
	return succeed(c.Action, r.xml())
}

func putRolePolicy(_ *Server, r *Role, c Call) reply {
	doc := c.Params.Get("PolicyDocument")
	if !json.Valid([]byte(doc)) {
		return refuse(http.StatusBadRequest, "MalformedPolicyDocument", "This policy contains invalid Json")
	}
	total := size(doc)
	for name, other := range r.Inline {
		if name != c.Params.Get("PolicyName") {
			total += size(other)
		}
	}
	if total > maxInline {
		return refuse(http.StatusConflict, "LimitExceeded", fmt.Sprintf("Maximum policy size of %d bytes exceeded for role %s", maxInline, r.Name))
	}
	r.Inline[c.Params.Get("PolicyName")] = doc
	return succeed(c.Action, "")
}

func getRolePolicy(_ *Server, r *Role, c Call) reply {
	name := c.Params.Get("PolicyName")
	doc, ok := r.Inline[name]
	if !ok {
		return notFound("The role policy with name %s cannot be found.", name)
	}
	return succeed(c.Action, element("RoleName", r.Name)+element("PolicyName", name)+element("PolicyDocument", encoded(doc)))
}

func deleteRolePolicy(_ *Server, r *Role, c Call) reply {
	name := c.Params.Get("PolicyName")
	if _, ok := r.Inline[name]; !ok {
		return notFound("The role policy with name %s cannot be found.", name)
	}
	delete(r.Inline, name)
	return succeed(c.Action, "")
}

// trust refuses a trust policy as AWS does: malformed, too long, or naming a
// principal that does not exist.
func (s *Server) trust(doc string) *reply {
	var parsed struct {
		Statement []struct {
			Principal map[string]json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(doc), &parsed); err != nil || len(parsed.Statement) == 0 {
		return fault("MalformedPolicyDocument", "This policy contains invalid Json")
	}
	if size(doc) > maxTrust {
		return fault("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048")
	}
	for _, st := range parsed.Statement {
		raw := st.Principal["AWS"]
		var many []string
		if json.Unmarshal(raw, &many) != nil {
			var one string
			if json.Unmarshal(raw, &one) != nil {
				continue
			}
			many = []string{one}
		}
		for _, p := range many {
			if _, known := s.principals[p]; strings.HasPrefix(p, "arn:") && !strings.HasSuffix(p, ":root") && !known {
				return fault("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"`+p+`"`)
			}
		}
	}
	return nil
}

func (s *Server) boundary(c Call) *reply {
	if arn := c.Params.Get("PermissionsBoundary"); arn != "" && s.policies[arn] == nil {
		out := notFound("Scope ARN: %s does not exist or is not attachable.", arn)
		return &out
	}
	return nil
}

func session(c Call) *reply {
	if n := number(c.Params.Get("MaxSessionDuration"), 3600); n < 3600 || n > 43200 {
		return fault("ValidationError", "MaxSessionDuration must be between 3600 and 43200")
	}
	return nil
}

func fault(code, message string) *reply {
	out := refuse(http.StatusBadRequest, code, message)
	return &out
}

func number(s string, fallback int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return fallback
}

// size counts characters without white space, as AWS does.
func size(doc string) int {
	n := 0
	for _, r := range doc {
		if !strings.ContainsRune(" \t\r\n", r) {
			n++
		}
	}
	return n
}

func members(c Call, pattern string) []string {
	var out []string
	for i := 1; ; i++ {
		v := c.Params.Get(fmt.Sprintf(pattern, i))
		if v == "" {
			return out
		}
		out = append(out, v)
	}
}

func readTags(c Call) map[string]string {
	out := map[string]string{}
	for i, k := range members(c, "Tags.member.%d.Key") {
		out[k] = c.Params.Get(fmt.Sprintf("Tags.member.%d.Value", i+1))
	}
	return out
}

func escaped(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = escape(s)
	}
	return out
}
