// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"errors"
	"os"
	"sort"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
)

// sessionName is used where none is given. It shows in audit records who came.
const sessionName = "terraform-provider-hipaa"

// assume puts the roles to be assumed before the credentials found, the web
// identity first. Nothing is asked of AWS yet.
func (s *Settings) assume(cfg aws.Config) aws.Config {
	if w := s.WebIdentity; w != nil {
		cfg.Credentials = aws.NewCredentialsCache(stscreds.NewWebIdentityRoleProvider(s.sts(cfg), w.RoleARN, w.token(), func(o *stscreds.WebIdentityRoleOptions) {
			o.RoleSessionName = orDefault(w.SessionName)
			o.Duration = w.Duration
			o.Policy = optional(w.Policy)
			o.PolicyARNs = policyARNs(w.PolicyARNs)
		}))
	}
	for _, r := range s.AssumeRole {
		cfg.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(s.sts(cfg), r.RoleARN, func(o *stscreds.AssumeRoleOptions) {
			o.RoleSessionName = orDefault(r.SessionName)
			o.Duration = r.Duration
			o.ExternalID = optional(r.ExternalID)
			o.Policy = optional(r.Policy)
			o.SourceIdentity = optional(r.SourceIdentity)
			o.PolicyARNs = policyARNs(r.PolicyARNs)
			o.TransitiveTagKeys = r.TransitiveTagKeys
			for k, v := range r.Tags {
				o.Tags = append(o.Tags, types.Tag{Key: aws.String(k), Value: aws.String(v)})
			}
			sort.Slice(o.Tags, func(i, j int) bool { return *o.Tags[i].Key < *o.Tags[j].Key })
		}))
	}
	return cfg
}

func orDefault(name string) string {
	if name == "" {
		return sessionName
	}
	return name
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func policyARNs(list []string) []types.PolicyDescriptorType {
	var out []types.PolicyDescriptorType
	for _, arn := range list {
		out = append(out, types.PolicyDescriptorType{Arn: aws.String(arn)})
	}
	return out
}

// token gives the token itself or the file that holds it.
func (w *WebIdentity) token() stscreds.IdentityTokenRetriever {
	if w.TokenFile != "" {
		return stscreds.IdentityTokenFile(w.TokenFile)
	}
	return tokenText(w.Token)
}

type tokenText string

func (t tokenText) GetIdentityToken() ([]byte, error) {
	if t == "" {
		if file := os.Getenv("AWS_WEB_IDENTITY_TOKEN_FILE"); file != "" {
			return stscreds.IdentityTokenFile(file).GetIdentityToken()
		}
		return nil, errors.New("assume_role_with_web_identity has neither web_identity_token nor web_identity_token_file")
	}
	return []byte(t), nil
}
