// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// documentTexts are the policy texts that one plan has shown so far. Most of a
// plan does not change, and modules write the same text again and again: each
// is parsed once for both sides, and its statements are shared.
type documentTexts map[documentText]*parsedText

type documentText struct {
	kind policy.Kind
	text string
}

type parsedText struct {
	policy   *policy.Document
	problems []policy.Problem
}

// parse parses a text in which everything is known. The document is the
// caller's own to name; its statements are not to be written to.
func (t documentTexts) parse(text string, kind policy.Kind) (*policy.Document, []policy.Problem) {
	key := documentText{kind, text}
	known := t[key]
	if known == nil {
		known = &parsedText{}
		known.policy, known.problems = policy.ParseText(text, kind)
		t[key] = known
	}
	if known.policy == nil {
		return nil, known.problems
	}
	own := *known.policy
	return &own, known.problems
}
