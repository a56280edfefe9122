// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"errors"
	"regexp"
	"sync"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// regexFunc is stdlib's, which compiles its pattern twice for each call.
// Templates ask the same few questions of every argument; compiling them was a
// fifth of rendering a role. Patterns with groups, whose result has a type of
// its own, go to stdlib's.
var regexFunc = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "pattern", Type: cty.String}, {Name: "string", Type: cty.String}},
	Type: func(args []cty.Value) (cty.Type, error) {
		if args[0].IsKnown() && plainPattern(args[0].AsString()) != nil {
			return cty.String, nil
		}
		return stdlib.RegexFunc.ReturnTypeForValues(args)
	},
	RefineResult: func(b *cty.RefinementBuilder) *cty.RefinementBuilder { return b.NotNull() },
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		re := plainPattern(args[0].AsString())
		if re == nil {
			return stdlib.RegexFunc.Call(args)
		}
		text := args[1].AsString()
		at := re.FindStringIndex(text)
		if at == nil {
			return cty.NilVal, errNoMatch
		}
		return cty.StringVal(text[at[0]:at[1]]), nil
	},
})

var errNoMatch = errors.New("pattern did not match any part of the given string")

// patterns are those compiled so far; nil for what stdlib has to answer.
var patterns = struct {
	sync.Mutex
	compiled map[string]*regexp.Regexp
}{compiled: map[string]*regexp.Regexp{}}

// maxPatterns bounds how many are kept: a template can make them up from arguments.
const maxPatterns = 1024

// plainPattern is the pattern, compiled, or nil where it is none or has groups.
func plainPattern(text string) *regexp.Regexp {
	patterns.Lock()
	defer patterns.Unlock()
	re, ok := patterns.compiled[text]
	if ok {
		return re
	}
	re, err := regexp.Compile(text)
	if err != nil || re.NumSubexp() > 0 {
		re = nil
	}
	if len(patterns.compiled) >= maxPatterns {
		clear(patterns.compiled)
	}
	patterns.compiled[text] = re
	return re
}
