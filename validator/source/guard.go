// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"bytes"
	"fmt"
)

// The parsers of HCL descend with the nesting of the text, and a stack that is
// used up ends the process. What nests so deep is no configuration.
const (
	maxNesting = 1_000
	maxChain   = 10_000
)

// guard refuses a text that would send the parser too deep.
func guard(text []byte) error {
	depth, run := 0, 0
	for _, c := range text {
		switch c {
		case '(', '[', '{':
			if depth++; depth > maxNesting {
				return fmt.Errorf("brackets nest more than %d deep", maxNesting)
			}
		case ')', ']', '}':
			depth = max(depth-1, 0)
		}
		switch c {
		case '!', '-':
			if run++; run > maxChain {
				return fmt.Errorf("more than %d signs follow each other", maxChain)
			}
		case ' ', '\t':
		default:
			run = 0
		}
	}
	for _, s := range []string{"?", "%{"} {
		if bytes.Count(text, []byte(s)) > maxChain {
			return fmt.Errorf("%q stands in it more than %d times", s, maxChain)
		}
	}
	return nil
}
