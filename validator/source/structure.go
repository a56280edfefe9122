// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// checkDocument makes sure that a document with holes in it says all that AWS
// will read, save the texts that the holes stand for.
func (e *engine) checkDocument(v cty.Value, at hcl.Range) error {
	f, err := e.scan(v)
	if err != nil || len(f.holes) == 0 {
		return err
	}
	v, _ = e.asText(v).Unmark()
	if v.IsNull() || v.Type() != cty.String {
		return fail(at, "the document is no text")
	}
	s := v.AsString()
	if id, ok := wholeHole(s); ok {
		h := e.holes.list[id]
		if h.why != "" {
			return &halt{what: h.why, settle: cmp.Or(h.settle, settleHole), at: at}
		}
		return &halt{what: "it is " + h.name + ", which is not known until apply", settle: settleHole, at: at}
	}
	if loud := e.loud(s); len(loud) > 0 {
		h := e.holes.list[loud[0]]
		what := h.name + " is written into its text as it stands, and may hold anything, quotes and statements included"
		if h.why != "" {
			what += ": " + h.why
		}
		return &halt{what: what, settle: cmp.Or(h.settle, settleEncode), at: at}
	}
	var doc any
	if err := json.Unmarshal([]byte(s), &doc); err != nil {
		return &halt{what: e.because("the structure of its text", f), settle: settleEncode, at: at}
	}
	if what, ids := e.misplaced(doc); len(ids) > 0 {
		return &halt{what: e.because(what, &found{holes: ids}), settle: cmp.Or(e.settled(ids), settleHole), at: at}
	}
	return nil
}

// settled returns what would decide one of some holes.
func (e *engine) settled(ids []int) string {
	for _, id := range ids {
		if s := e.holes.list[id].settle; s != "" {
			return s
		}
	}
	return ""
}

const (
	settleHole   = "a document whose structure does not depend on what is not known until apply"
	settleEncode = "a document written with jsonencode or data.aws_iam_policy_document"
)

// misplaced returns the first holes that stand where no text does.
func (e *engine) misplaced(doc any) (what string, ids []int) {
	top, ok := doc.(map[string]any)
	if !ok {
		return "the document", e.idsAnywhere(doc)
	}
	for _, k := range sortedNames(top) {
		if ids := e.idsIn(k); len(ids) > 0 {
			return "an element of the document", ids
		}
		if v := top[k]; strings.EqualFold(k, "Statement") {
			list, ok := v.([]any)
			if !ok {
				list = []any{v}
			}
			for i, s := range list {
				if what, ids := e.misplacedIn(s, i); len(ids) > 0 {
					return what, ids
				}
			}
		} else if !strings.EqualFold(k, "Id") {
			if ids := e.idsAnywhere(v); len(ids) > 0 {
				return k + " of the document", ids
			}
		}
	}
	return "", nil
}

// misplacedIn looks at one statement.
func (e *engine) misplacedIn(v any, index int) (what string, ids []int) {
	where := fmt.Sprintf(" of statement %d", index+1)
	s, ok := v.(map[string]any)
	if !ok {
		return "what is" + strings.TrimPrefix(where, " of"), e.idsAnywhere(v)
	}
	for _, k := range sortedNames(s) {
		if ids := e.idsIn(k); len(ids) > 0 {
			return "an element" + where, ids
		}
		v := s[k]
		switch strings.ToLower(k) {
		case "sid":
		case "action", "notaction", "resource", "notresource":
			if _, isMap := v.(map[string]any); isMap {
				return k + where, e.idsAnywhere(v)
			}
		case "principal", "notprincipal":
			m, isMap := v.(map[string]any)
			if !isMap {
				if ids := e.idsAnywhere(v); len(ids) > 0 {
					return k + where, ids
				}
			}
			if ids := e.idsInKeys(m); len(ids) > 0 {
				return "the kind of a principal" + where, ids
			}
		case "condition":
			m, isMap := v.(map[string]any)
			if !isMap {
				if ids := e.idsAnywhere(v); len(ids) > 0 {
					return k + where, ids
				}
			}
			if ids := e.idsInKeys(m); len(ids) > 0 {
				return "the operator of a condition" + where, ids
			}
			for _, op := range sortedNames(m) {
				if _, isMap := m[op].(map[string]any); !isMap {
					if ids := e.idsAnywhere(m[op]); len(ids) > 0 {
						return "what " + op + where + " compares", ids
					}
				}
			}
		default:
			if ids := e.idsAnywhere(v); len(ids) > 0 {
				return k + where, ids
			}
		}
	}
	return "", nil
}

func (e *engine) idsInKeys(m map[string]any) []int {
	for _, k := range sortedNames(m) {
		if ids := e.idsIn(k); len(ids) > 0 {
			return ids
		}
	}
	return nil
}

func (e *engine) idsAnywhere(v any) []int {
	switch v := v.(type) {
	case string:
		return e.idsIn(v)
	case []any:
		for _, x := range v {
			if ids := e.idsAnywhere(x); len(ids) > 0 {
				return ids
			}
		}
	case map[string]any:
		if ids := e.idsInKeys(v); len(ids) > 0 {
			return ids
		}
		for _, k := range sortedNames(v) {
			if ids := e.idsAnywhere(v[k]); len(ids) > 0 {
				return ids
			}
		}
	}
	return nil
}
