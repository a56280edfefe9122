// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// movedRole is what a role's state says in the AWS provider and in this one.
type movedRole struct {
	Name        string            `json:"name"`
	ARN         string            `json:"arn"`
	UniqueID    string            `json:"unique_id"`
	Path        string            `json:"path"`
	Description string            `json:"description"`
	MaxSession  int64             `json:"max_session_duration"`
	Boundary    string            `json:"permissions_boundary"`
	Trust       string            `json:"assume_role_policy"`
	Tags        map[string]string `json:"tags_all"`
}

// MoveState takes over an aws_iam_role, or a role that was made of another
// template, by a moved block and without making it anew. The next refresh reads
// the rest, and takes inline policies over that have names of ours.
func (r *roleResource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		theirs := req.SourceTypeName == "aws_iam_role" && strings.HasSuffix(req.SourceProviderAddress, "/hashicorp/aws")
		ours := strings.HasPrefix(req.SourceTypeName, typeName+"_") && strings.HasSuffix(req.SourceTypeName, "_role") && strings.HasSuffix(req.SourceProviderAddress, "/hipaa-iam/hipaa")
		if !theirs && !ours || req.SourceRawState == nil {
			return
		}
		var from movedRole
		if err := json.Unmarshal(req.SourceRawState.JSON, &from); err != nil || from.Name == "" {
			resp.Diagnostics.AddError("Unreadable state", "The state of the "+req.SourceTypeName+" does not say which role it is.")
			return
		}
		m := &roleModel{
			Name: types.StringValue(from.Name), ARN: optionalText(from.ARN), UniqueID: optionalText(from.UniqueID), ID: types.StringValue(from.Name),
			Path: optionalText(from.Path), Description: optionalText(from.Description), MaxSession: types.Int64Value(from.MaxSession),
			Boundary: optionalText(from.Boundary), AssumeRolePolicy: optionalText(from.Trust), TagsAll: stringMap(from.Tags),
		}
		raw, diags := r.types.set(ctx, r.types.empty(ctx), present(r.fields(m)))
		resp.TargetState.Raw = raw
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(setIdentity(ctx, resp.TargetIdentity, m)...)
	}}}
}
