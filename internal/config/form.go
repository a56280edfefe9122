// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// parseDuration reads a whole number of days, hours or minutes, "90d".
func parseDuration(text string) (time.Duration, bool) {
	if len(text) < 2 {
		return 0, false
	}
	unit := map[byte]time.Duration{'d': day, 'h': time.Hour, 'm': time.Minute}[text[len(text)-1]]
	digits := text[:len(text)-1]
	n, err := strconv.Atoi(digits)
	if err != nil || unit == 0 || n < 1 || n > 100_000 || digits[0] == '+' {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// durationOf writes a duration as the file does.
func durationOf(d time.Duration) string {
	switch {
	case d%day == 0:
		return fmt.Sprintf("%dd", d/day)
	case d%time.Hour == 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}

// matching is the form of a text that a regular expression describes.
func matching(pattern, otherwise string) form {
	re := regexp.MustCompile(pattern)
	return form{pattern: pattern, problem: func(text string) string {
		if re.MatchString(text) {
			return ""
		}
		return fmt.Sprintf("%q is %s", text, otherwise)
	}}
}

func oneOf(names ...string) form {
	return form{values: names, problem: func(text string) string {
		if slices.Contains(names, text) {
			return ""
		}
		out := fmt.Sprintf("%q is none of %s", text, strings.Join(names, ", "))
		if near := Nearest(text, names); near != "" {
			out += fmt.Sprintf(" (did you mean %q?)", near)
		}
		return out
	}}
}

var (
	notEmpty = form{pattern: `\S`, problem: func(text string) string {
		if strings.TrimSpace(text) == "" {
			return "it is empty"
		}
		return ""
	}}
	durationForm = form{pattern: durationPattern, problem: func(text string) string {
		if _, ok := parseDuration(text); ok {
			return ""
		}
		return fmt.Sprintf("%q is no duration such as \"4h\", \"90d\" or \"30m\"", text)
	}}
	dateForm = form{problem: func(text string) string {
		if _, err := time.Parse(time.DateOnly, text); err == nil {
			return ""
		}
		return fmt.Sprintf("%q is no date such as \"2027-03-31\"", text)
	}}
	severityForm = form{values: []string{"critical", "high", "medium", "low"}, problem: func(text string) string {
		if _, err := ParseSeverity(text); err != nil {
			return err.Error()
		}
		return ""
	}}

	accountID      = matching(`^[0-9]{12}$`, "no AWS account number, which has twelve digits")
	organizationID = matching(`^o-.+$`, "no organization, which starts with \"o-\"")
	arnPattern     = matching(`^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:(.|\n)*)$`, "no ARN, which has six parts: arn:partition:service:region:account:resource")
	policyARN      = both(arnPattern, matching(`:policy/`, "not the ARN of a policy"))
	providerARN    = both(arnPattern, matching(`:(saml|oidc)-provider/`, "not the ARN of a SAML or OpenID Connect provider"))
	digestForm     = matching(`^sha256:[0-9a-f]{64}$`, "no digest, which is \"sha256:\" and 64 hexadecimal digits")
	servicePrefix  = matching(`^[a-z0-9][a-z0-9-]*$`, "no service prefix, which is what stands before the colon of an action, such as \"s3\"")
)

// both demands one form and then another; a schema is told the first.
func both(first, second form) form {
	return form{pattern: first.pattern, problem: func(text string) string {
		if problem := first.check(text); problem != "" {
			return problem
		}
		return second.check(text)
	}}
}

// ParseDuration reads a duration as the configuration has it, such as "90d".
func ParseDuration(text string) (time.Duration, bool) { return parseDuration(text) }
