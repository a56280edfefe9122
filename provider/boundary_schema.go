// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// classSuffix ends the name of a boundary class's template.
const classSuffix = "_boundary"

// className is a boundary class as roles' templates name it, "phi-workforce".
func className(t *template.Template) string {
	return strings.ReplaceAll(strings.TrimSuffix(t.Name, classSuffix), "_", "-")
}

// boundaryClass returns the newest template of a class, or nil.
func boundaryClass(class string) *template.Template {
	for _, t := range boundaryClasses() {
		if className(t) == class {
			return t
		}
	}
	return nil
}

// boundaryClasses are the newest templates of all classes, by name.
var boundaryClasses = sync.OnceValue(func() []*template.Template {
	return slices.DeleteFunc(template.Catalogue().Latest(), func(t *template.Template) bool { return t.Kind != template.KindBoundary })
})

// boundaryParameters are the parameters of all classes by name. Those of one
// name have one type, which a test holds.
var boundaryParameters = sync.OnceValue(func() map[string]*template.Parameter {
	out := map[string]*template.Parameter{}
	for _, t := range boundaryClasses() {
		for _, p := range t.Parameters {
			out[p.Name] = p
		}
	}
	return out
})

// boundaryTypes are the types of the resource's attributes.
var boundaryTypes = sync.OnceValue(func() attributes { return attributesOf(boundarySchema()) })

// Schema derives the arguments from the classes.
func (r *boundaryResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = boundarySchema()
}

// IdentitySchema describes what identifies a policy.
func (r *boundaryResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"arn": identityschema.StringAttribute{RequiredForImport: true, Description: "ARN of the policy."},
	}}
}

func boundarySchema() schema.Schema {
	attrs := map[string]schema.Attribute{
		"class": schema.StringAttribute{
			Required: true, Validators: []validator.String{stringvalidator.OneOf(classNames()...)},
			MarkdownDescription: "Class of the boundary: `" + strings.Join(classNames(), "`, `") + "`. Each role's page names the class that belongs to it.",
		},
		"name": schema.StringAttribute{
			Optional: true, Computed: true, Validators: nameValidators(maxPolicyName),
			MarkdownDescription: "Name of the policy. Without it a name is made from `name_prefix`. A change makes a new policy.",
		},
		"name_prefix": schema.StringAttribute{
			Optional:   true,
			Validators: append(nameValidators(maxPolicyName-suffixLength), stringvalidator.ConflictsWith(path.MatchRoot("name"))),
			MarkdownDescription: "Beginning of a name that is made up. The rest follows from the prefix, the path and the class, so that the name is known while planning. " +
				"By default the class. A change makes a new policy.",
		},
		"path": schema.StringAttribute{
			Optional: true, Computed: true, Validators: pathValidators(), MarkdownDescription: "Path of the policy. By default `/`. A change makes a new policy.",
		},
		"description": schema.StringAttribute{
			Optional: true, Computed: true, Validators: descriptionValidators(maxDescription),
			MarkdownDescription: "Description of the policy. By default the title of the class. AWS cannot change it: a change makes a new policy.",
		},
		"tags": schema.MapAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: "Tags of the policy, which win over the provider's `default_tags` and the class's.",
			Validators: []validator.Map{
				mapvalidator.SizeAtMost(maxTags), mapvalidator.KeysAre(tagKeyValidators()...), mapvalidator.ValueStringsAre(tagMapValueValidators()...),
			},
		},
		"id":               computed("ARN of the policy."),
		"arn":              computed("ARN of the policy, for `permissions_boundary` of roles and users."),
		"policy_id":        computed("Identifier that AWS gives the policy for good, `ANPA…`."),
		"tags_all":         schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags: the provider's, the class's, and the policy's own."},
		"citations":        schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that the boundary serves."},
		"template_version": computed("Version of the class. It changes with the provider; the plan then shows what changes in the document."),
		"policy":           computed("The document, as JSON. It is known once all of it is."),
		"statements": schema.ListNestedAttribute{
			Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: statementAttributes(false)},
			MarkdownDescription: "The document by statement. What depends on nothing unknown is known while planning.",
		},
		"findings": findingsAttribute("the boundary", ", unless a waiver holds them"),
	}
	for name, p := range boundaryParameters() {
		attrs[name] = boundaryParameterAttribute(p)
	}
	return schema.Schema{MarkdownDescription: boundaryDescription(), Attributes: attrs}
}

func classNames() []string {
	var out []string
	for _, t := range boundaryClasses() {
		out = append(out, className(t))
	}
	return out
}

func boundaryDescription() string {
	var b strings.Builder
	b.WriteString("A permissions boundary: a managed policy that says what the roles which carry it may do at most, whatever is attached to them. " +
		"It grants nothing by itself. Another document becomes a new version of the policy, so that the ARN stays; AWS keeps five versions, and the oldest goes when there is no room.\n\n" +
		"A policy of the same name that somebody else has made is never touched. A policy that is in use is not deleted.\n\nThe classes:\n")
	for _, t := range boundaryClasses() {
		var names []string
		for _, p := range t.Parameters {
			names = append(names, "`"+p.Name+"`")
		}
		fmt.Fprintf(&b, "\n- `%s` (version %s): %s", className(t), t.Version, t.Purpose)
		if len(names) > 0 {
			fmt.Fprintf(&b, " It takes %s.", strings.Join(names, ", "))
		}
	}
	return b.String()
}

// boundaryParameterAttribute is an argument that some classes take. Where they
// say different things about it, the description says both.
func boundaryParameterAttribute(p *template.Parameter) schema.Attribute {
	var texts []string
	takers := map[string][]string{}
	for _, t := range boundaryClasses() {
		of := t.Parameter(p.Name)
		if of == nil {
			continue
		}
		text := parameterDescription(of)
		if of.Required() {
			text += " It is required."
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		takers[text] = append(takers[text], "`"+className(t)+"`")
	}
	for i, text := range texts {
		texts[i] = text + " For " + strings.Join(takers[text], ", ") + "."
	}
	argument := *p
	// Which class asks for it is only known with the class.
	argument.Default, argument.Description = nullOf(p), strings.Join(texts, " ")
	return parameterAttribute(&argument)
}
