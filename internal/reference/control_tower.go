// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// ControlTowerControl is one control of AWS Control Tower that serves a provision.
type ControlTowerControl struct {
	// Control is AWS's identifier of the control, "AWS-GR_RESTRICT_ROOT_USER" or "CT.S3.PV.5".
	Control string
	// Legacy says that the identifier is a part of the ARN by which the API takes the
	// control. AWS gives others a number of their own in each Region.
	Legacy bool
	// Title is what it does.
	Title string
	// Behavior is "preventive" or "detective".
	Behavior string
	// Guidance is "mandatory", "strongly recommended" or "elective". Control Tower
	// enables what is mandatory itself, and its API cannot.
	Guidance string
	// Citations are CFR sections of part 164 that it serves. The mapping is a judgement.
	Citations []string
	// Guardrail is the guardrail of this program that does the same, or empty.
	Guardrail string
}

// ControlTowerControls returns the controls and the day as of which they are known.
// Source: AWS Control Tower controls reference guide, "Identifiers for legacy
// controls", "Mandatory controls" and "List of RCP controls" (as of 2025-04).
func ControlTowerControls() (list []ControlTowerControl, asOf time.Time) {
	list = slices.Clone(controlTower())
	for i := range list {
		list[i].Citations = slices.Clone(list[i].Citations)
	}
	return list, time.Date(2025, 4, 11, 0, 0, 0, 0, time.UTC)
}

// ARN is what the API takes for the control in a Region; ok is false for one whose
// number is not known, or which the API cannot enable.
func (c ControlTowerControl) ARN(partition, region string) (arn string, ok bool) {
	if !c.Legacy || c.Guidance == "mandatory" {
		return "", false
	}
	return "arn:" + partition + ":controltower:" + region + "::control/" + c.Control, true
}

var controlTower = sync.OnceValue(func() []ControlTowerControl { return must(readControlTower(controlTowerFile)) })

func readControlTower(text string) ([]ControlTowerControl, error) {
	rows, err := readTable(text, "control", "legacy", "title", "behavior", "guidance", "citations", "guardrail")
	if err != nil {
		return nil, fmt.Errorf("controls of Control Tower: %w", err)
	}
	var list []ControlTowerControl
	for _, row := range rows {
		c := ControlTowerControl{Control: row[0], Legacy: row[1] == "yes", Title: row[2], Behavior: row[3], Guidance: row[4], Citations: strings.Fields(row[5]), Guardrail: row[6]}
		switch {
		case row[1] != "yes" && row[1] != "no":
			return nil, fmt.Errorf("controls of Control Tower: %s is neither legacy nor not, but %q", c.Control, row[1])
		case c.Behavior != "preventive" && c.Behavior != "detective":
			return nil, fmt.Errorf("controls of Control Tower: %s is neither preventive nor detective, but %q", c.Control, c.Behavior)
		case len(c.Citations) == 0:
			return nil, fmt.Errorf("controls of Control Tower: %s serves nothing", c.Control)
		}
		list = append(list, c)
	}
	return list, nil
}
