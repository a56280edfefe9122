// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// suffixLength is how many characters a made-up name has after its prefix.
const suffixLength = 10

// madeUpName follows from the prefix, the path and the template alone. Terraform
// plans a resource once more while it applies, without telling what was planned
// the first time, so that a name known at plan time cannot be random. And the
// same name after an interrupted run is what lets the role be found again.
func madeUpName(prefix, path, template string) string {
	sum := sha256.Sum256([]byte(template + "\n" + path + "\n" + prefix))
	text := base32.StdEncoding.EncodeToString(sum[:])
	return prefix + strings.ToLower(text[:suffixLength])
}

// plannedName is the configured name, or one made up from the prefix.
func plannedName(name, prefix, path types.String, template string) types.String {
	switch {
	case !name.IsNull():
		return name
	case prefix.IsUnknown() || path.IsUnknown():
		return types.StringUnknown()
	case prefix.IsNull():
		prefix = types.StringValue(strings.ReplaceAll(template, "_", "-") + "-")
	}
	return types.StringValue(madeUpName(prefix.ValueString(), path.ValueString(), template))
}
