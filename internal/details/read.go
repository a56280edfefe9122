// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"errors"
	"io"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// Read reads the authorization details of one account. name is what errors call
// the input. Principals have no address, and stand outside of the plan.
//
// The error is an *[Error].
func Read(src io.Reader, name string) (*account.Account, error) {
	r := &reader{name: name, lines: &lines{src: src}, seen: map[string]int64{}}
	r.Reader = scan.NewReader(r.lines, scan.Options{MaxDepth: 64})
	if err := r.stream(); err != nil {
		return nil, r.said(err)
	}
	return r.account(), nil
}

// reader reads one input.
type reader struct {
	*scan.Reader
	name  string
	lines *lines

	// number is the account's, told by what was read first.
	number string
	// partial says that the last page tells of further ones, and where.
	partial  bool
	moreAt   int64
	seen     map[string]int64 // ARN to the place of its entry
	entries  []*entry
	policies []*managed
}

// Names of the API. Source: AWS, IAM API Reference,
// GetAccountAuthorizationDetails; NextToken is the CLI's, with --max-items.
var pageNames = scan.NewNames("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "IsTruncated", "Marker", "NextToken")

// stream reads all pages.
func (r *reader) stream() error {
	pages := 0
	for ; ; pages++ {
		if err := r.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		kind, err := r.Kind()
		if err != nil {
			return err
		}
		if kind != '[' {
			if err := r.page(); err != nil {
				return err
			}
			continue
		}
		if err := r.Array(func(int) error { return r.page() }); err != nil {
			return err
		}
	}
	switch {
	case pages == 0:
		return &Error{Path: r.name, Summary: "Not authorization details", Detail: "The input is empty. Write it with: " + command}
	case r.partial:
		return r.fail(r.moreAt, "Not all of the account",
			"The last page says that more follow, so that users, roles or policies are missing. Give all pages as one input, one behind the other, or leave out --max-items and --no-paginate.")
	}
	return nil
}

// page reads one answer of the API.
func (r *reader) page() error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	at := r.Offset()
	if kind != '{' {
		return r.fail(at, "Not authorization details", "An object with UserDetailList, GroupDetailList, RoleDetailList and Policies must stand here. Write the input with: %s", command)
	}
	lists := 0
	r.partial = false
	err = r.Object(pageNames, func(name string) error {
		if _, err := r.Kind(); err != nil {
			return err
		}
		from := r.Offset()
		switch name {
		case "UserDetailList":
			lists++
			return r.list(func() error { return r.entry(&userShape) })
		case "GroupDetailList":
			lists++
			return r.list(func() error { return r.entry(&groupShape) })
		case "RoleDetailList":
			lists++
			return r.list(func() error { return r.entry(&roleShape) })
		case "Policies":
			lists++
			return r.list(r.policy)
		case "IsTruncated":
			var more bool
			if err := r.Bool(&more); err != nil {
				return err
			}
			r.more(more, from)
			return nil
		case "NextToken":
			token, err := r.text()
			r.more(token != "", from)
			return err
		}
		return r.Skip() // Marker says nothing that IsTruncated does not
	})
	if err == nil && lists == 0 {
		return r.fail(at, "Not authorization details", "The object has none of UserDetailList, GroupDetailList, RoleDetailList and Policies. Write the input, without --query, with: %s", command)
	}
	return err
}

func (r *reader) more(more bool, at int64) {
	if more {
		r.partial, r.moreAt = true, at
	}
}

// list reads a list, or null for an empty one.
func (r *reader) list(element func() error) error {
	kind, err := r.Kind()
	if err != nil {
		return err
	}
	if kind == 'n' {
		return r.Skip()
	}
	return r.Array(func(int) error { return element() })
}

// text reads a text, or null for an empty one.
func (r *reader) text() (string, error) {
	var out string
	err := r.Text(&out)
	return out, err
}

// object reads an object with its place, or null as one without members.
func (r *reader) object(names *scan.Names, member func(name string) error) (at int64, err error) {
	kind, err := r.Kind()
	if err != nil {
		return 0, err
	}
	at = r.Offset()
	if kind == 'n' {
		return at, r.Skip()
	}
	return at, r.Object(names, member)
}

// arn is an ARN of IAM taken apart.
type arn struct {
	text, account, path, name string
}

// identify takes the ARN of an entry apart and checks it: that it is of this
// kind, and of the same account as all others.
func (r *reader) identify(at int64, text, kind, name, path string) (arn, error) {
	what := "The " + kind
	if name != "" {
		what += " " + name
	}
	if text == "" {
		return arn{}, r.fail(at, "Incomplete entry", "%s has no Arn.", what)
	}
	parts := strings.SplitN(text, ":", 6)
	resource, ok := "", len(parts) == 6 && parts[0] == "arn" && parts[2] == "iam" && parts[3] == ""
	if ok {
		resource, ok = strings.CutPrefix(parts[5], kind+"/")
	}
	out := arn{text: text}
	if i := strings.LastIndexByte(resource, '/'); i >= 0 {
		out.path, out.name = "/"+resource[:i+1], resource[i+1:]
	} else {
		out.path, out.name = "/", resource
	}
	aws := kind == "policy" && ok && parts[4] == "aws"
	if !ok || out.name == "" || !aws && !isAccount(parts[4]) {
		return arn{}, r.fail(at, "Not authorization details", "%s has the Arn %q, which is no ARN of a %s.", what, text, kind)
	}
	if name != "" && name != out.name || path != "" && path != out.path {
		return arn{}, r.fail(at, "Contradiction", "%s has the Arn %s, which says another name or path.", what, text)
	}
	if first, twice := r.seen[text]; twice {
		line, _ := r.lines.position(first)
		return arn{}, r.fail(at, "Duplicate entry", "%s is there twice; the first time in line %d. Give each page once.", text, line)
	}
	r.seen[text] = at
	if aws {
		return out, nil
	}
	out.account = parts[4]
	if r.number == "" {
		r.number = out.account
	}
	if out.account != r.number {
		return arn{}, r.fail(at, "Two accounts", "%s is of account %s, and what stands before it of %s. Give each account as an input of its own.", text, out.account, r.number)
	}
	return out, nil
}

func isAccount(s string) bool { return len(s) == 12 && strings.Trim(s, "0123456789") == "" }
