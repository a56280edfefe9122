// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamrole"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/spread"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Schema derives the resource's schema from its template.
func (r *roleResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	if r.custom {
		resp.Schema = ownRoleSchema()
		return
	}
	resp.Schema = roleSchema(r.template)
}

func roleSchema(t *template.Template) schema.Schema {
	boundary := "ARN of the permissions boundary; one of the class `" + t.Limits.Boundary + "` belongs to this role."
	if t.Limits.BoundaryRequired {
		boundary += " It is required, here or in the provider's `role_defaults`."
	}
	attrs := commonAttributes(roleTexts{
		session: fmt.Sprintf("By default %d; the template allows at most %d, and the rule `session-too-long` may allow less.",
			int64(t.Limits.Session.Seconds()), int64(t.Limits.MaxSession.Seconds())),
		boundary: boundary,
	})
	for _, p := range t.Parameters {
		attrs[p.Name] = parameterAttribute(p)
	}
	return schema.Schema{
		MarkdownDescription: roleDescription(t),
		Attributes:          attrs,
		Blocks:              map[string]schema.Block{"trust": trustBlock(t)},
	}
}

// IdentitySchema describes what identifies a role.
func (r *roleResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"name":       identityschema.StringAttribute{RequiredForImport: true, Description: "Name of the role."},
		"account_id": identityschema.StringAttribute{OptionalForImport: true, Description: "AWS account of the role."},
	}}
}

func roleDescription(t *template.Template) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n\n%s\n\nMade from the template `%s`, version %s", t.Title, t.Purpose, t.Name, t.Version)
	fmt.Fprintf(&b, ", which serves %s.", cite(t.Citations))
	for _, a := range t.Accepts {
		if a == t.Accepts[0] {
			b.WriteString("\n\nRules that the template may break, with its reasons:\n")
		}
		fmt.Fprintf(&b, "\n- `%s`: %s", a.Rule, a.Reason)
	}
	return b.String()
}

// cite writes citations in words.
func cite(list []string) string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = "45 CFR " + c
	}
	return strings.Join(out, ", ")
}

// roleTexts is what the descriptions of common arguments say of a template.
type roleTexts struct {
	session, boundary string
}

// commonAttributes are what all roles have.
func commonAttributes(of roleTexts) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Optional: true, Computed: true, Validators: nameValidators(maxRoleName),
			MarkdownDescription: "Name of the role. Without it a name is made from `name_prefix`. A change makes a new role.",
		},
		"name_prefix": schema.StringAttribute{
			Optional:   true,
			Validators: append(nameValidators(maxNamePrefix), stringvalidator.ConflictsWith(path.MatchRoot("name"))),
			MarkdownDescription: "Beginning of a name that is made up. The rest follows from the prefix, the path and the template, so that the name is known while planning; " +
				"two roles therefore need two prefixes. By default the template's name. A change makes a new role.",
		},
		"path": schema.StringAttribute{
			Optional: true, Computed: true, Validators: pathValidators(),
			MarkdownDescription: "Path of the role. By default the provider's `role_defaults`, else `/`. A change makes a new role.",
		},
		"description": schema.StringAttribute{
			Optional: true, Computed: true, Validators: descriptionValidators(maxDescription),
			MarkdownDescription: "Description of the role. By default the template's title with the justification.",
		},
		"max_session_duration": schema.Int64Attribute{
			Optional: true, Computed: true, Validators: []validator.Int64{int64validator.Between(minSession, maxSession)},
			MarkdownDescription: "Longest session in seconds. " + of.session,
		},
		"permissions_boundary": schema.StringAttribute{Optional: true, Computed: true, Validators: boundaryValidators(), MarkdownDescription: of.boundary},
		"owner": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tagValueValidators(),
			MarkdownDescription: "Who answers for the role; it becomes the tag `Owner`. By default the provider's `role_defaults`.",
		},
		"review_by": schema.StringAttribute{
			Optional: true, Computed: true, Validators: dateValidators(),
			MarkdownDescription: "Day by which the access is reviewed, `YYYY-MM-DD`; it becomes the tag `ReviewBy`. By default the provider's `role_defaults`.",
		},
		"justification": schema.StringAttribute{
			Optional: true, Computed: true, Validators: justificationValidators(),
			MarkdownDescription: "Why the role is needed. It goes into the description unless that is set. By default the provider's `role_defaults`.",
		},
		"tags": schema.MapAttribute{
			Optional: true, ElementType: types.StringType, MarkdownDescription: "Tags of the role, which win over the provider's `default_tags` and the template's.",
			Validators: []validator.Map{
				mapvalidator.SizeAtMost(maxTags), mapvalidator.KeysAre(tagKeyValidators()...), mapvalidator.ValueStringsAre(tagMapValueValidators()...),
			},
		},
		"exclusive": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether the role has no policies but its own: what others attach to it, or write into it, is taken away by the next apply. By default it is shown in `other_policies` and left alone. " +
				"Do not set it where other resources attach policies to the role.",
		},
		"force_destroy": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether the role is deleted even where others have attached policies to it or put it into an instance profile; what they attached is then detached. By default such a role is not deleted.",
		},
		"id":                 computed("Name of the role."),
		"arn":                computed("ARN of the role."),
		"unique_id":          computed("Identifier that AWS gives the role for good, `AROA…`."),
		"tags_all":           schema.MapAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "All tags: the provider's, the template's, and the role's own."},
		"citations":          schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR that the role serves."},
		"template":           computed("Name of the template."),
		"template_version":   computed("Version of the template. It changes with the provider; the plan then shows what changes in the role."),
		"assume_role_policy": computed("The trust policy, as JSON."),
		"assume_role_statements": schema.ListNestedAttribute{
			Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: statementAttributes(true)},
			MarkdownDescription: "The trust policy by statement. What depends on nothing unknown is known while planning.",
		},
		"policies": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "The role's own documents. They are inline policies; those that have no room there are spread over managed policies, see `managed_policies`. Others may attach more; see `other_policies`.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"name": computed("Name of the document; of the inline policy, where it is one."),
				"json": computed("The whole document, as JSON. It is known once all of it is."),
				"statements": schema.ListNestedAttribute{
					Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: statementAttributes(false)},
					MarkdownDescription: "The document by statement. What depends on nothing unknown is known while planning.",
				},
			}},
		},
		"managed_policies": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "ARNs of the managed policies over which the role's own documents are spread where they are longer than inline policies may be; mostly there are none. " +
				"They have the role's path and tags, names that follow from the role's, and the tag `" + iamrole.PartTag + "`, and are changed and deleted with the role. " +
				"AWS allows a role " + strconv.Itoa(spread.MaxAttached) + " attached policies, and on request " + strconv.Itoa(spread.MostAttached) + ".",
		},
		"other_policies": schema.ListAttribute{
			Computed: true, ElementType: types.StringType,
			MarkdownDescription: "Policies of the role that this resource does not manage: ARNs of those attached, names of inline ones. Empty with `exclusive`.",
		},
		"accepts": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "Rules that the template may break with these arguments, and why.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"rule": computed("Name of the rule."), "reason": computed("The template's reason."),
			}},
		},
		"findings": findingsAttribute("the role", ", unless a waiver holds them or the template accepts them"),
	}
}

// findingsAttribute are the rules that a resource breaks.
func findingsAttribute(what, unless string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "Rules that " + what + " breaks. Those that block are errors in the plan and never get here" + unless + ".",
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"rule":      computed("Name of the rule, see `hipaacheck explain`."),
			"severity":  computed("`critical`, `high`, `medium` or `low`."),
			"message":   computed("What is wrong."),
			"citations": schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: "Sections of 45 CFR."},
			"accepted":  computed("Why it is accepted: the template's reason or the waiver's. Null where it is not."),
		}},
	}
}

func tagKeyValidators() []validator.String {
	return []validator.String{
		stringvalidator.LengthBetween(1, maxTagKey),
		stringvalidator.RegexMatches(tagKeyRE, "AWS allows letters, digits, spaces and _.:/=+-@ in tags"),
		stringvalidator.NoneOfCaseInsensitive(iamrole.MarkerTag),
	}
}

func tagMapValueValidators() []validator.String {
	return []validator.String{
		stringvalidator.LengthAtMost(maxTagValue),
		stringvalidator.RegexMatches(tagValueRE, "AWS allows letters, digits, spaces and _.:/=+-@ in tags"),
	}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

// statementAttributes have the vocabulary of the AWS provider's
// aws_iam_policy_document.
func statementAttributes(trust bool) map[string]schema.Attribute {
	list := func(description string) schema.ListAttribute {
		return schema.ListAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	attrs := map[string]schema.Attribute{
		"sid":         computed("Identifier of the statement."),
		"description": computed("What the statement is for."),
		"citations":   list("Sections of 45 CFR that the statement serves."),
		"effect":      computed("`Allow` or `Deny`."),
		"actions":     list("Actions."),
		"conditions": schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "Conditions, all of which must hold.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"test": computed("Operator."), "variable": computed("Condition key."), "values": list("Values, one of which must match."),
			}},
		},
	}
	if trust {
		attrs["principals"] = schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: "Who may assume the role.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"type": computed("`AWS`, `Service` or `Federated`."), "identifiers": list("ARNs or names."),
			}},
		}
		return attrs
	}
	attrs["not_actions"] = list("All actions but these.")
	attrs["resources"] = list("Resources.")
	attrs["not_resources"] = list("All resources but these.")
	return attrs
}

// parameterAttribute is a template's parameter as an argument.
func parameterAttribute(p *template.Parameter) schema.Attribute {
	required, description := p.Required(), parameterDescription(p)
	switch {
	case p.Nesting == template.NestingList:
		return schema.ListNestedAttribute{
			Required: required, Optional: !required, MarkdownDescription: description,
			NestedObject: schema.NestedAttributeObject{Attributes: parameterAttributes(p.Attributes)},
		}
	case p.Nesting == template.NestingSingle:
		return schema.SingleNestedAttribute{
			Required: required, Optional: !required, MarkdownDescription: description, Attributes: parameterAttributes(p.Attributes),
		}
	case p.Type.IsListType():
		return schema.ListAttribute{Required: required, Optional: !required, MarkdownDescription: description, ElementType: elementType(p.Type)}
	case p.Type.IsSetType():
		return schema.SetAttribute{Required: required, Optional: !required, MarkdownDescription: description, ElementType: elementType(p.Type)}
	case p.Type.IsMapType():
		return schema.MapAttribute{Required: required, Optional: !required, MarkdownDescription: description, ElementType: elementType(p.Type)}
	case isNumber(p.Type):
		return schema.NumberAttribute{Required: required, Optional: !required, MarkdownDescription: description}
	case isBool(p.Type):
		return schema.BoolAttribute{Required: required, Optional: !required, MarkdownDescription: description}
	}
	return schema.StringAttribute{Required: required, Optional: !required, MarkdownDescription: description}
}

func parameterAttributes(list []*template.Parameter) map[string]schema.Attribute {
	out := make(map[string]schema.Attribute, len(list))
	for _, p := range list {
		out[p.Name] = parameterAttribute(p)
	}
	return out
}

// parameterDescription adds the default, unless that is nothing at all.
func parameterDescription(p *template.Parameter) string {
	if p.Required() || p.Default.IsNull() {
		return p.Description
	}
	text := hclText(p.Default)
	if text == `""` || text == "[]" || text == "{}" {
		return p.Description
	}
	return p.Description + " By default `" + text + "`."
}

// trustBlock has one nested block for each profile that the template allows.
func trustBlock(t *template.Template) schema.Block {
	blocks := map[string]schema.Block{}
	for _, u := range t.Trust {
		blocks[u.Name] = schema.ListNestedBlock{
			MarkdownDescription: u.Profile.Title + ". " + u.Profile.Purpose + " It serves " + cite(u.Profile.Citations) + ". It may be given more than once.",
			NestedObject:        schema.NestedBlockObject{Attributes: parameterAttributes(u.Parameters())},
		}
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: "Who may assume the role and how. At least one of the blocks is required: `" + strings.Join(t.ProfileNames(), "`, `") + "`.",
		Blocks:              blocks,
	}
}
