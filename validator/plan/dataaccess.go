// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"strings"

	"github.com/go-json-experiment/json"
)

// dataAccess writes the data access rules of OpenSearch Serverless as the resource
// policy that they amount to: whom they let reach data. What they are let do there
// IAM has one action for. It returns nil where the text is none of these.
// Source: Amazon OpenSearch Serverless, "Data access control", "Policy syntax".
func dataAccess(text []byte) []byte {
	var rules []struct {
		Principal []string
		Rules     []struct{ Permission []string }
	}
	if json.Unmarshal(text, &rules) != nil {
		return nil
	}
	statements := []any{}
	for _, r := range rules {
		var who []string
		for _, p := range r.Principal {
			// A name of a SAML provider: saml/ACCOUNT/PROVIDER/user/NAME.
			if parts := strings.Split(p, "/"); parts[0] == "saml" && len(parts) > 1 {
				p = parts[1]
			}
			if strings.HasPrefix(p, "arn:") || isAccount(p) {
				who = append(who, p) // one of Identity Center is of the own organisation
			}
		}
		if len(who) > 0 && len(r.Rules) > 0 {
			statements = append(statements, map[string]any{"Effect": "Allow", "Principal": map[string]any{"AWS": who}, "Action": "aoss:APIAccessAll", "Resource": "*"})
		}
	}
	out, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": statements}, json.Deterministic(true))
	if err != nil {
		return nil
	}
	return out
}
