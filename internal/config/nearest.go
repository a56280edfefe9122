// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import "github.com/agext/levenshtein"

// Nearest returns the name that a misspelled one most likely means, or "". A
// name may be off by one letter in three, and by four at most.
func Nearest(word string, names []string) string {
	best, least := "", min(max(len(word)/3, 1), 4)+1
	for _, name := range names {
		if n := levenshtein.Distance(word, name, nil); n < least {
			best, least = name, n
		}
	}
	return best
}
