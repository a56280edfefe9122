// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"strings"
	"sync"
)

// ResourceTypes are the resource types of the AWS provider, by name. A later version
// of it has more. Source: the provider's own schema.
var ResourceTypes = sync.OnceValue(func() []string {
	_, list, _ := strings.Cut(resourceTypesFile, "\n") // the first line says where it is from
	return strings.Fields(list)
})
