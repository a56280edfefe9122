// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// value is one value of a plan with what is known about it.
type value = account.Value

// side returns a resource's values before or after; ok is false where there is
// no resource on that side.
func side(c *tfjson.Change, after bool) (value, bool) {
	if !after {
		return value{V: c.Before, Sensitive: c.BeforeSensitive}, c.Before != nil
	}
	return value{V: c.After, Unknown: c.AfterUnknown, Sensitive: c.AfterSensitive}, c.After != nil
}
