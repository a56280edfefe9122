// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package config

import "fmt"

// Severity is how much a finding matters. Higher is worse.
type Severity uint8

// The severities, and Never, which no finding has: a threshold of Never lets
// everything pass.
const (
	Low Severity = iota + 1
	Medium
	High
	Critical
	Never
)

var severityNames = map[Severity]string{Low: "low", Medium: "medium", High: "high", Critical: "critical", Never: "never"}

// String returns the severity's name in reports and in the configuration.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads the name of a severity that a finding can have.
func ParseSeverity(name string) (Severity, error) {
	for _, s := range []Severity{Low, Medium, High, Critical} {
		if severityNames[s] == name {
			return s, nil
		}
	}
	return 0, fmt.Errorf("%q is not a severity; it is one of critical, high, medium, low", name)
}
