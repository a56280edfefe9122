// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import "strings"

// inModule is an address as its own module writes it: without the module's path.
func inModule(address string) string {
	parts := splitDots(address)
	if len(parts) < 2 {
		return address
	}
	return strings.Join(parts[len(parts)-2:], ".")
}

// lastName is the name of a resource's block.
func lastName(address string) string {
	parts := splitDots(address)
	name, _, _ := strings.Cut(parts[len(parts)-1], "[")
	return name
}

// splitDots splits an address at the dots outside of brackets.
func splitDots(address string) []string {
	var out []string
	depth, from := 0, 0
	for i, r := range address {
		switch r {
		case '[':
			depth++
		case ']':
			depth--
		case '.':
			if depth == 0 {
				out = append(out, address[from:i])
				from = i + 1
			}
		}
	}
	return append(out, address[from:])
}
