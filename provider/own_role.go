// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
	"github.com/zclconf/go-cty/cty"
)

// ownRoleType is the Terraform type of roles made from a template of one's own.
const ownRoleType = typeName + "_role"

func newOwnRoleResource() resource.Resource { return makeOwnRole() }

func makeOwnRole() *roleResource {
	return &roleResource{custom: true, template: &template.Template{}, types: ownRoleTypes()}
}

// of returns the resource with the template of a configuration; known is false
// as long as its text is not, or which of its own profiles are used. Mistakes in the text are on the argument, with
// their own positions.
func (r *roleResource) of(ctx context.Context, raw tftypes.Value, diags *diag.Diagnostics) (_ *roleResource, known bool) {
	if !r.custom {
		return r, true
	}
	text, ok := r.source(ctx, raw, diags)
	if !ok {
		return r, false
	}
	t, mistakes := template.Own(text)
	at := path.Root("template")
	for _, d := range mistakes {
		detail := d.Detail
		if d.Subject != nil {
			detail = d.Subject.String() + ": " + detail
		}
		if d.Severity == 1 {
			diags.AddAttributeError(at, "Unusable template: "+d.Summary, detail)
		} else {
			diags.AddAttributeWarning(at, d.Summary, detail)
		}
	}
	if t == nil || diags.HasError() {
		return r, false
	}
	if !r.profilesKnown(ctx, raw) {
		return r, false
	}
	out := *r
	out.template = t
	return &out, true
}

// source is the text of the template; ok is false where there is none, or none
// that is known.
func (r *roleResource) source(ctx context.Context, raw tftypes.Value, diags *diag.Diagnostics) (text string, ok bool) {
	var v types.String
	diags.Append(r.types.get(ctx, raw, map[string]any{"template": &v})...)
	return v.ValueString(), !v.IsNull() && !v.IsUnknown()
}

// recordedTemplate returns the resource with the template of a state. A role
// that is being imported has none yet, and one whose text this version does not
// read any more is kept all the same.
func (r *roleResource) recordedTemplate(ctx context.Context, raw tftypes.Value) *roleResource {
	var ignored diag.Diagnostics
	if now, ok := r.of(ctx, raw, &ignored); ok {
		return now
	}
	return r
}

// earlier are the arguments of a state, as far as they can be read.
func (r *roleResource) earlier(ctx context.Context, raw tftypes.Value) template.Arguments {
	args, _ := r.recordedTemplate(ctx, raw).arguments(ctx, raw)
	return args
}

// ownArguments are the arguments in parameters, and the trust blocks. All that
// is given is passed on, so that the renderer refuses what the template does not
// have.
func (r *roleResource) ownArguments(read func(string) attr.Value, diags *diag.Diagnostics) template.Arguments {
	args := template.Arguments{}
	if v, ok := read("parameters").(types.Dynamic); ok {
		switch {
		case v.IsUnknown() || v.IsUnderlyingValueUnknown():
			// Not even which are given is known.
			args.Parameters = values{}
			for _, p := range r.template.Parameters {
				args.Parameters[p.Name] = cty.UnknownVal(p.Type)
			}
		default:
			given, err := objectOf(v)
			if err != nil {
				diags.AddAttributeError(path.Root("parameters"), "Unsuitable parameters", sentence(err.Error()))
			}
			args.Parameters = given
		}
	}
	trust, _ := read("trust").(types.Object)
	for _, profile := range catalogueProfiles() {
		list, _ := trust.Attributes()[profile.Name].(types.List)
		for i, e := range list.Elements() {
			o, _ := e.(types.Object)
			given := values{}
			for name, v := range o.Attributes() {
				p := profile.Parameter(name)
				if v.IsNull() || p == nil {
					continue
				}
				c, err := toCty(v, p.Type)
				if err != nil {
					diags.AddAttributeError(trustPath.AtName(profile.Name).AtListIndex(i).AtName(name), "Unsuitable value", sentence(err.Error()))
					continue
				}
				given[name] = c
			}
			args.Trust = append(args.Trust, template.TrustArgument{Profile: profile.Name, Parameters: given})
		}
	}
	if own, ok := trust.Attributes()["profiles"].(types.Dynamic); ok {
		list, err := trustOf(own)
		if err != nil {
			diags.AddAttributeError(ownProfilesPath, "Unsuitable profiles", sentence(err.Error()))
		}
		for _, a := range list {
			if r.template.TrustUse(a.Profile) != nil && !r.declares(a.Profile) {
				diags.AddAttributeError(ownProfilesPath, "Unsuitable profiles", fmt.Sprintf("%s comes with the provider: write it as a block, %s { … }, in trust.", a.Profile, a.Profile))
				continue
			}
			args.Trust = append(args.Trust, a)
		}
	}
	return args
}

// ownProfilesPath is where the arguments of a template's own profiles stand.
var ownProfilesPath = trustPath.AtName("profiles")

// declares reports whether the template declares the profile itself.
func (r *roleResource) declares(profile string) bool {
	use := r.template.TrustUse(profile)
	return use != nil && template.Catalogue().Profiles[use.Profile.Name] != use.Profile
}

// trustAt is where the arguments of a profile stand.
func (r *roleResource) trustAt(profile string, index int) path.Path {
	blocks := r.template.TrustUse(profile) != nil
	if r.custom {
		blocks = slices.ContainsFunc(catalogueProfiles(), func(u *template.TrustUse) bool { return u.Name == profile })
	}
	if r.declares(profile) || !blocks {
		return ownProfilesPath
	}
	return trustPath.AtName(profile).AtListIndex(index)
}

// profilesKnown reports whether it is known which of the template's own profiles
// a configuration uses, and how often. Their arguments need not be known.
func (r *roleResource) profilesKnown(ctx context.Context, raw tftypes.Value) bool {
	var trust types.Object
	if diags := r.types.get(ctx, raw, map[string]any{"trust": &trust}); diags.HasError() {
		return true
	}
	own, ok := trust.Attributes()["profiles"].(types.Dynamic)
	if !ok {
		return true
	}
	if own.IsUnknown() || own.IsUnderlyingValueUnknown() {
		return false
	}
	given, err := objectOf(own)
	if err != nil {
		return true // and an error when it is read
	}
	for _, v := range given {
		if !v.IsKnown() {
			return false
		}
		if ty := v.Type(); ty.IsTupleType() || ty.IsListType() {
			for _, e := range v.AsValueSlice() {
				if !e.IsKnown() {
					return false
				}
			}
		}
	}
	return true
}

// where is where an argument of the template stands in the resource, and where
// a template of one's own declares it.
func (r *roleResource) where(p cty.Path) (at path.Path, declared string) {
	at = toPath(p)
	first, ok := firstName(p)
	if !r.custom || !ok {
		return at, ""
	}
	if first == "trust" {
		if len(p) > 1 {
			if profile, ok := p[1].(cty.GetAttrStep); ok && r.trustAt(profile.Name, 0).Equal(ownProfilesPath) {
				return ownProfilesPath, ""
			}
		}
		return at, ""
	}
	// Terraform finds the line of a parameter, and none of what is inside it.
	return path.Root("parameters").AtMapKey(first), r.template.Declared(first)
}

func firstName(p cty.Path) (string, bool) {
	if len(p) == 0 {
		return "", false
	}
	s, ok := p[0].(cty.GetAttrStep)
	return s.Name, ok
}

// input is where a parameter stands.
func (r *roleResource) input(name string) path.Path {
	if r.custom {
		return path.Root("parameters").AtMapKey(name)
	}
	return path.Root(name)
}

// planUnknown plans a role whose template is not known until apply.
func (r *roleResource) planUnknown(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) *roleModel {
	var config, plan roleModel
	resp.Diagnostics.Append(r.get(ctx, req.Config.Raw, &config)...)
	resp.Diagnostics.Append(r.get(ctx, req.Plan.Raw, &plan)...)
	if resp.Diagnostics.HasError() {
		return nil
	}
	for name, field := range r.fields(&plan) {
		given, _ := valueOf(r.fields(&config)[name])
		if given != nil && !given.IsNull() || !ownComputed()[name] {
			continue
		}
		v, err := r.types[name].ValueFromTerraform(ctx, tftypes.NewValue(r.types[name].TerraformType(ctx), tftypes.UnknownValue))
		if err == nil {
			err = setValue(field, v)
		}
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root(name), "Unsuitable attribute", sentence(err.Error()))
		}
	}
	return &plan
}
