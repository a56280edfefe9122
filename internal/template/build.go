// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package template

// List returns a list of texts that are known, for documents that code writes.
func List(texts ...string) Texts {
	var out Texts
	for _, s := range texts {
		out.Values = append(out.Values, Text(s))
	}
	return out
}

// Where returns a condition whose values are known.
func Where(test, key string, values ...string) Condition {
	return Condition{Test: Text(test), Variable: Text(key), Values: List(values...)}
}
