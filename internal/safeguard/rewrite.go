// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// rewritten is a statement as jsonencode takes it: its texts are HCL. It begins
// as a statement of a document, and a fix changes what the finding is about.
type rewritten struct {
	effect    string
	action    []string
	notAction []string
	resource  []string
	principal map[string][]string
	condition map[string]map[string][]string
	// failed says that something in it cannot be written in the configuration.
	failed bool
	in     *account.Document
}

// rewrite begins with a statement of a document that the configuration writes;
// nil where that is somewhere else.
func rewrite(d *account.Document, s *policy.Statement) *rewritten {
	if d == nil || d.Policy == nil || d.Address == "" || d.Sensitive || d.Known == account.KnownManaged || s == nil || s.NotResource != nil || s.NotPrincipal != nil {
		return nil
	}
	r := &rewritten{effect: "Allow", in: d, principal: map[string][]string{}, condition: map[string]map[string][]string{}}
	if s.Effect == policy.Deny {
		r.effect = "Deny"
	}
	if s.Action != nil {
		r.action = r.texts(s.Action.Texts())
	}
	if s.NotAction != nil {
		r.notAction = r.texts(s.NotAction.Texts())
	}
	if s.Resource != nil {
		r.resource = r.texts(s.Resource.Texts())
	}
	if p := s.Principal; p != nil {
		for name, list := range map[string][]policy.Text{"AWS": p.AWS, "Service": p.Service, "Federated": p.Federated} {
			if len(list) > 0 {
				r.principal[name] = r.texts(list)
			}
		}
		if p.All && len(p.AWS) == 0 {
			r.principal["AWS"] = []string{`"*"`}
		}
	}
	for _, k := range s.Conditions {
		r.when(k.Operator.Canonical(), k.Key, r.texts(k.Values)...)
	}
	return r
}

// when adds a condition, in place of one of the same operator and key.
func (r *rewritten) when(operator, key string, values ...string) *rewritten {
	if r.condition[operator] == nil {
		r.condition[operator] = map[string][]string{}
	}
	r.condition[operator][key] = values
	return r
}

// without takes conditions on a key away.
func (r *rewritten) without(key string) *rewritten {
	for operator, keys := range r.condition {
		maps.DeleteFunc(keys, func(k string, _ []string) bool { return strings.EqualFold(k, key) })
		if len(keys) == 0 {
			delete(r.condition, operator)
		}
	}
	return r
}

func (r *rewritten) texts(list []policy.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		text, ok := hclText(r.in, t.Value)
		r.failed = r.failed || !ok
		out[i] = text
	}
	return out
}

var (
	holeText      = regexp.MustCompile(`<([^<>]+)>`)
	plainName     = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
	referenceForm = regexp.MustCompile(`^(?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z_][A-Za-z0-9_-]*(?:\[(?:[0-9]+|"[^"\\]*")\])?\.[a-z][a-z0-9_.]*$`)
)

// hclText writes a text of a document as the configuration does, with references
// for what is not known until apply; false where one cannot be written there.
func hclText(d *account.Document, text string) (string, bool) {
	shown := d.Policy.Show(text)
	if shown == text {
		return hclQuoted(text), true
	}
	ok := true
	var out strings.Builder
	last := 0
	for _, m := range holeText.FindAllStringSubmatchIndex(shown, -1) {
		name := local(d.Address, shown[m[2]:m[3]])
		ok = ok && referenceForm.MatchString(name)
		if m[0] == 0 && m[1] == len(shown) {
			return name, ok
		}
		out.WriteString(hclEscaped(shown[last:m[0]]) + "${" + name + "}")
		last = m[1]
	}
	out.WriteString(hclEscaped(shown[last:]))
	return `"` + out.String() + `"`, ok
}

// local writes a reference as the module of an address does.
func local(address, reference string) string {
	return strings.TrimPrefix(reference, moduleOf(address))
}

// moduleOf is the module that an address is in, with its dot, or "".
func moduleOf(address string) string {
	end := 0
	for rest := address; strings.HasPrefix(rest, "module."); rest = address[end:] {
		depth, quoted, at := 0, false, len("module.")
		for ; at < len(rest); at++ {
			switch c := rest[at]; {
			case c == '"':
				quoted = !quoted
			case quoted:
			case c == '[':
				depth++
			case c == ']':
				depth--
			}
			if rest[at] == '.' && depth == 0 && !quoted {
				break
			}
		}
		end += min(at+1, len(rest))
	}
	return address[:end]
}

func hclQuoted(s string) string { return `"` + hclEscaped(s) + `"` }

// hclEscaped escapes what HCL reads in a quoted text.
func hclEscaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{", "\n", `\n`).Replace(s)
}

// text writes the statement on one line; "" where it would say nothing or too much.
func (r *rewritten) text() string {
	if r == nil || r.failed || len(r.action)+len(r.notAction) == 0 || len(r.action) > longestFix || len(r.resource) > longestFix {
		return ""
	}
	parts := []string{fmt.Sprintf("Effect = %q", r.effect)}
	add := func(name string, list []string) {
		if len(list) > 0 {
			parts = append(parts, name+" = "+hclList(list))
		}
	}
	add("Action", r.action)
	add("NotAction", r.notAction)
	if len(r.principal) > 0 {
		var who []string
		for _, name := range slices.Sorted(maps.Keys(r.principal)) {
			who = append(who, name+" = "+hclList(r.principal[name]))
		}
		parts = append(parts, "Principal = { "+strings.Join(who, ", ")+" }")
	}
	add("Resource", r.resource)
	if len(r.condition) > 0 {
		var all []string
		for _, operator := range slices.Sorted(maps.Keys(r.condition)) {
			var keys []string
			for _, key := range slices.Sorted(maps.Keys(r.condition[operator])) {
				keys = append(keys, fmt.Sprintf("%q = %s", key, hclList(r.condition[operator][key])))
			}
			name := operator
			if strings.Contains(name, ":") {
				name = fmt.Sprintf("%q", name)
			}
			all = append(all, name+" = { "+strings.Join(keys, ", ")+" }")
		}
		parts = append(parts, "Condition = { "+strings.Join(all, ", ")+" }")
	}
	return "{ " + strings.Join(parts, ", ") + " }"
}

// instead says what to write in place of the statement that a finding is about.
func instead(statements ...*rewritten) string {
	var out []string
	for _, s := range statements {
		if s == nil {
			continue
		}
		text := s.text()
		if text == "" {
			return ""
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return ""
	}
	return " Here: " + strings.Join(out, ", ") + "."
}
