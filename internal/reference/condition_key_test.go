// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookupConditionKey(t *testing.T) {
	tests := []struct {
		name, key string
		want      ConditionKey // no name when not found
	}{
		{"global", "aws:SourceIp", ConditionKey{"aws:SourceIp", TypeIPAddress, false}},
		{"global, other case", "AWS:sourceip", ConditionKey{"aws:SourceIp", TypeIPAddress, false}},
		{"global, multi-valued", "aws:TagKeys", ConditionKey{"aws:TagKeys", TypeString, true}},
		{"global, multi-valued organisation paths", "aws:PrincipalOrgPaths", ConditionKey{"aws:PrincipalOrgPaths", TypeString, true}},
		{"global, bool", "aws:MultiFactorAuthPresent", ConditionKey{"aws:MultiFactorAuthPresent", TypeBool, false}},
		{"global, numeric", "aws:MultiFactorAuthAge", ConditionKey{"aws:MultiFactorAuthAge", TypeNumeric, false}},
		{"global, date", "aws:CurrentTime", ConditionKey{"aws:CurrentTime", TypeDate, false}},
		{"global, corrected type", "aws:SourceVpcArn", ConditionKey{"aws:SourceVpcArn", TypeARN, false}},
		{"global template", "aws:RequestTag/PHI", ConditionKey{"aws:RequestTag/${TagKey}", TypeString, false}},
		{"tag key with a colon and a slash", "aws:ResourceTag/aws:a/b", ConditionKey{"aws:ResourceTag/${TagKey}", TypeString, false}},
		{"template by its own name", "aws:PrincipalTag/${TagKey}", ConditionKey{"aws:PrincipalTag/${TagKey}", TypeString, false}},
		{"template without its part", "aws:RequestTag/", ConditionKey{}},
		{"service key", "iam:passedtoservice", ConditionKey{"iam:PassedToService", TypeString, false}},
		{"service key, ARN", "iam:PolicyARN", ConditionKey{"iam:PolicyARN", TypeARN, false}},
		{"service key, multi-valued", "dynamodb:LeadingKeys", ConditionKey{"dynamodb:LeadingKeys", TypeString, true}},
		{"service template", "kms:EncryptionContext:patient", ConditionKey{"kms:EncryptionContext:${EncryptionContextKey}", TypeString, false}},
		{"service key that resembles a template", "kms:EncryptionContextKeys", ConditionKey{"kms:EncryptionContextKeys", TypeString, true}},
		{"template in angle brackets", "s3:ExistingObjectTag/phi", ConditionKey{"s3:ExistingObjectTag/${key}", TypeString, false}},
		{"template written tag-key", "ssm:resourceTag/team", ConditionKey{"ssm:resourceTag/${TagKey}", TypeString, false}},
		{"key more exact than its template", "ssm:resourceTag/aws:ssmmessages:target-id", ConditionKey{"ssm:resourceTag/aws:ssmmessages:target-id", TypeString, false}},
		{"text after the variable part", "codebuild:secondarySources/x.auth.type", ConditionKey{"codebuild:secondarySources/${sourceIdentifier}.auth.type", TypeString, false}},
		{"cross-service key", "lambda:SourceFunctionArn", ConditionKey{"lambda:SourceFunctionArn", TypeARN, false}},
		{"prefix of another service", "saml:aud", ConditionKey{"saml:aud", TypeString, false}},
		{"SAML attribute with several values", "saml:mail", ConditionKey{"saml:mail", TypeString, true}},
		{"prefix without a service", "identitycenter:InstanceArn", ConditionKey{"identitycenter:InstanceArn", TypeARN, false}},
		{"claim of one provider", "token.actions.githubusercontent.com:repository", ConditionKey{"token.actions.githubusercontent.com:repository", TypeString, false}},
		{"claim of a provider with a variable host", "token.actions.acme.ghe.com:ref", ConditionKey{"token.actions.${Domain}.ghe.com:ref", TypeString, false}},
		{"claim of a provider with a variable path", "token.actions.githubusercontent.com/acme:ref", ConditionKey{"token.actions.githubusercontent.com/${SubPath}:ref", TypeString, false}},
		{"claim of every provider", "token.actions.githubusercontent.com:sub", ConditionKey{"token.actions.githubusercontent.com:sub", TypeString, false}},
		{"provider that nobody lists", "oidc.eks.eu-west-1.amazonaws.com/id/AB:Sub", ConditionKey{"oidc.eks.eu-west-1.amazonaws.com/id/AB:sub", TypeString, false}},
		{"multi-valued claim", "cognito-identity.amazonaws.com:amr", ConditionKey{"cognito-identity.amazonaws.com:amr", TypeString, true}},
		{"unknown claim", "login.example.org:colour", ConditionKey{}},
		{"provider without a dot", "localhost:sub", ConditionKey{}},
		{"misspelt", "aws:SorceIp", ConditionKey{}},
		{"unknown prefix", "nosuch:Key", ConditionKey{}},
		{"no prefix", "SourceIp", ConditionKey{}},
		{"empty prefix", ":SourceIp", ConditionKey{}},
		{"empty name", "aws:", ConditionKey{}},
		{"letter that only looks like ASCII", "aw\u017F:SourceIp", ConditionKey{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := LookupConditionKey(tt.key)
			if ok != (tt.want.Name != "") {
				t.Errorf("LookupConditionKey(%q) found %v", tt.key, ok)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("LookupConditionKey(%q) (-want +got):\n%s", tt.key, diff)
			}
		})
	}
}

func TestGlobalConditionKeys(t *testing.T) {
	keys := GlobalConditionKeys()
	if len(keys) < 55 {
		t.Fatalf("%d global keys, at least 55 expected", len(keys))
	}
	keys[0].Name = "changed"
	if GlobalConditionKeys()[0].Name == "changed" {
		t.Error("a caller can change the global keys")
	}
}

func TestMatchTemplate(t *testing.T) {
	tests := []struct {
		template, text string
		want           bool
	}{
		{"a", "a", true},
		{"a", "ab", false},
		{"a${x}", "ab", true},
		{"a${x}", "a", false},
		{"${x}b", "ab", true},
		{"${x}b", "b", false},
		{"a${x}b${y}c", "a1b2c", true},
		{"a${x}b${y}c", "abb2c", true},
		{"a${x}b${y}c", "ab2c", false},
		{"a${x}b${y}c", "a1bc", false},
		{"a${x}b${y}c", "a1b2b3c", true},
		{"${x}${y}", "ab", true},
		{"${x}${y}", "a", false},
		{"a${x", "a${x", true},
		{"", "", true},
		{"", "a", false},
	}
	for _, tt := range tests {
		t.Run(tt.template+" on "+tt.text, func(t *testing.T) {
			if got := matchTemplate(tt.template, tt.text); got != tt.want {
				t.Errorf("matchTemplate(%q, %q) = %v", tt.template, tt.text, got)
			}
		})
	}
}

func TestParseConditionKeyRefusesUnknownType(t *testing.T) {
	_, err := ParseConditionKey("aws:X", "ArrayOfColour")
	if err == nil || err.Error() != `condition key "aws:X" has the unknown type "ArrayOfColour"` {
		t.Errorf("error %v", err)
	}
}

func FuzzLookupConditionKey(f *testing.F) {
	for _, key := range []string{
		"aws:SourceIp", "aws:RequestTag/x", "kms:EncryptionContext:a", "saml:aud", "token.actions.acme.ghe.com:ref", "a:b", ":", "${x}:${y}",
		"idcs-${OciUniqueIdentifier}.identity.oraclecloud.com:rpst_id", "\xff:\xff", "ssm:resourceTag/",
	} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		got, ok := LookupConditionKey(key)
		if ok == (got == ConditionKey{}) {
			t.Fatalf("found %v, yet %+v", ok, got)
		}
		if ok && !equalFold(got.Name, key) && !(got.IsTemplate() && matchTemplate(lower(got.Name), lower(key))) {
			t.Fatalf("%q is found as %q", key, got.Name)
		}
		if upper, okUpper := LookupConditionKey(asciiUpper(key)); okUpper != ok || upper.Type != got.Type || !equalFold(upper.Name, got.Name) {
			t.Fatalf("%q is %+v, %v, in capitals %+v, %v", key, got, ok, upper, okUpper)
		}
		if near, ok := NearestConditionKey(key); ok {
			if _, found := LookupConditionKey(near); !found {
				t.Fatalf("%q is near the unknown %q", key, near)
			}
		}
	})
}

func asciiUpper(s string) string {
	return strings.Map(func(r rune) rune {
		if 'a' <= r && r <= 'z' {
			return r - 'a' + 'A'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
}
