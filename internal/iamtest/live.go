// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Live is what reviews of an account read, beside its roles.
type Live struct {
	Users []User
	// Policies are customer managed policies, documents by ARN.
	Policies map[string]string
	// Accessed says, by ARN, when which service was last used; zero: never.
	Accessed map[string]map[string]time.Time
	// ReportPending is how often the credential report is not ready yet, and
	// JobPending the same of each job of last-accessed details.
	ReportPending, JobPending int
	// JobFails has every job fail.
	JobFails bool

	jobs    []string // ARNs
	pending map[string]int
}

// User is an IAM user.
type User struct {
	Name             string
	Created          time.Time
	Tags, Inline     map[string]string
	Attached         []string
	Password, MFA    bool
	KeyMade, KeyUsed time.Time // of an active access key; zero: none, never
}

// ARN is the user's.
func (u *User) ARN() string { return "arn:aws:iam::" + Account + ":user/" + u.Name }

var liveHandlers = map[string]func(*Server, Call) reply{
	"GetAccountAuthorizationDetails": (*Server).authorizationDetails,
	"GenerateCredentialReport": func(s *Server, c Call) reply {
		state := "COMPLETE"
		if s.Live.ReportPending > 0 {
			s.Live.ReportPending--
			state = "STARTED"
		}
		return succeed(c.Action, element("State", state))
	},
	"GetCredentialReport": func(s *Server, c Call) reply {
		return succeed(c.Action, element("Content", base64.StdEncoding.EncodeToString([]byte(s.Live.report())))+element("ReportFormat", "text/csv")+element("GeneratedTime", "2026-11-28T08:00:00Z"))
	},
	"GenerateServiceLastAccessedDetails": func(s *Server, c Call) reply {
		arn := c.Params.Get("Arn")
		if _, ok := s.Live.Accessed[arn]; !ok {
			return notFound("The ARN %s cannot be found.", arn)
		}
		if s.Live.pending == nil {
			s.Live.pending = map[string]int{}
		}
		id := strconv.Itoa(len(s.Live.jobs))
		s.Live.jobs = append(s.Live.jobs, arn)
		s.Live.pending[id] = s.Live.JobPending
		return succeed(c.Action, element("JobId", id))
	},
	"GetServiceLastAccessedDetails": (*Server).lastAccessed,
}

// authorizationDetails lists users, roles and policies, some on each page.
func (s *Server) authorizationDetails(c Call) reply {
	type item struct{ list, xml string }
	var all []item
	for i := range s.Live.Users {
		all = append(all, item{"UserDetailList", s.Live.Users[i].xml()})
	}
	for _, name := range sortedKeys(s.roles) {
		all = append(all, item{"RoleDetailList", s.roles[name].detail()})
	}
	for _, arn := range sortedKeys(s.Live.Policies) {
		version := func(id, isDefault, document string) string {
			return "<member>" + element("VersionId", id) + element("IsDefaultVersion", isDefault) + element("Document", encoded(document)) + "</member>"
		}
		all = append(all, item{"Policies", element("PolicyName", arn[strings.LastIndex(arn, "/")+1:]) + element("Arn", arn) + element("Path", "/") + element("DefaultVersionId", "v2") +
			"<PolicyVersionList>" + version("v2", "true", s.Live.Policies[arn]) + version("v1", "false", `{"Version":"2012-10-17","Statement":[]}`) + "</PolicyVersionList>"})
	}
	from, err := strconv.Atoi(c.Params.Get("Marker"))
	if err != nil {
		from = 0
	}
	to := min(from+s.PageSize, len(all))
	body := ""
	for _, list := range []string{"UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"} {
		body += "<" + list + ">"
		for _, x := range all[from:to] {
			if x.list == list {
				body += "<member>" + x.xml + "</member>"
			}
		}
		body += "</" + list + ">"
	}
	if to < len(all) {
		return succeed(c.Action, body+element("IsTruncated", "true")+element("Marker", strconv.Itoa(to)))
	}
	return succeed(c.Action, body+element("IsTruncated", "false"))
}

// lastAccessed answers about a job, page by page.
func (s *Server) lastAccessed(c Call) reply {
	id := c.Params.Get("JobId")
	n, err := strconv.Atoi(id)
	if err != nil || n >= len(s.Live.jobs) {
		return notFound("Job %s cannot be found.", id)
	}
	if s.Live.JobFails {
		return succeed(c.Action, element("JobStatus", "FAILED")+"<Error>"+element("Code", "INTERNAL")+element("Message", "something broke")+"</Error>")
	}
	if s.Live.pending[id] > 0 {
		s.Live.pending[id]--
		return succeed(c.Action, element("JobStatus", "IN_PROGRESS")+element("JobCreationDate", "2026-11-28T08:00:00Z"))
	}
	used := s.Live.Accessed[s.Live.jobs[n]]
	var items []string
	for _, service := range sortedKeys(used) {
		one := element("ServiceName", service) + element("ServiceNamespace", service)
		if !used[service].IsZero() {
			one += element("LastAuthenticated", used[service].UTC().Format(time.RFC3339))
		}
		items = append(items, one)
	}
	out := s.page(c.Action, "ServicesLastAccessed", items, c.Params.Get("Marker"))
	if out.status == http.StatusOK {
		out.body = strings.Replace(out.body, "<ServicesLastAccessed>", element("JobStatus", "COMPLETED")+"<ServicesLastAccessed>", 1)
	}
	return out
}

// report is the credential report.
func (l *Live) report() string {
	var b strings.Builder
	b.WriteString("user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active," +
		"access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service," +
		"access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date\n")
	fmt.Fprintf(&b, "<root_account>,arn:aws:iam::%s:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A\n", Account)
	day := func(t time.Time) string {
		if t.IsZero() {
			return "N/A"
		}
		return t.UTC().Format(time.RFC3339)
	}
	for i := range l.Users {
		u := &l.Users[i]
		fmt.Fprintf(&b, "%s,%s,%s,%v,no_information,N/A,N/A,%v,%v,%s,%s,N/A,N/A,false,N/A,N/A\n", u.Name, u.ARN(), day(u.Created), u.Password, u.MFA, !u.KeyMade.IsZero(), day(u.KeyMade), day(u.KeyUsed))
	}
	return b.String()
}

func (u *User) xml() string {
	return element("Path", "/") + element("UserName", u.Name) + element("UserId", "AIDA"+u.Name) + element("Arn", u.ARN()) +
		element("CreateDate", u.Created.UTC().Format(time.RFC3339)) + "<GroupList/>" + documents("UserPolicyList", u.Inline) + attachedXML(u.Attached) + tagsXML(u.Tags)
}

func (r *Role) detail() string {
	out := element("Path", r.Path) + element("RoleName", r.Name) + element("RoleId", r.ID) + element("Arn", r.ARN()) + element("CreateDate", r.Created.UTC().Format(time.RFC3339)) +
		element("AssumeRolePolicyDocument", encoded(r.Trust)) + documents("RolePolicyList", r.Inline) + attachedXML(r.Attached) + tagsXML(r.Tags) + "<InstanceProfileList/>"
	if r.Boundary != "" {
		out += "<PermissionsBoundary>" + element("PermissionsBoundaryType", "Policy") + element("PermissionsBoundaryArn", r.Boundary) + "</PermissionsBoundary>"
	}
	if r.LastUsed.IsZero() {
		return out + "<RoleLastUsed/>"
	}
	return out + "<RoleLastUsed>" + element("LastUsedDate", r.LastUsed.UTC().Format(time.RFC3339)) + element("Region", "us-east-1") + "</RoleLastUsed>"
}

func documents(list string, inline map[string]string) string {
	out := "<" + list + ">"
	for _, name := range sortedKeys(inline) {
		out += "<member>" + element("PolicyName", name) + element("PolicyDocument", encoded(inline[name])) + "</member>"
	}
	return out + "</" + list + ">"
}

func attachedXML(arns []string) string {
	out := "<AttachedManagedPolicies>"
	for _, arn := range arns {
		out += "<member>" + element("PolicyName", arn[strings.LastIndex(arn, "/")+1:]) + element("PolicyArn", arn) + "</member>"
	}
	return out + "</AttachedManagedPolicies>"
}

func tagsXML(tags map[string]string) string {
	out := "<Tags>"
	for _, k := range sortedKeys(tags) {
		out += "<member>" + element("Key", k) + element("Value", tags[k]) + "</member>"
	}
	return out + "</Tags>"
}
