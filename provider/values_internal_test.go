// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"math/big"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/zclconf/go-cty/cty"
)

func TestToCty(t *testing.T) {
	object := types.ObjectType{AttrTypes: map[string]attr.Type{"arn": types.StringType}}
	ctyObject := cty.Object(map[string]cty.Type{"arn": cty.String})
	tests := map[string]struct {
		in   attr.Value
		ty   cty.Type
		want cty.Value
	}{
		"string":          {types.StringValue("a"), cty.String, cty.StringVal("a")},
		"null":            {types.StringNull(), cty.String, cty.NullVal(cty.String)},
		"unknown":         {types.ListUnknown(types.StringType), cty.List(cty.String), cty.UnknownVal(cty.List(cty.String))},
		"number":          {types.NumberValue(big.NewFloat(1.5)), cty.Number, cty.NumberFloatVal(1.5)},
		"bool":            {types.BoolValue(true), cty.Bool, cty.True},
		"list":            {types.ListValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown()}), cty.List(cty.String), cty.ListVal([]cty.Value{cty.StringVal("a"), cty.UnknownVal(cty.String)})},
		"empty list":      {types.ListValueMust(types.StringType, nil), cty.List(cty.String), cty.ListValEmpty(cty.String)},
		"set":             {types.SetValueMust(types.StringType, []attr.Value{types.StringValue("a")}), cty.Set(cty.String), cty.SetVal([]cty.Value{cty.StringVal("a")})},
		"map":             {types.MapValueMust(types.StringType, map[string]attr.Value{"k": types.StringValue("v")}), cty.Map(cty.String), cty.MapVal(map[string]cty.Value{"k": cty.StringVal("v")})},
		"empty map":       {types.MapValueMust(types.StringType, nil), cty.Map(cty.String), cty.MapValEmpty(cty.String)},
		"object":          {types.ObjectValueMust(object.AttrTypes, map[string]attr.Value{"arn": types.StringUnknown()}), ctyObject, cty.ObjectVal(map[string]cty.Value{"arn": cty.UnknownVal(cty.String)})},
		"list of objects": {types.ListValueMust(object, []attr.Value{types.ObjectValueMust(object.AttrTypes, map[string]attr.Value{"arn": types.StringValue("a")})}), cty.List(ctyObject), cty.ListVal([]cty.Value{cty.ObjectVal(map[string]cty.Value{"arn": cty.StringVal("a")})})},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := toCty(tc.in, tc.ty)
			if err != nil || !got.RawEquals(tc.want) {
				t.Errorf("%#v, %v; want %#v", got, err, tc.want)
			}
		})
	}
	if _, err := toCty(types.Int64Value(1), cty.Number); err == nil {
		t.Error("a kind of value that templates do not have is taken")
	}
	if _, err := toCty(types.ObjectValueMust(nil, nil), ctyObject); err == nil {
		t.Error("an object without its attribute is taken")
	}
}

func TestToPath(t *testing.T) {
	tests := map[string]struct {
		in   cty.Path
		want path.Path
	}{
		"nothing":      {nil, path.Empty()},
		"an argument":  {cty.GetAttrPath("keys"), path.Root("keys")},
		"an element":   {cty.GetAttrPath("keys").IndexInt(2), path.Root("keys").AtListIndex(2)},
		"an attribute": {cty.GetAttrPath("trust").GetAttr("saml").IndexInt(0).GetAttr("provider_arn"), path.Root("trust").AtName("saml").AtListIndex(0).AtName("provider_arn")},
		"a key":        {cty.GetAttrPath("tags").IndexString("Owner"), path.Root("tags").AtMapKey("Owner")},
		"of a set":     {cty.GetAttrPath("set").Index(cty.EmptyObjectVal), path.Root("set")},
		"unknown":      {cty.GetAttrPath("set").Index(cty.UnknownVal(cty.String)), path.Root("set")},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := toPath(tc.in); !got.Equal(tc.want) {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

func TestKindOf(t *testing.T) {
	tests := map[string]struct {
		text, want string
	}{
		"no principal":         {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}`, "identity"},
		"sts alone":            {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole","STS:TagSession"],"Principal":"*"}]}`, "trust"},
		"a bucket policy":      {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Principal":"*","Resource":"*"}]}`, "resource"},
		"everything":           {`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Principal":"*","Resource":"*"}]}`, "resource"},
		"no JSON":              {`nonsense`, "identity"},
		"a denial of not them": {`{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sts:*","NotPrincipal":{"AWS":"123456789012"}}]}`, "trust"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := kindOf(tc.text).String(); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}
