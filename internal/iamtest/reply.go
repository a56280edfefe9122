// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strings"
	"time"
)

// reply is an answer of the query protocol.
type reply struct {
	status int
	body   string
}

func refuse(status int, code, message string) reply {
	kind := "Sender"
	if status >= http.StatusInternalServerError {
		kind = "Receiver"
	}
	return reply{status, fmt.Sprintf(`<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error><RequestId>test</RequestId></ErrorResponse>`,
		kind, code, escape(message))}
}

func notFound(format string, args ...any) reply {
	return refuse(http.StatusNotFound, "NoSuchEntity", fmt.Sprintf(format, args...))
}

func succeed(action, result string) reply {
	return reply{http.StatusOK, fmt.Sprintf(`<%sResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><%sResult>%s</%sResult><ResponseMetadata><RequestId>test</RequestId></ResponseMetadata></%sResponse>`,
		action, action, result, action, action)}
}

func escape(s string) string {
	var b bytes.Buffer
	// A buffer takes everything.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func element(name, text string) string { return "<" + name + ">" + escape(text) + "</" + name + ">" }

// encoded is a document as IAM returns it.
func encoded(doc string) string { return strings.ReplaceAll(url.QueryEscape(doc), "+", "%20") }

// listed is the role as lists show it: without description, boundary and tags.
func (r *Role) listed() string {
	return element("Path", r.Path) + element("RoleName", r.Name) + element("RoleId", r.ID) + element("Arn", r.ARN()) +
		element("CreateDate", r.Created.UTC().Format(time.RFC3339)) + element("AssumeRolePolicyDocument", encoded(r.Trust))
}

func (r *Role) xml() string {
	var b strings.Builder
	b.WriteString("<Role>")
	b.WriteString(element("Path", r.Path) + element("RoleName", r.Name) + element("RoleId", r.ID) + element("Arn", r.ARN()))
	b.WriteString(element("CreateDate", r.Created.UTC().Format(time.RFC3339)))
	b.WriteString(element("AssumeRolePolicyDocument", encoded(r.Trust)))
	if r.Description != "" {
		b.WriteString(element("Description", r.Description))
	}
	b.WriteString(element("MaxSessionDuration", fmt.Sprint(r.MaxSession)))
	if r.Boundary != "" {
		b.WriteString("<PermissionsBoundary>" + element("PermissionsBoundaryType", "Policy") + element("PermissionsBoundaryArn", r.Boundary) + "</PermissionsBoundary>")
	}
	b.WriteString("<Tags>")
	for _, k := range sortedKeys(r.Tags) {
		b.WriteString("<member>" + element("Key", k) + element("Value", r.Tags[k]) + "</member>")
	}
	b.WriteString("</Tags></Role>")
	return b.String()
}

// page is one page of a list, from the marker on.
func (s *Server) page(action, list string, items []string, marker string) reply {
	from := 0
	if _, err := fmt.Sscan(marker, &from); err != nil || from > len(items) {
		from = 0
	}
	to := min(from+s.PageSize, len(items))
	body := "<" + list + ">"
	for _, i := range items[from:to] {
		body += "<member>" + i + "</member>"
	}
	body += "</" + list + ">"
	if to < len(items) {
		body += element("IsTruncated", "true") + element("Marker", fmt.Sprint(to))
	} else {
		body += element("IsTruncated", "false")
	}
	return succeed(action, body)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func replaceText(doc, old, now string) string {
	return strings.ReplaceAll(doc, `"`+old+`"`, `"`+now+`"`)
}
