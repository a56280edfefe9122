// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"maps"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// attributes are the types of a resource's attributes and blocks.
//
// The framework's access by path walks the whole of a value for each
// attribute. Resources here have many and large ones, so that they are taken
// apart and put together once.
type attributes map[string]attr.Type

// attributesOf are those of a schema.
func attributesOf(schema interface{ Type() attr.Type }) attributes {
	if ty, ok := schema.Type().(attr.TypeWithAttributeTypes); ok {
		return ty.AttributeTypes()
	}
	return attributes{}
}

// get reads a configuration, plan or state into pointers by attribute.
func (a attributes) get(ctx context.Context, raw tftypes.Value, fields map[string]any) (diags diag.Diagnostics) {
	attrs := map[string]tftypes.Value{}
	if err := raw.As(&attrs); err != nil {
		diags.AddError("Unreadable resource", sentence(err.Error()))
		return diags
	}
	for name, field := range fields {
		v, err := a[name].ValueFromTerraform(ctx, attrs[name])
		if err != nil {
			diags.AddAttributeError(path.Root(name), "Unreadable attribute", sentence(err.Error()))
			continue
		}
		if err := setValue(field, v); err != nil {
			diags.AddAttributeError(path.Root(name), "Unreadable attribute", sentence(err.Error()))
		}
	}
	return diags
}

// set returns a plan or state with the values behind pointers in it.
func (a attributes) set(ctx context.Context, raw tftypes.Value, fields map[string]any) (tftypes.Value, diag.Diagnostics) {
	var diags diag.Diagnostics
	attrs := map[string]tftypes.Value{}
	if err := raw.As(&attrs); err != nil {
		diags.AddError("Unreadable resource", sentence(err.Error()))
		return raw, diags
	}
	attrs = maps.Clone(attrs) // it is the value's own
	for name, field := range fields {
		v, ok := valueOf(field)
		if !ok {
			continue
		}
		tv, err := v.ToTerraformValue(ctx)
		if want := a[name].TerraformType(ctx); err == nil && !tv.Type().Equal(want) {
			err = fmt.Errorf("it is %s instead of %s; this is a bug in the provider, please report it", tv.Type(), want)
		}
		if err != nil {
			diags.AddAttributeError(path.Root(name), "Unsuitable attribute", sentence(err.Error()))
			continue
		}
		attrs[name] = tv
	}
	return tftypes.NewValue(raw.Type(), attrs), diags
}

// setValue puts a value behind one of the pointers that fields gives.
func setValue(field any, v attr.Value) error {
	to, from := reflect.ValueOf(field).Elem(), reflect.ValueOf(v)
	if !from.Type().AssignableTo(to.Type()) {
		return fmt.Errorf("it is %T instead of %s; this is a bug in the provider, please report it", v, to.Type())
	}
	to.Set(from)
	return nil
}

// valueOf is the value behind one of the pointers that fields gives.
func valueOf(field any) (attr.Value, bool) {
	v, ok := reflect.ValueOf(field).Elem().Interface().(attr.Value)
	return v, ok
}

// same reports whether two sets of fields have the same values, but for those
// named.
func same(a, b map[string]any, except ...string) bool {
	skip := map[string]bool{}
	for _, name := range except {
		skip[name] = true
	}
	for name := range a {
		x, okX := valueOf(a[name])
		y, okY := valueOf(b[name])
		if !skip[name] && (!okX || !okY || !x.Equal(y)) {
			return false
		}
	}
	return true
}
