// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import "strings"

// on is a reference to what a policy bears on.
func on(path, key string, types ...string) []Reference {
	return []Reference{{Path: path, Types: types, Key: key}}
}

// self is a policy that bears on the resource that holds it.
var self = []Reference{{}}

// managed is a reference to an IAM managed policy by its ARN.
var managed = Reference{Types: []string{"aws_iam_policy", "awscc_iam_managed_policy", ownBoundary}, Key: "arn"}

// The ways to name a principal, whichever provider manages it.
var (
	roles  = []string{"aws_iam_role", "awscc_iam_role", ownRole}
	users  = []string{"aws_iam_user", "awscc_iam_user"}
	groups = []string{"aws_iam_group", "awscc_iam_group"}
)

var iamRows = []Bearer{
	{Type: "aws_iam_role", Path: "assume_role_policy", Kind: Trust, On: self},
	{Type: "aws_iam_role", Path: "inline_policy[].policy", Kind: Identity, On: self, Name: "inline_policy[].name", Computed: true, Exclusive: true,
		Elsewhere: []string{"aws_iam_role_policy", "aws_iam_role_policies_exclusive"},
		Note:      "one block without a policy says that there are none"},
	{Type: "aws_iam_role", Path: "managed_policy_arns[]", Role: Attachment, Kind: Identity, On: self, Policy: managed, Computed: true, Exclusive: true,
		Elsewhere: []string{"aws_iam_role_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role_policy_attachments_exclusive"}},
	{Type: "aws_iam_role", Path: "permissions_boundary", Role: Limit, Kind: Boundary, On: self, Policy: managed},
	{Type: "aws_iam_user", Path: "permissions_boundary", Role: Limit, Kind: Boundary, On: self, Policy: managed},
	{Type: "aws_iam_policy", Path: "policy", Kind: Identity, Note: "bears on whoever it is attached to; as a boundary it limits"},

	{Type: "aws_iam_role_policy", Path: "policy", Kind: Identity, On: on("role", "name", roles...), Name: "name"},
	{Type: "aws_iam_user_policy", Path: "policy", Kind: Identity, On: on("user", "name", users...), Name: "name"},
	{Type: "aws_iam_group_policy", Path: "policy", Kind: Identity, On: on("group", "name", groups...), Name: "name"},

	{Type: "aws_iam_role_policy_attachment", Path: "policy_arn", Role: Attachment, Kind: Identity, On: on("role", "name", roles...), Policy: managed},
	{Type: "aws_iam_user_policy_attachment", Path: "policy_arn", Role: Attachment, Kind: Identity, On: on("user", "name", users...), Policy: managed},
	{Type: "aws_iam_group_policy_attachment", Path: "policy_arn", Role: Attachment, Kind: Identity, On: on("group", "name", groups...), Policy: managed},
	{Type: "aws_iam_policy_attachment", Path: "policy_arn", Role: Attachment, Kind: Identity, Policy: managed,
		On:   append(append(on("roles[]", "name", roles...), on("users[]", "name", users...)...), on("groups[]", "name", groups...)...),
		Note: "exclusive the other way round: the policy is detached from everybody else in the account"},

	{Type: "aws_iam_role_policy_attachments_exclusive", Path: "policy_arns[]", Role: Attachment, Kind: Identity, On: on("role_name", "name", roles...), Policy: managed, Exclusive: true},
	{Type: "aws_iam_user_policy_attachments_exclusive", Path: "policy_arns[]", Role: Attachment, Kind: Identity, On: on("user_name", "name", users...), Policy: managed, Exclusive: true},
	{Type: "aws_iam_group_policy_attachments_exclusive", Path: "policy_arns[]", Role: Attachment, Kind: Identity, On: on("group_name", "name", groups...), Policy: managed, Exclusive: true},
	{Type: "aws_iam_role_policies_exclusive", Path: "policy_names[]", Role: Names, Kind: Identity, On: on("role_name", "name", roles...), Exclusive: true},
	{Type: "aws_iam_user_policies_exclusive", Path: "policy_names[]", Role: Names, Kind: Identity, On: on("user_name", "name", users...), Exclusive: true},
	{Type: "aws_iam_group_policies_exclusive", Path: "policy_names[]", Role: Names, Kind: Identity, On: on("group_name", "name", groups...), Exclusive: true},

	{Type: "aws_budgets_budget_action", Path: "definition[].iam_action_definition[].policy_arn", Role: Attachment, Kind: Identity, Policy: managed,
		On: append(append(on("definition[].iam_action_definition[].roles[]", "name", roles...),
			on("definition[].iam_action_definition[].users[]", "name", users...)...),
			on("definition[].iam_action_definition[].groups[]", "name", groups...)...),
		Note: "attached when the budget's threshold is passed, and not before"},
}

// permissionSet names an Identity Center permission set.
var permissionSet = on("permission_set_arn", "arn", "aws_ssoadmin_permission_set", "awscc_sso_permission_set")

// named is a reference to a customer managed policy by its name, in each account
// to which the permission set is assigned.
var named = Reference{Types: []string{"aws_iam_policy", "awscc_iam_managed_policy"}, Key: "name"}

var centerRows = []Bearer{
	{Type: "aws_ssoadmin_permission_set_inline_policy", Path: "inline_policy", Kind: Identity, On: permissionSet},
	{Type: "aws_ssoadmin_managed_policy_attachment", Path: "managed_policy_arn", Role: Attachment, Kind: Identity, On: permissionSet, Policy: managed,
		Note: "AWS managed policies only"},
	{Type: "aws_ssoadmin_customer_managed_policy_attachment", Path: "customer_managed_policy_reference[].name", Role: Attachment, Kind: Identity, On: permissionSet, Policy: named,
		Note: "the policy of this name and of customer_managed_policy_reference[].path in each account that the permission set is assigned to"},
	{Type: "aws_ssoadmin_permissions_boundary_attachment", Path: "permissions_boundary[].managed_policy_arn", Role: Limit, Kind: Boundary, On: permissionSet, Policy: managed},
	{Type: "aws_ssoadmin_permissions_boundary_attachment", Path: "permissions_boundary[].customer_managed_policy_reference[].name", Role: Limit, Kind: Boundary, On: permissionSet, Policy: named},
	{Type: "aws_ssoadmin_account_assignment", Path: "permission_set_arn", Role: Assignment, Kind: Identity, Policy: Reference{Types: permissionSet[0].Types, Key: "arn"},
		On: on("target_id", "id", "aws_organizations_account"), Note: "principal_type and principal_id say who gets it"},
}

// organizationPolicy is what the type of an Organizations policy means. Source:
// AWS Organizations, CreatePolicy, Type.
var organizationPolicy = &Choice{
	Attribute: "type", Default: "SERVICE_CONTROL_POLICY",
	Kinds: map[string]Kind{"SERVICE_CONTROL_POLICY": SCP, "RESOURCE_CONTROL_POLICY": RCP},
}

// targets are what Organizations policies are attached to; a root too, which no
// resource makes.
var targets = []string{"aws_organizations_account", "aws_organizations_organizational_unit", "aws_organizations_organization"}

var organizationRows = []Bearer{
	{Type: "aws_organizations_policy", Path: "content", Kind: SCP, Choice: organizationPolicy},
	{Type: "aws_organizations_policy_attachment", Path: "policy_id", Role: Attachment, Kind: SCP, On: on("target_id", "id", targets...),
		Policy: Reference{Types: []string{"aws_organizations_policy", "awscc_organizations_policy"}, Key: "id"}, Note: "the policy's own type says whether it is an SCP or an RCP"},
	{Type: "aws_organizations_resource_policy", Path: "content", Kind: Resource, On: self, Note: "delegates the organisation's administration to other accounts"},
	{Type: "aws_budgets_budget_action", Path: "definition[].scp_action_definition[].policy_id", Role: Attachment, Kind: SCP, On: on("definition[].scp_action_definition[].target_ids[]", "id", targets...),
		Policy: Reference{Types: []string{"aws_organizations_policy", "awscc_organizations_policy"}, Key: "id"}, Note: "attached when the budget's threshold is passed, and not before"},
}

// limitRows are session policies, and references to policies that limit sessions.
var limitRows = []Bearer{
	{Type: "aws_rolesanywhere_profile", Path: "session_policy", Kind: Session, On: on("role_arns[]", "arn", roles...)},
	{Type: "aws_rolesanywhere_profile", Path: "managed_policy_arns[]", Role: Limit, Kind: Session, On: on("role_arns[]", "arn", roles...), Policy: managed},
	{Type: "aws_transfer_access", Path: "policy", Kind: Session, On: on("role", "arn", roles...)},
	{Type: "aws_transfer_user", Path: "policy", Kind: Session, On: on("role", "arn", roles...)},
	{Type: "aws_emr_studio_session_mapping", Path: "session_policy_arn", Role: Limit, Kind: Session, On: on("studio_id", "id", "aws_emr_studio"), Policy: managed},
	{Type: "aws_quicksight_iam_policy_assignment", Path: "policy_arn", Role: Limit, Kind: Session, Policy: managed,
		On: append(on("identities[].user[]", "user_name"), on("identities[].group[]", "group_name")...), Note: "limits what QuickSight's users reach through QuickSight's role"},
	{Type: "aws_chatbot_slack_channel_configuration", Path: "guardrail_policy_arns[]", Role: Limit, Kind: Session, On: on("iam_role_arn", "arn", roles...), Policy: managed, Computed: true,
		Note: "where none is given AWS takes AdministratorAccess"},
	{Type: "aws_chatbot_teams_channel_configuration", Path: "guardrail_policy_arns[]", Role: Limit, Kind: Session, On: on("iam_role_arn", "arn", roles...), Policy: managed, Computed: true,
		Note: "where none is given AWS takes AdministratorAccess"},
}

// carrierRows carry resources in other languages.
var carrierRows = []Bearer{
	{Type: "aws_cloudformation_stack", Path: "template_body", Role: Carrier, Kind: Other, Computed: true, Note: "makes IAM resources where capabilities names CAPABILITY_IAM or CAPABILITY_NAMED_IAM; resource policies need neither"},
	{Type: "aws_cloudformation_stack_set", Path: "template_body", Role: Carrier, Kind: Other, Computed: true, Note: "as aws_cloudformation_stack, in every target account"},
	{Type: "aws_cloudcontrolapi_resource", Path: "desired_state", Role: Carrier, Kind: Other, Note: "any resource of AWS; type_name says which, AWS::IAM::Role for one"},
	{Type: "aws_iot_provisioning_template", Path: "template_body", Role: Carrier, Kind: Other, Note: "may hold an AWS IoT policy for the devices"},
	{Type: "aws_iot_ca_certificate", Path: "registration_config[].template_body", Role: Carrier, Kind: Other, Note: "may hold an AWS IoT policy for the devices"},
	{Type: "aws_api_gateway_rest_api", Path: "body", Role: Carrier, Kind: Other, Note: "an OpenAPI document may hold a resource policy as x-amazon-apigateway-policy"},
	{Type: "aws_api_gateway_rest_api_put", Path: "body", Role: Carrier, Kind: Other, Note: "an OpenAPI document may hold a resource policy as x-amazon-apigateway-policy"},
}

// ownRole is the resource type of this project's provider that takes a template
// as text; the built-in templates have types of their own, hipaa_…_role.
const ownRole = "hipaa_role"

// ownBoundary is the resource type of this project's provider that makes a
// managed policy to be a boundary.
const ownBoundary = "hipaa_permissions_boundary"

var ownRows = []Bearer{
	{Type: ownBoundary, Provider: HIPAA, Path: "policy", Kind: Boundary, Computed: true,
		Note: "bears on whoever carries it; policy is not known while any part of it is not, and statements tells what is known"},
}

func isOwnRole(resourceType string) bool {
	return resourceType == ownRole || strings.HasPrefix(resourceType, "hipaa_") && strings.HasSuffix(resourceType, "_role")
}

// own returns the rows of a role of this project's provider.
func own(resourceType string) []Bearer {
	rows := []Bearer{
		{Path: "assume_role_policy", Kind: Trust, On: self, Computed: true},
		{Path: "policies[].json", Kind: Identity, On: self, Name: "policies[].name", Computed: true,
			Note: "json is not known while any part of it is not; policies[].statements tells what is known"},
		{Path: "permissions_boundary", Role: Limit, Kind: Boundary, On: self, Policy: managed},
		{Path: "other_policies[]", Role: Attachment, Kind: Identity, On: self, Policy: managed, Computed: true,
			Elsewhere: []string{"aws_iam_role_policy_attachment", "aws_iam_policy_attachment", "aws_iam_role_policy_attachments_exclusive"},
			Note:      "what AWS reports besides: ARNs of managed policies, and names of inline ones, which have no ARN"},
	}
	for i := range rows {
		rows[i].Type, rows[i].Provider = resourceType, HIPAA
		if rows[i].Policy.Key != "" {
			rows[i].Policy.Path = rows[i].Path
		}
	}
	return rows
}
