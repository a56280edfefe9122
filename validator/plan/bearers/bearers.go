// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// Provider is where a row comes from.
type Provider uint8

// The providers.
const (
	// AWS5 is hashicorp/aws 5.100.0; the rows are tested against its schema, and
	// hold for version 6 too unless their Note says otherwise.
	AWS5 Provider = iota
	// AWS6 is hashicorp/aws 6, by its documentation: what version 5 does not have.
	AWS6
	// AWSCC is hashicorp/awscc 1.97, by its documentation.
	AWSCC
	// HIPAA is this project's own provider.
	HIPAA
)

// String returns the provider's name and version.
func (p Provider) String() string {
	return [...]string{"hashicorp/aws 5", "hashicorp/aws 6", "hashicorp/awscc", "hipaa-iam/hipaa"}[p]
}

// Role is what an attribute does.
type Role uint8

// The roles.
const (
	// Document: the attribute is a whole policy document, as JSON text.
	Document Role = iota
	// Statement: the resource's attributes make one statement of a resource
	// policy; see [Bearer.Render]. Path names the attribute with the action.
	Statement
	// Attachment: the attribute names a policy that becomes attached to what On names.
	Attachment
	// Limit: the attribute names a policy that limits what On names: a boundary
	// or a session policy. Nothing is granted by it.
	Limit
	// Names: the attribute lists the names of all inline policies that stay; AWS
	// removes the others.
	Names
	// Assignment: the attribute names an Identity Center permission set that
	// principals get in an account.
	Assignment
	// Carrier: the attribute carries whole resources in another language, policies
	// among them. What is in it cannot be told from here.
	Carrier
)

// String returns the role's name.
func (r Role) String() string {
	return [...]string{"document", "statement", "attachment", "limit", "names", "assignment", "carrier"}[r]
}

// Kind is what a policy is used for.
type Kind string

// The kinds.
const (
	Identity Kind = "identity"
	Boundary Kind = "boundary"
	Trust    Kind = "trust"
	Resource Kind = "resource"
	SCP      Kind = "scp"
	RCP      Kind = "rcp"
	// Session documents limit a session, as AssumeRole's Policy does.
	Session Kind = "session"
	// Endpoint documents are written like resource policies, and limit what may
	// pass a VPC endpoint. They grant nothing: Allow * to * is AWS's default.
	Endpoint Kind = "endpoint"
	// Other policies are not in the IAM policy language, or are a dialect with
	// principals of its own, as AWS IoT's.
	Other Kind = "other"
)

// Language returns the kind as which [policy.Parse] reads such a document; ok is
// false for [Other], which it cannot read.
func (k Kind) Language() (kind policy.Kind, ok bool) {
	kind, ok = map[Kind]policy.Kind{
		Identity: policy.Identity, Boundary: policy.Boundary, Trust: policy.Trust, Resource: policy.Resource,
		SCP: policy.SCP, RCP: policy.RCP, Session: policy.Session, Endpoint: policy.Resource,
	}[k]
	return kind, ok
}

// Bearer is one attribute that holds a policy, or does the work of one.
//
// Paths are attribute names joined by dots. A name with [] behind it is a list,
// a set, or a repeated block, and one with {} a map: "inline_policy[].policy".
type Bearer struct {
	// Type is the resource type.
	Type string
	// Path is the attribute.
	Path string
	Role Role
	// Kind is what the policy is used for. Where Choice is set it depends on
	// another attribute; use [Bearer.KindFor].
	Kind     Kind
	Choice   *Choice
	Provider Provider
	// On are the attributes that say on what the policy bears: the bucket, the
	// role. Their values add up: aws_iam_policy_attachment bears on all its roles,
	// users and groups. A reference with an empty path is the resource itself.
	// Empty: the document itself says which resources, as in a resource policy of
	// CloudWatch Logs, or nothing does yet, as for aws_iam_policy.
	On []Reference
	// Policy is, for attachments and limits, what Path names.
	Policy Reference
	// Name is the path of the inline policy's name, or "".
	Name string
	// Computed says that the provider fills the attribute in where it is not
	// written: unknown then is no sign of a policy.
	Computed bool
	// Elsewhere are resource types that set the same policy on the same resource;
	// where one of them does, its document holds, and this computed attribute may
	// be stale.
	Elsewhere []string
	// Exclusive says that what AWS has attached beside this list is taken away.
	Exclusive bool
	// Shape is how the attributes make a statement; set for [Statement] only.
	Shape *Shape
	// Note is what else to know.
	Note string
}

// Choice is a kind that another attribute of the resource decides.
type Choice struct {
	// Attribute is that attribute's path, Default its value where it is not set.
	Attribute, Default string
	// Kinds are the kinds by the attribute's value; any other value is [Other].
	Kinds map[string]Kind
}

// KindFor returns the kind of policy; value is that of Choice.Attribute, "" where
// it is not set, and is not looked at where there is no choice.
func (b *Bearer) KindFor(value string) Kind {
	if b.Choice == nil {
		return b.Kind
	}
	if value == "" {
		value = b.Choice.Default
	}
	if k, ok := b.Choice.Kinds[value]; ok {
		return k
	}
	return Other
}

// Of returns the attributes of a resource type that hold a policy or do the work
// of one; nil where the table has none. The result must not be modified.
func Of(resourceType string) []Bearer {
	if isOwnRole(resourceType) {
		return own(resourceType)
	}
	return table()[resourceType]
}

// Types returns all resource types of the table in order. Of this project's own
// provider it has hipaa_role, which stands for every hipaa_…_role.
func Types() []string {
	types := slices.Sorted(maps.Keys(table()))
	i, _ := slices.BinarySearch(types, ownRole)
	return slices.Insert(types, i, ownRole)
}

var table = sync.OnceValue(func() map[string][]Bearer {
	out := map[string][]Bearer{}
	for _, part := range [][]Bearer{
		iamRows, centerRows, organizationRows, limitRows, carrierRows,
		storageRows, dataRows, messagingRows, computeRows, operationRows, networkRows, statementRows, aws6Rows,
		awsccIdentityRows, awsccResourceRows, ownRows,
	} {
		for _, b := range part {
			if strings.HasPrefix(b.Type, "awscc_") {
				b.Provider = AWSCC
			}
			if b.Policy.Key != "" {
				b.Policy.Path = b.Path
			}
			out[b.Type] = append(out[b.Type], b)
		}
	}
	return out
})

// Step is one part of a path.
type Step struct {
	// Name is the attribute or block.
	Name string
	// List and Map say how its values repeat.
	List, Map bool
}

// Steps takes a path of the table apart.
func Steps(path string) []Step {
	if path == "" {
		return nil
	}
	parts := strings.Split(path, ".")
	out := make([]Step, len(parts))
	for i, p := range parts {
		out[i].Name, out[i].List = strings.CutSuffix(p, "[]")
		out[i].Name, out[i].Map = strings.CutSuffix(out[i].Name, "{}")
	}
	return out
}
