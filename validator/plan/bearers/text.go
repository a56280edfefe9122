// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package bearers

import (
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// IsDocument reports whether a text is a policy document in the IAM policy
// language: a JSON object with a statement that has an action. It is for
// attributes of resource types that are not in the table, which a new version of
// a provider may have: whoever finds one there reports it instead of passing it
// over.
//
// Policies in other languages, and texts that only look like JSON, are none.
func IsDocument(text string) bool {
	if !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		return false
	}
	d, _ := policy.Parse([]byte(text), policy.Resource)
	if d == nil {
		return false
	}
	for _, s := range d.Statements {
		if s.Action != nil || s.NotAction != nil {
			return true
		}
	}
	return false
}
