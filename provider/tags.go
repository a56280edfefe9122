// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// tags puts the tags of a resource together: the provider's, then the
// template's, then those of arguments, then the resource's own.
func (s *settings) tags(own types.Map, fixed map[string]attr.Value, arguments map[string]types.String) (types.Map, diag.Diagnostics) {
	var diags diag.Diagnostics
	all := map[string]attr.Value{}
	for k, v := range s.defaultTags {
		all[k] = types.StringValue(v)
	}
	maps.Copy(all, fixed)
	for _, key := range slices.Sorted(maps.Keys(arguments)) {
		v := arguments[key]
		if v.IsNull() {
			continue
		}
		if _, twice := own.Elements()[key]; twice {
			diags.AddAttributeError(path.Root("tags").AtMapKey(key), "Two values for one tag",
				fmt.Sprintf("The tag %s comes from an argument of its own; leave it out here, or leave the argument out.", key))
		}
		all[key] = v
	}
	if own.IsUnknown() {
		return types.MapUnknown(types.StringType), diags
	}
	maps.Copy(all, own.Elements())
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if s.ignore.has(k) {
			delete(all, k)
		}
		if strings.HasPrefix(strings.ToLower(k), "aws:") {
			diags.AddAttributeError(path.Root("tags"), "Reserved tag", fmt.Sprintf("The tag %s begins with aws:, which AWS keeps for itself.", k))
		}
	}
	if most := maxTags - 1; len(all) > most {
		diags.AddAttributeError(path.Root("tags"), "Too many tags",
			fmt.Sprintf("It would have %d tags, those of the provider and the template included; AWS allows %d, one of which the provider needs while it makes it. Leave out %d.", len(all), maxTags, len(all)-most))
	}
	return types.MapValueMust(types.StringType, all), diags
}

// tagTexts are planned tags, all of which are known while applying.
func tagTexts(all types.Map) map[string]string {
	out := map[string]string{}
	for k, v := range all.Elements() {
		if s, ok := v.(types.String); ok {
			out[k] = s.ValueString()
		}
	}
	return out
}

// found are the tags in AWS that are not to be ignored.
func (i ignoredTags) found(tags map[string]string) map[string]string {
	out := map[string]string{}
	for k, v := range tags {
		if !i.has(k) {
			out[k] = v
		}
	}
	return out
}

// ignoredTags are tags that others set.
type ignoredTags struct {
	keys, prefixes []string
}

func (i ignoredTags) has(key string) bool {
	return slices.Contains(i.keys, key) || slices.ContainsFunc(i.prefixes, func(p string) bool { return strings.HasPrefix(key, p) })
}
