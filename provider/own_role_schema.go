// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// ownRoleTypes are the types of hipaa_role's attributes and blocks.
var ownRoleTypes = sync.OnceValue(func() attributes { return attributesOf(ownRoleSchema()) })

// ownComputed are the attributes that follow from others.
var ownComputed = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for name, a := range ownRoleSchema().Attributes {
		out[name] = a.IsComputed() && name != "force_destroy"
	}
	return out
})

// catalogueProfiles are the newest versions of the trust profiles that come with
// the provider, by name, as a template that takes them as they are uses them.
var catalogueProfiles = sync.OnceValue(func() []*template.TrustUse {
	newest := map[string]*template.Profile{}
	for _, full := range slices.Sorted(maps.Keys(template.Catalogue().Profiles)) {
		name, _, _ := strings.Cut(full, "@")
		newest[name] = template.Catalogue().Profiles[full]
	}
	var out []*template.TrustUse
	for _, name := range slices.Sorted(maps.Keys(newest)) {
		out = append(out, &template.TrustUse{Name: name, Profile: newest[name]})
	}
	return out
})

func ownRoleSchema() schema.Schema {
	attrs := commonAttributes(roleTexts{
		session:  "By default what the template says; the template allows at most what it says, and the rule `session-too-long` may allow less.",
		boundary: "ARN of the permissions boundary. The template may require one, here or in the provider's `role_defaults`.",
	})
	attrs["template_name"] = computed("Name of the template.")
	attrs["template"] = schema.StringAttribute{
		Required: true, MarkdownDescription: "Text of the template, as in `file(\"pathology.hcl\")`. It makes a role, may use the blocks and trust profiles that come with the provider and those in its own text, and has a name that none of the provider's templates has. " +
			"`hipaacheck template test` tests it.",
	}
	attrs["parameters"] = schema.DynamicAttribute{
		Optional: true, MarkdownDescription: "The template's parameters, an object. They are brought to the types that the template declares and held to its validations.",
	}
	blocks := map[string]schema.Block{}
	var names []string
	for _, u := range catalogueProfiles() {
		names = append(names, u.Name)
		inner := map[string]schema.Attribute{}
		for _, p := range u.Parameters() {
			// Which are required is the template's to say.
			argument := *p
			if argument.Required() {
				argument.Default = nullOf(p)
				argument.Description += " Required, unless the template has a default for it."
			}
			inner[p.Name] = parameterAttribute(&argument)
		}
		blocks[u.Name] = schema.ListNestedBlock{
			MarkdownDescription: u.Profile.Title + ". " + u.Profile.Purpose + " It serves " + cite(u.Profile.Citations) + ". It may be given more than once.",
			NestedObject:        schema.NestedBlockObject{Attributes: inner},
		}
	}
	return schema.Schema{
		MarkdownDescription: "A role made from a template of one's own, with the same checks and the same life cycle as the provider's own roles. " +
			"The guide on writing templates tells how to write one.\n\nWhat the template accepts (`accepts` blocks) is shown and accepts nothing by itself: " +
			"only the provider's templates may say that a rule need not be kept. A waiver in the provider's `config_file` can.",
		Attributes: attrs,
		Blocks: map[string]schema.Block{"trust": schema.SingleNestedBlock{
			MarkdownDescription: "Who may assume the role and how. At least one of the blocks that the template allows is required; there are `" + strings.Join(names, "`, `") + "`, and in `profiles` those of the template's own.",
			Attributes: map[string]schema.Attribute{
				"profiles": schema.DynamicAttribute{
					Optional: true,
					MarkdownDescription: "Profiles that the template declares itself: an object with an object of arguments for each, or a list of such where it is used more than once, " +
						"as in `{ on_call = { team = \"icu\" } }`. They are brought to the types that the profile declares and held to its validations.",
				},
			},
			Blocks: blocks,
		}},
	}
}
