// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/zclconf/go-cty/cty"
)

// part returns a member of an unknown or sensitive tree: true stands for all of it.
func part(tree any, name string) any {
	switch t := tree.(type) {
	case bool:
		return t
	case map[string]any:
		return t[name]
	}
	return nil
}

// item returns an element of such a tree.
func item(tree any, i int) any {
	switch t := tree.(type) {
	case bool:
		return t
	case []any:
		if i < len(t) {
			return t[i]
		}
	}
	return nil
}

func truth(tree any) bool { b, ok := tree.(bool); return ok && b }

func anyTrue(tree any) bool {
	switch t := tree.(type) {
	case bool:
		return t
	case []any:
		for _, x := range t {
			if anyTrue(x) {
				return true
			}
		}
	case map[string]any:
		for _, x := range t {
			if anyTrue(x) {
				return true
			}
		}
	}
	return false
}

// primitive makes a value of a JSON scalar.
func (e *engine) primitive(x any) (cty.Value, error) {
	switch x := x.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType), nil
	case bool:
		return cty.BoolVal(x), nil
	case string:
		return cty.StringVal(x), e.ownText(x)
	case int:
		return cty.NumberIntVal(int64(x)), nil
	case float64:
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			return cty.NumberFloatVal(x), nil
		}
	case json.Number:
		if v, err := cty.ParseNumberVal(string(x)); err == nil {
			return v, nil
		}
	}
	return cty.NilVal, &halt{what: fmt.Sprintf("the plan holds a value of type %T, which JSON does not have", x), settle: "an intact plan"}
}

// ownText refuses a text from outside in which a character stands that only
// this package may write: it would be taken for a hole.
func (e *engine) ownText(s string) error {
	if err := e.step(len(s) / stepWeight); err != nil {
		return err
	}
	found := false
	eachHole(s, func(int, bool) { found = true })
	if found {
		return &failure{what: "a text holds a private-use character (U+F0000 to U+10FFFD), which AWS accepts in no document"}
	}
	return nil
}
