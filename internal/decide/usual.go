// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"

// usualValues are what a key that AWS gives as a number, a date, an address or a
// boolean is given where any value will do: AWS never sends another text in it.
var usualValues = map[string]string{
	reference.TypeNumeric:   "7",
	reference.TypeDate:      "2026-01-01T00:00:00Z",
	reference.TypeIPAddress: "198.51.100.7",
	reference.TypeBool:      "false",
}

// usual returns a value of a key's type, or "" where an invented name will do.
func (d *draft) usual(key string) string {
	if d.untidy {
		return ""
	}
	return usualValues[d.s.keys.typeOf(key)]
}
