// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// TestRegexAsTerraform holds regex to the function that Terraform has, also when
// it is asked again.
func TestRegexAsTerraform(t *testing.T) {
	str, unknown := cty.StringVal, cty.UnknownVal(cty.String)
	for name, args := range map[string][]cty.Value{
		"a match":           {str("^a+"), str("aab")},
		"an empty match":    {str("x*"), str("aab")},
		"no match":          {str("^b"), str("aab")},
		"groups":            {str("(a+)(b)?"), str("aa")},
		"named groups":      {str("(?P<as>a+)(?P<b>b)"), str("aab")},
		"mixed groups":      {str("(?P<as>a+)(b)"), str("aab")},
		"a broken pattern":  {str("("), str("aab")},
		"an unknown text":   {str("^a+"), unknown},
		"unknown in groups": {str("(a+)"), unknown},
		"unknown pattern":   {unknown, str("aab")},
		"a null":            {str("^a"), cty.NullVal(cty.String)},
	} {
		t.Run(name, func(t *testing.T) {
			want, wantErr := stdlib.RegexFunc.Call(args)
			for range 2 {
				got, err := regexFunc.Call(args)
				if (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
					t.Fatalf("error %v, want %v", err, wantErr)
				}
				if err == nil && !got.RawEquals(want) {
					t.Errorf("%#v, want %#v", got, want)
				}
			}
		})
	}
}
