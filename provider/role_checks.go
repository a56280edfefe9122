// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// check is what a schema demands of one attribute or block beside its type.
type check struct {
	name               string
	required, readOnly bool
	ty                 attr.Type
	// strings, integers and maps are the validators, one kind of which an attribute has.
	strings  []validator.String
	integers []validator.Int64
	maps     []validator.Map
}

// checks are those of a whole schema; ok is false where it has what this file
// does not know, and then the framework has to look.
type checks struct {
	schema schema.Schema
	list   []check
	ok     bool
}

// checksOf are made once for each schema.
func checksOf(s schema.Schema) *checks {
	out := &checks{schema: s, ok: s.DeprecationMessage == ""}
	for name, a := range s.Attributes {
		c := check{name: name, required: a.IsRequired(), readOnly: a.IsComputed() && !a.IsOptional(), ty: a.GetType()}
		known := a.GetDeprecationMessage() == "" && !a.IsWriteOnly()
		switch a := a.(type) {
		case schema.StringAttribute:
			c.strings = a.Validators
		case schema.Int64Attribute:
			c.integers = a.Validators
		case schema.MapAttribute:
			c.maps = a.Validators
		default:
			known = known && bare(a)
		}
		out.ok = out.ok && known
		if c.required || c.readOnly || len(c.strings)+len(c.integers)+len(c.maps) > 0 {
			out.list = append(out.list, c)
		}
	}
	for name, b := range s.Blocks {
		// A block that is missing is for the framework, whatever it says of it.
		out.list = append(out.list, check{name: name, required: true})
		out.ok = out.ok && bareBlock(b)
	}
	return out
}

// bare reports whether an attribute has no validators, nor any in it. What is
// required in it is so by the template, and rendering refuses what is missing.
func bare(a schema.Attribute) bool {
	if a.GetDeprecationMessage() != "" || a.IsWriteOnly() {
		return false
	}
	switch a := a.(type) {
	case schema.StringAttribute:
		return len(a.Validators) == 0
	case schema.BoolAttribute:
		return len(a.Validators) == 0
	case schema.NumberAttribute:
		return len(a.Validators) == 0
	case schema.ListAttribute:
		return len(a.Validators) == 0
	case schema.SetAttribute:
		return len(a.Validators) == 0
	case schema.MapAttribute:
		return len(a.Validators) == 0
	case schema.DynamicAttribute:
		return len(a.Validators) == 0
	case schema.SingleNestedAttribute:
		return len(a.Validators) == 0 && allBare(a.Attributes)
	case schema.ListNestedAttribute:
		return len(a.Validators)+len(a.NestedObject.Validators) == 0 && allBare(a.NestedObject.Attributes)
	}
	return false
}

func allBare(attrs map[string]schema.Attribute) bool {
	for _, a := range attrs {
		if !bare(a) {
			return false
		}
	}
	return true
}

func bareBlock(b schema.Block) bool {
	if b.GetDeprecationMessage() != "" {
		return false
	}
	switch b := b.(type) {
	case schema.SingleNestedBlock:
		for _, inner := range b.Blocks {
			if !bareBlock(inner) {
				return false
			}
		}
		return len(b.Validators) == 0 && allBare(b.Attributes)
	case schema.ListNestedBlock:
		return len(b.Validators)+len(b.NestedObject.Validators)+len(b.NestedObject.Blocks) == 0 && allBare(b.NestedObject.Attributes)
	}
	return false
}

// pass reports whether the framework would find nothing to say of a
// configuration. Where it is false the framework has to be asked: it says what.
func (c *checks) pass(ctx context.Context, config tftypes.Value) bool {
	attrs := map[string]tftypes.Value{}
	if err := config.As(&attrs); err != nil || !c.ok {
		return false
	}
	whole := tfsdk.Config{Raw: config, Schema: c.schema}
	for i := range c.list {
		one := &c.list[i]
		v := attrs[one.name]
		switch {
		case v.IsNull() && one.required, !v.IsNull() && one.readOnly:
			return false
		case v.IsNull() || !v.IsKnown():
			// Validators have nothing to say of what is not there or not known yet.
			continue
		}
		if !one.validators(ctx, whole, path.Root(one.name), v) {
			return false
		}
	}
	return true
}

// validators runs those of one attribute.
func (c *check) validators(ctx context.Context, config tfsdk.Config, at path.Path, value tftypes.Value) bool {
	if len(c.strings)+len(c.integers)+len(c.maps) == 0 {
		return true
	}
	v, err := c.ty.ValueFromTerraform(ctx, value)
	if err != nil {
		return false
	}
	switch v := v.(type) {
	case types.String:
		req := validator.StringRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: v}
		return silent(c.strings, func(one validator.String) diag.Diagnostics {
			var resp validator.StringResponse
			one.ValidateString(ctx, req, &resp)
			return resp.Diagnostics
		})
	case types.Int64:
		req := validator.Int64Request{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: v}
		return silent(c.integers, func(one validator.Int64) diag.Diagnostics {
			var resp validator.Int64Response
			one.ValidateInt64(ctx, req, &resp)
			return resp.Diagnostics
		})
	case types.Map:
		req := validator.MapRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: v}
		return silent(c.maps, func(one validator.Map) diag.Diagnostics {
			var resp validator.MapResponse
			one.ValidateMap(ctx, req, &resp)
			return resp.Diagnostics
		})
	default:
		return false
	}
}

// silent reports whether none of the validators has anything to say.
func silent[V any](list []V, ask func(V) diag.Diagnostics) bool {
	return !slices.ContainsFunc(list, func(one V) bool { return len(ask(one)) > 0 })
}

// checks are those of the resource's schema.
func (r *roleResource) checks() *checks {
	if r.custom {
		return ownRoleChecks()
	}
	if known, ok := checksOfRoles.Load(r.template); ok {
		if c, ok := known.(*checks); ok {
			return c
		}
	}
	c := checksOf(roleSchema(r.template))
	checksOfRoles.Store(r.template, c)
	return c
}

var (
	checksOfRoles sync.Map
	ownRoleChecks = sync.OnceValue(func() *checks { return checksOf(ownRoleSchema()) })
)
