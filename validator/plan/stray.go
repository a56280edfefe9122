// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// A policy document may stand where the table of policies does not look: in a type
// that a newer provider has, in a parameter, an object or a file from which a
// program gives it to AWS. What becomes of it the plan does not tell, so it is
// reported, unless the same text is judged where it takes effect.

// strayed reads a change of a type that rules do not look at, where it may hold a
// policy document. Nearly all are told by their bytes to hold none.
func (d *reader) strayed(e *scan.Element) error {
	raw, aws := e.Raw(), isAWS(e.Type)
	if !mayHoldDocument(raw) && (!aws || !namesPolicy(raw)) {
		return nil
	}
	rc, err := e.Decode(nil)
	if err != nil {
		return err
	}
	d.strayIn(rc, aws)
	return nil
}

// strayIn notes a change in which policy documents stand where the table does not
// look; unknown arguments that are called a policy count where asked for.
func (d *reader) strayIn(rc *tfjson.ResourceChange, open bool) {
	for _, after := range []bool{false, true} {
		if !after && sameObject(rc.Change.Before, rc.Change.After) {
			break
		}
		if v, ok := side(rc.Change, after); ok && (len(strays(v, rc.Type)) > 0 || open && len(openPolicies(v)) > 0) {
			d.plan.strays = append(d.plan.strays, rc)
			return
		}
	}
}

// inTable are the arguments of a type in which the table finds the policies, or of
// which it tells what AWS makes of them.
func inTable(kind string) map[string]bool {
	if known, ok := inTables.Load(kind); ok {
		return known.(map[string]bool) //nolint:errcheck,forcetypeassert // nothing else is stored
	}
	out := map[string]bool{}
	for _, row := range bearers.Of(kind) {
		if _, ok := row.Kind.Language(); ok || row.Role != bearers.Document {
			out[bearers.Steps(row.Path)[0].Name] = true
		}
		if row.Role == bearers.Statement {
			out["policy"] = true // what AWS made of the statement
		}
	}
	inTables.Store(kind, out)
	return out
}

// inTables caches inTable.
var inTables sync.Map

func isAWS(kind string) bool {
	return strings.HasPrefix(kind, "aws_") || strings.HasPrefix(kind, "awscc_")
}

// mayHoldDocument is a quick test: whether JSON may hold a policy document, as text
// or as an object. A text of JSON has quotes, which are escaped in it, and so may
// be the letters of its names.
func mayHoldDocument(raw []byte) bool {
	return bytes.Contains(raw, []byte("Statement")) || bytes.IndexByte(raw, '\\') >= 0 && (bytes.Contains(raw, []byte(`\\u`)) || containsFold(raw, "statement"))
}

// containsFold looks for an ASCII word of more than eight letters in lower case,
// without regard to case. It looks at eight bytes at once: bytes that differ from
// the letters in the bit of their case only, or are no letters, are told apart then.
func containsFold(text []byte, word string) bool {
	const lower = 0x2020202020202020
	begins := binary.LittleEndian.Uint64([]byte(word)) | lower
	for i := 0; i+len(word) <= len(text); i++ {
		if binary.LittleEndian.Uint64(text[i:])|lower == begins && bytes.EqualFold(text[i:i+len(word)], []byte(word)) {
			return true
		}
	}
	return false
}

// namesPolicy is a quick test: whether a name in JSON may be that of a policy.
func namesPolicy(raw []byte) bool {
	return bytes.Contains(raw, []byte(`olicy"`)) || bytes.Contains(raw, []byte(`ocument"`)) || bytes.Contains(raw, []byte(`olicy_text"`))
}

// policyName is what arguments are called that hold a policy document.
var policyName = regexp.MustCompile(`^((access|assume_role|key|resource|repository)_)?policy(_document|_text)?$`)

// strays lists the values of a resource that are policy documents, or texts of JSON
// that hold one, but for those in which the table finds them.
func strays(v value, kind string) []value {
	var out []value
	all, _ := v.V.(map[string]any)
	known := inTable(kind)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if known[name] || !holdsStray(all[name], 0) {
			continue
		}
		walk(v.Attr(name), func(v value) bool {
			if hidden, _ := v.Sensitive.(bool); hidden && holdsStray(v.V, 0) || isStray(v.V, 0) {
				out = append(out, v) // the names within what is sensitive are not told either
				return false
			}
			return true
		})
	}
	return out
}

// holdsStray reports whether a value, or one in it, is a policy document, at less
// cost than to say where.
func holdsStray(v any, layer int) bool {
	if isStray(v, layer) {
		return true
	}
	switch x := v.(type) {
	case map[string]any:
		for _, e := range x {
			if holdsStray(e, layer) {
				return true
			}
		}
	case []any:
		return slices.ContainsFunc(x, func(e any) bool { return holdsStray(e, layer) })
	}
	return false
}

// maxLayers bounds how many texts of JSON within texts of JSON are looked into.
const maxLayers = 3

func isStray(v any, layer int) bool {
	switch x := v.(type) {
	case string:
		if start := strings.TrimLeft(x, " \t\r\n"); start == "" || start[0] != '{' && start[0] != '[' || !strings.Contains(x, `\u`) && !containsFold([]byte(x), "statement") {
			return false
		}
		if bearers.IsDocument(x) {
			return true
		}
		var inner any
		if layer == maxLayers || json.Unmarshal([]byte(x), &inner) != nil {
			return false
		}
		return holdsStray(inner, layer+1)
	case map[string]any:
		if x["Statement"] == nil {
			return false
		}
		text, err := json.Marshal(x)
		return err == nil && bearers.IsDocument(string(text))
	}
	return false
}

// openPolicies lists the arguments that are called a policy and are not known until apply.
func openPolicies(v value) []value {
	var out []value
	all, _ := v.Unknown.(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if at := v.Attr(name); at.IsUnknown() && policyName.MatchString(name) {
			out = append(out, at)
		}
	}
	return out
}

// walk visits a value and what is in it, unless visit says not to go on.
func walk(v value, visit func(value) bool) {
	if !visit(v) {
		return
	}
	switch x := v.V.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(x)) {
			walk(v.Attr(name), visit)
		}
	case []any:
		for _, e := range v.List() {
			walk(e, visit)
		}
	}
}

// stray reports the policy documents of one change on this side.
func (b *builder) stray(rc *tfjson.ResourceChange) {
	v, ok := side(rc.Change, b.when == atAfter)
	if !ok && b.when == atAfter && slices.Contains(rc.Change.Actions, forget) {
		v, ok = side(rc.Change, false)
	}
	if !ok {
		return
	}
	judged := func(text string) bool {
		for t := range b.texts {
			if t.text == text {
				return true
			}
		}
		return false
	}
	for _, at := range strays(v, rc.Type) {
		if text, lone := at.V.(string); !lone || !judged(text) {
			b.keepStray(rc, at, "a policy document stands in it, and whom that gives what is not told by a resource of type "+rc.Type)
		}
	}
	if !isAWS(rc.Type) || b.when != atAfter || relevant(rc) {
		return
	}
	for _, at := range openPolicies(v) {
		if b.holdsDocument(rc, at) {
			b.keepStray(rc, at, fmt.Sprintf("it is not known until apply, and what a policy of a resource of type %s does is not known to this version", rc.Type))
		}
	}
}

// holdsDocument reports whether an argument that is not known until apply is, or
// may be, a policy document.
func (b *builder) holdsDocument(rc *tfjson.ResourceChange, at value) bool {
	if e := b.evaluator(); e != nil {
		if text, err := e.Attribute(rc.Address, at.Path); err == nil {
			return !text.Null && bearers.IsDocument(text.Value)
		}
	}
	refs := b.resolve(rc, at.Path)
	return len(refs.targets)+len(refs.lost) > 0
}

func (b *builder) keepStray(rc *tfjson.ResourceChange, at value, why string) {
	b.keep(&account.Document{
		Address: b.address(rc), PreviousAddress: b.previous(rc), Attribute: at.Path, Kind: policy.Resource, Sensitive: at.IsSensitive(), Carried: true,
		Undetermined: &account.Undetermined{
			Reason:    why,
			SettledBy: "the policy in a resource that makes it one in AWS, or the account's authorization details after apply (--account)",
		},
	})
}
