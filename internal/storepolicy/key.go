// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package storepolicy

import (
	"maps"
	"slices"
	"strconv"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// Key is who may do what with a KMS key.
type Key struct {
	// Partition of AWS, "aws" where it is empty.
	Partition string
	// Account owns the key; Organization is its organisation, where it has one.
	Account, Organization string
	// TrustedAccounts are accounts outside of the organisation, or without one of
	// the account, whose principals may be named.
	TrustedAccounts []string
	// Administrators keep the key and do not use it; DeletionAdministrators can
	// destroy it and do nothing else; Users use it; Grantors lend it to AWS services.
	Administrators, DeletionAdministrators, Users, Grantors []string
	// ViaServices are the endpoints of AWS services through which alone users use the key.
	ViaServices []string
	Services    []Service
}

// The actions of the duties. Source: KMS developer guide, key administrators and
// key users of the default key policy, split where it joins what checks each other.
var (
	keyView       = []string{"kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags"}
	keyAdminister = []string{
		"kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:EnableKey", "kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus",
		"kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations", "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:RevokeGrant", "kms:RotateKeyOnDemand", "kms:TagResource",
		"kms:UntagResource", "kms:UpdateAlias", "kms:UpdateKeyDescription",
	}
	keyUse = []string{"kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"}
)

// deletionDays is how long a deletion can be taken back: the longest that AWS has.
const deletionDays = 30

// Document writes the key's policy. The problems are of the arguments; where there
// is one nothing is written.
func (k Key) Document() (*template.Document, []Problem) {
	var p problems
	p.owner(k.Account, k.Organization)
	if len(k.Administrators) == 0 {
		p.add("administrators", -1, "", "nobody administers the key: AWS would not let its policy be changed again")
	}
	p.named("administrators", k.Administrators)
	p.named("deletion_administrators", k.DeletionAdministrators)
	p.named("users", k.Users)
	p.named("grantors", k.Grantors)
	const why = "who keeps a key does not use it"
	p.apart("administrators", k.Administrators, "users", why, k.Users)
	p.apart("administrators", k.Administrators, "grantors", why, k.Grantors)
	p.apart("deletion_administrators", k.DeletionAdministrators, "administrators", "a key is destroyed by a second pair of hands", k.Administrators)
	p.apart("deletion_administrators", k.DeletionAdministrators, "users", "who destroys a key does not use it", k.Users)
	p.apart("deletion_administrators", k.DeletionAdministrators, "grantors", "who destroys a key does not lend it", k.Grantors)
	for i, via := range k.ViaServices {
		if !matches(viaRE, via) {
			p.add("via_services", i, "", "%q is no endpoint of a service in a Region; write it as s3.us-east-1.amazonaws.com", via)
		}
	}
	if len(k.ViaServices) > 0 && len(k.Users) == 0 {
		p.add("via_services", -1, "", "via_services is about users, and there is none")
	}
	p.services(k.Services)
	for i, s := range k.Services {
		if s.Access != "" || s.Prefix != "" {
			p.add("services", i, "", "a key has neither access nor prefix")
		}
	}
	if len(p) > 0 {
		return nil, p
	}
	partition := k.Partition
	if partition == "" {
		partition = "aws"
	}
	root := "arn:" + partition + ":iam::" + k.Account + ":root"
	doc := &template.Document{Name: "key"}
	add := func(s *template.Statement, citations ...string) {
		s.Resources, s.Citations = template.List("*"), citations
		doc.Statements = append(doc.Statements, s)
	}
	add(deny("DenyLockout", "The key's policy always lets somebody change it.", []string{"kms:PutKeyPolicy"}, template.Where("Bool", "kms:BypassPolicyLockoutSafetyCheck", "true")), "164.312(a)(2)(iv)", "164.308(a)(7)(i)")
	add(deny("DenyOutsiders", "Nobody from outside.", []string{"kms:*"}, outsiders(k.Account, k.Organization, k.TrustedAccounts)...), "164.312(a)(1)")
	add(allow("AccountSeesTheKey", "Who may look at the key is for the account's IAM policies to say.", "AWS", []string{root}, keyView), "164.308(a)(1)(ii)(D)")
	add(allow("RootUserRecovers", "The root user gets the key back where nobody else can.", "AWS", []string{root}, []string{"kms:CancelKeyDeletion", "kms:EnableKey", "kms:PutKeyPolicy"},
		template.Where("StringEquals", "aws:PrincipalType", "Account")), "164.308(a)(7)(i)")
	add(allow("Administrators", "They keep the key and do not use it.", "AWS", k.Administrators, keyAdminister), "164.312(a)(2)(iv)", "164.308(a)(4)(i)")
	if len(k.DeletionAdministrators) > 0 {
		add(allow("DeletionAdministrators", "They destroy the key, with the longest time to take it back.", "AWS", k.DeletionAdministrators, []string{"kms:ScheduleKeyDeletion"},
			template.Where("NumericGreaterThanEquals", "kms:ScheduleKeyDeletionPendingWindowInDays", strconv.Itoa(deletionDays))), "164.312(c)(1)", "164.308(a)(7)(ii)(A)")
	}
	if len(k.Users) > 0 {
		var via []template.Condition
		if len(k.ViaServices) > 0 {
			via = append(via, template.Where("StringEquals", "kms:ViaService", k.ViaServices...))
		}
		add(allow("Users", "They use the key and do not keep it.", "AWS", k.Users, keyUse, via...), "164.312(a)(2)(iv)", "164.308(a)(4)(ii)(B)")
	}
	if len(k.Grantors) > 0 {
		add(allow("Grantors", "They lend the key to AWS services alone.", "AWS", k.Grantors, []string{"kms:CreateGrant"}, template.Where("Bool", "kms:GrantIsForAWSResource", "true")), "164.312(a)(2)(iv)")
	}
	for i, s := range k.Services {
		add(allow("Service"+strconv.Itoa(i+1), "It works with the key for the account alone.", "Service", []string{s.Principal}, keyUse, s.scope(k.Account)...), "164.312(a)(2)(iv)", "164.312(b)")
	}
	return doc, nil
}

func deny(sid, description string, actions []string, conditions ...template.Condition) *template.Statement {
	return &template.Statement{
		Sid: sid, Description: description, Effect: "Deny", Principals: []template.Principals{{Type: "*", Identifiers: template.List("*")}},
		Actions: template.List(actions...), Conditions: conditions,
	}
}

func allow(sid, description, kind string, who, actions []string, conditions ...template.Condition) *template.Statement {
	return &template.Statement{
		Sid: sid, Description: description, Effect: "Allow", Principals: []template.Principals{{Type: kind, Identifiers: template.List(who...)}},
		Actions: template.List(actions...), Conditions: conditions,
	}
}

func sortedKeys(m map[string][]string) []string { return slices.Sorted(maps.Keys(m)) }
