// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/logfilter"
)

// dataEvent is one data event, as event selectors look at it.
type dataEvent struct {
	kind, name, source string
	// arn is of the object or table; empty where it is not known until apply.
	arn   string
	write bool
}

// dataEventOf is a read or a write of what is in a store.
func dataEventOf(s *account.Resource, write bool) dataEvent {
	e := dataEvent{kind: "AWS::S3::Object", name: "GetObject", source: "s3.amazonaws.com", write: write}
	if write {
		e.name = "PutObject"
	}
	if s.ARN != "" {
		e.arn = s.ARN + "/" + decide.Fresh
	}
	if s.Type != bucketType {
		e = dataEvent{kind: "AWS::DynamoDB::Table", name: "GetItem", source: "dynamodb.amazonaws.com", arn: s.ARN, write: write}
		if write {
			e.name = "PutItem"
		}
	}
	return e
}

// recordsData reports whether a trail records any data event.
func recordsData(r *account.Resource) bool {
	for _, s := range r.Attr("event_selector").List() {
		if len(s.Attr("data_resource").List()) > 0 {
			return true
		}
	}
	return len(r.Attr("advanced_event_selector").List()) > 0
}

// records says whether a trail records an event of a store.
// Source: AWS, CloudTrail user guide, Logging data events.
func records(r, store *account.Resource, e dataEvent) logfilter.Truth {
	basic, advanced := r.Attr("event_selector"), r.Attr("advanced_event_selector")
	if basic.IsUnknown() && (r.Written == nil || r.Written(basic.Path)) || advanced.IsUnknown() && (r.Written == nil || r.Written(advanced.Path)) {
		return logfilter.Maybe
	}
	out := logfilter.No
	for _, s := range basic.List() {
		out = max(out, selects(r, store, s, e))
	}
	for _, s := range advanced.List() {
		all := logfilter.Yes
		for _, f := range s.Attr("field_selector").List() {
			all = min(all, fits(r, store, f, e))
		}
		if len(s.Attr("field_selector").List()) == 0 {
			all = logfilter.No
		}
		if !slices.ContainsFunc(s.Attr("field_selector").List(), func(f account.Value) bool { return f.Attr("field").Text() == "resources.type" }) {
			all = logfilter.No // data events need a type
		}
		out = max(out, all)
	}
	return out
}

// selects says whether a basic selector records an event.
func selects(r, store *account.Resource, s account.Value, e dataEvent) logfilter.Truth {
	switch mode := s.Attr("read_write_type").Text(); {
	case mode == "ReadOnly" && e.write, mode == "WriteOnly" && !e.write:
		return logfilter.No
	}
	out := logfilter.No
	for _, d := range s.Attr("data_resource").List() {
		if d.Attr("type").Text() != e.kind {
			continue
		}
		out = max(out, oneOf(r, store, d.Attr("values"), e, func(v string) bool {
			// All objects or tables are arn:aws:s3 or arn:aws:dynamodb, or with ":::" behind it.
			whole := strings.TrimRight(v, ":")
			if parts := strings.Split(whole, ":"); len(parts) == 3 {
				return true
			}
			if e.kind == "AWS::S3::Object" {
				return e.arn != "" && strings.HasPrefix(e.arn, v)
			}
			return e.arn != "" && e.arn == v
		}))
	}
	return out
}

// fits says whether an event fits a field of an advanced selector.
func fits(r, store *account.Resource, f account.Value, e dataEvent) logfilter.Truth {
	text := ""
	switch f.Attr("field").Text() {
	case "eventCategory":
		text = "Data"
	case "resources.type":
		text = e.kind
	case "eventName":
		text = e.name
	case "eventSource":
		text = e.source
	case "readOnly":
		text = "true"
		if e.write {
			text = "false"
		}
	case "resources.ARN":
		text = e.arn
	default:
		return logfilter.Maybe // userIdentity.arn, sessionCredentialFromConsole: of some callers only
	}
	tests := map[string]func(text, v string) bool{
		"equals": func(t, v string) bool { return t == v }, "starts_with": strings.HasPrefix, "ends_with": strings.HasSuffix,
	}
	arn := f.Attr("field").Text() == "resources.ARN"
	yes, asked := logfilter.No, false
	for name, test := range tests {
		v := f.Attr(name)
		if v.IsUnknown() || len(v.List()) > 0 {
			asked = true
			yes = max(yes, oneOf(r, store, v, e, func(s string) bool { return text != "" && test(text, s) }))
		}
		v = f.Attr("not_" + name)
		if !v.IsUnknown() && len(v.List()) == 0 {
			continue
		}
		excluded := oneOf(r, store, v, e, func(s string) bool { return text != "" && test(text, s) })
		if arn && text == "" && excluded == logfilter.No {
			excluded = logfilter.Maybe
		}
		if excluded == logfilter.Yes {
			return logfilter.No
		}
		if !asked {
			yes, asked = logfilter.Yes, true
		}
		if excluded == logfilter.Maybe {
			yes = min(yes, logfilter.Maybe)
		}
	}
	if arn && text == "" && yes == logfilter.No {
		return logfilter.Maybe // the store's ARN is not known and a text here may be it
	}
	return yes
}

// oneOf says whether a test holds of one of the texts of a list. One that is not
// known holds where it refers to the store, and may where it refers to nothing at hand.
func oneOf(r, store *account.Resource, list account.Value, e dataEvent, test func(string) bool) logfilter.Truth {
	known, unknown := list.Strings()
	if slices.ContainsFunc(known, test) {
		return logfilter.Yes
	}
	if unknown == 0 {
		return logfilter.No
	}
	out := logfilter.Maybe
	if r.Follow != nil {
		refs := r.Follow(list.Path)
		if slices.ContainsFunc(refs, func(ref account.Reference) bool { return ref.Address == store.Address }) {
			return logfilter.Yes
		}
		if len(refs) > 0 && !slices.ContainsFunc(refs, func(ref account.Reference) bool { return ref.Address == "" }) {
			out = logfilter.No
		}
	}
	return out
}
