// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/logfilter"
)

// detection-removed is about what watches an account: the services, and the
// filters and alarms on audit records. An alarm on a processor's load is none. A
// flow log that goes with its network watched nothing else.
var _ = register(&Rule{
	Name:     "detection-removed",
	Title:    "What detects misuse is removed or turned off",
	Severity: high,
	Description: "From then on nobody learns of stolen credentials, of data that leaves, or of a resource that was opened to the world. " +
		"The Security Rule asks to review activity, to monitor log-ins and to respond to incidents, which all begin with noticing.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)", "164.308(a)(5)(ii)(C)", "164.308(a)(6)(ii)"},
	NIST:      []string{"SI-4", "AU-6", "IR-4"},
	Fix:       "Keep it, and keep it enabled. To take it out of this configuration only, use a removed block with destroy = false.",
	Bad: `resource "aws_guardduty_detector" "this" {
  enable = false
}`,
	Good: `resource "aws_guardduty_detector" "this" {
  enable = true
}`,
	types: append(detectorTypes(), trailType, groupType, filterType, alarmType, compositeType, "aws_vpc", "aws_subnet"),
	change: func(c *checker, before, after *account.Account) []*violation {
		watched := c.watchers(before)
		var out []*violation
		for _, r := range slices.Concat(before.OfType(detectorTypes()...), watched) {
			what := detectors[r.Type].what
			now := laterOf(after, r)
			switch {
			case now == nil && guardsNothing(before, after, r):
			case now == nil:
				out = append(out, at(r, "", fmt.Sprintf("%s %s is removed.", what, ownName(r)), "removed"))
			default:
				for _, off := range detectors[r.Type].off {
					if off.is(now) && !off.is(r) {
						v := at(now, off.path, fmt.Sprintf("%s %s %s.", what, ownName(r), off.text), "off", off.path)
						v.key += "." + off.path
						out = append(out, v)
					}
				}
			}
		}
		return out
	},
})

// detector is a kind of resource that watches.
type detector struct {
	what string
	off  []switchedOff
}

// switchedOff is one way to turn a detector off.
type switchedOff struct {
	path, text string
	is         func(*account.Resource) bool
}

// flag is a switch that is off where it has this value.
func flag(path, text string, off any) switchedOff {
	return switchedOff{path: path, text: text, is: func(r *account.Resource) bool { return r.Attr(path).V == off }}
}

var detectors = map[string]detector{
	"aws_guardduty_detector":                     {what: "The GuardDuty detector", off: []switchedOff{flag("enable", "is turned off", false)}},
	"aws_guardduty_detector_feature":             {what: "The GuardDuty feature", off: []switchedOff{flag("status", "is turned off", "DISABLED")}},
	"aws_guardduty_organization_configuration":   {what: "GuardDuty's configuration for the organisation"},
	"aws_guardduty_organization_admin_account":   {what: "GuardDuty's administrator account"},
	"awscc_guardduty_detector":                   {what: "The GuardDuty detector", off: []switchedOff{flag("enable", "is turned off", false)}},
	"aws_config_configuration_recorder":          {what: "The Config recorder", off: []switchedOff{{path: "recording_group", text: "no longer records every type of resource", is: recordsLess}}},
	"aws_config_configuration_recorder_status":   {what: "The status of the Config recorder", off: []switchedOff{flag("is_enabled", "is set to off", false)}},
	"aws_config_delivery_channel":                {what: "The Config delivery channel"},
	"aws_config_organization_conformance_pack":   {what: "The Config conformance pack"},
	"aws_config_conformance_pack":                {what: "The Config conformance pack"},
	"awscc_config_configuration_recorder":        {what: "The Config recorder"},
	"aws_securityhub_account":                    {what: "Security Hub"},
	"aws_securityhub_organization_configuration": {what: "Security Hub's configuration for the organisation"},
	"aws_securityhub_standards_subscription":     {what: "The Security Hub standard"},
	"awscc_securityhub_hub":                      {what: "Security Hub"},
	"aws_accessanalyzer_analyzer":                {what: "The access analyzer"},
	"awscc_accessanalyzer_analyzer":              {what: "The access analyzer"},
	"aws_macie2_account":                         {what: "Macie", off: []switchedOff{flag("status", "is paused", "PAUSED")}},
	"aws_macie2_classification_job":              {what: "The Macie job", off: []switchedOff{flag("job_status", "is stopped", "CANCELLED"), flag("job_status", "is paused", "USER_PAUSED")}},
	"awscc_macie_session":                        {what: "Macie", off: []switchedOff{flag("status", "is paused", "PAUSED")}},
	"aws_flow_log":                               {what: "The flow log"},
	"awscc_ec2_flow_log":                         {what: "The flow log"},
	filterType:                                   {what: "The metric filter on audit records"},
	alarmType:                                    {what: "The alarm on audit records", off: actionsOff},
	compositeType:                                {what: "The alarm on audit records", off: actionsOff},
}

var actionsOff = []switchedOff{
	flag("actions_enabled", "no longer does anything: its actions are turned off", false),
	{path: "alarm_actions", text: "no longer does anything: it has no actions", is: func(r *account.Resource) bool {
		v := r.Attr("alarm_actions")
		known, unknown := v.Strings()
		return !v.IsUnknown() && len(known)+unknown == 0
	}},
}

// recordsLess reports whether a Config recorder leaves types of resources out.
func recordsLess(r *account.Resource) bool {
	for _, g := range r.Attr("recording_group").List() {
		if g.Attr("all_supported").V == false {
			return true
		}
	}
	return false
}

// detectorTypes are the types that watch, whatever they are attached to.
func detectorTypes() []string {
	var out []string
	for name := range detectors {
		if name != filterType && name != alarmType && name != compositeType {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// watchers lists the metric filters on audit records, and the alarms on what they count.
func (c *checker) watchers(side *account.Account) []*account.Resource {
	var out, alarms []*account.Resource
	for _, f := range side.OfType(filterType) {
		if c.onAudit(side, f) {
			out = append(out, f)
			for _, a := range side.OfType(alarmType) {
				if alarmsOn(a, f) == logfilter.Yes && !slices.Contains(alarms, a) {
					alarms = append(alarms, a)
				}
			}
		}
	}
	for _, whole := range side.OfType(compositeType) {
		if slices.ContainsFunc(alarms, func(a *account.Resource) bool { return composes(whole, a) == logfilter.Yes }) {
			alarms = append(alarms, whole)
		}
	}
	return append(out, alarms...)
}

// onAudit reports whether a filter is on a log group that holds audit records,
// or, where its group is not at hand, asks for what only a trail writes.
func (c *checker) onAudit(side *account.Account, f *account.Resource) bool {
	group := groupOf(side, f)
	if group == nil {
		return auditField(f.Attr("pattern").Text())
	}
	return slices.Contains(c.auditGroups(side), group)
}

// ownName is a name that somebody gave, and no identifier of AWS's.
func ownName(r *account.Resource) string {
	for _, key := range []string{"name", "alarm_name", "analyzer_name"} {
		if s := r.Attr(key).Shown(); s != "" {
			return s
		}
	}
	return r.Address
}

// guardsNothing reports whether a flow log goes away with its network.
func guardsNothing(before, after *account.Account, r *account.Resource) bool {
	for argument, kind := range map[string]string{"vpc_id": "aws_vpc", "subnet_id": "aws_subnet"} {
		for _, network := range before.OfType(kind) {
			if r.Type == "aws_flow_log" && r.Names(r.Attr(argument), network, "id") && laterOf(after, network) == nil {
				return true
			}
		}
	}
	return false
}
