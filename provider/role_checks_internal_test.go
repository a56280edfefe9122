// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/template"
)

// TestChecksKnowEverySchema holds roles to what checks know of, so that none has
// to be validated the long way.
func TestChecksKnowEverySchema(t *testing.T) {
	roles := []*roleResource{makeOwnRole()}
	for _, r := range template.Catalogue().Roles() {
		roles = append(roles, makeRole(r))
	}
	for _, r := range roles {
		if !r.checks().ok {
			t.Errorf("%s has something that checks do not know", r.typeName())
		}
	}
}
