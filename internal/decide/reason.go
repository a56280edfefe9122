// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "strings"

// Why an answer may be undetermined.
const (
	outOfBudget      = "the policies are too intricate to compare within the bound on work"
	variableCompared = "a policy variable is compared with another text: "
	variableKey      = "a policy variable is compared with "
	holeCompared     = "a value that is not known until apply is compared with a pattern: "
	caseCompared     = "a value is compared both with and without regard to case"
	severalCompared  = "AWS does not say what a comparison without ForAllValues or ForAnyValue makes of several values: "
	unknownValue     = "a statement holds a value that is not known until apply and may be anything"
	unknownPrincipal = "a principal is not known until apply and may be anyone"
	undocumented     = "the outcome depends on how AWS reads a star inside an ARN segment, or an ARN with fewer than six segments, which it does not document"
	keysDepend       = "conditions on keys that depend on each other could not be met together"
)

// byCases reports whether a question that was undetermined for this reason may be
// settled by the cases of its variables and of who asks.
func byCases(reason string) bool {
	return reason == keysDepend || strings.HasPrefix(reason, variableCompared) || strings.HasPrefix(reason, variableKey)
}

// settledBy says what would settle an undetermined answer.
func settledBy(reason string) string {
	switch {
	case reason == outOfBudget:
		return "fewer or simpler patterns in one policy"
	case reason == unknownValue, reason == unknownPrincipal, strings.HasPrefix(reason, holeCompared):
		return "the configuration's source (--source), or a plan made after the value is known"
	case reason == undocumented:
		return "ARNs with all six segments, and no star inside one of the first five"
	case strings.HasPrefix(reason, severalCompared):
		return "ForAllValues or ForAnyValue before the operator"
	case strings.HasPrefix(reason, variableCompared):
		return "the values that the variable can have"
	}
	return "a request with the values in question, given to policy eval"
}
