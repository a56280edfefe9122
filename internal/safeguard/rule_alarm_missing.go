// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/logfilter"
)

// alarm-missing asks, for each alarm that audit.alarms demands, whether every
// event that it is about is counted by some metric filter on a log group that gets
// the events of a trail, with an alarm on the metric that does something. A filter
// counts by what it matches, whatever its text; one that matches what happens
// every day counts for nothing.
var _ = register(&Rule{
	Name:     "alarm-missing",
	Title:    "Nobody is told when it happens",
	Severity: medium,
	Description: "A log that nobody watches tells of an attack when it is over. " +
		"The Security Rule asks to review activity regularly and to monitor log-in attempts, and an alarm does both while there is time to act.",
	Citations: []string{"164.312(b)", "164.308(a)(1)(ii)(D)", "164.308(a)(5)(ii)(C)"},
	NIST:      []string{"AU-6", "SI-4", "IR-4"},
	Fix:       "Add a metric filter on the trail's log group and an alarm on its metric that tells somebody.",
	Bad: `resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.audit.name
  pattern        = "{ $.userIdentity.type = \"root\" }"

  metric_transformation {
    name      = "root"
    namespace = "audit"
    value     = "1"
  }
}`,
	Good: `resource "aws_cloudwatch_log_metric_filter" "root" {
  name           = "root"
  log_group_name = aws_cloudwatch_log_group.audit.name
  pattern        = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"

  metric_transformation {
    name      = "root"
    namespace = "audit"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "root" {
  alarm_name          = "root"
  metric_name         = "root"
  namespace           = "audit"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.security.arn]
}`,
	types: []string{trailType, groupType, filterType, alarmType, compositeType},
	find: func(c *checker, side *account.Account) []*violation {
		wanted, chosen := c.config.Audit.Alarms, c.config.Audit.Alarms != nil
		switch {
		case chosen && len(side.Resources)+len(side.Principals) == 0:
			return nil // there is no stack on this side
		case !chosen && len(side.OfType(trailType)) == 0:
			return nil // whose trail it is tells somebody
		case !chosen:
			wanted = suggestedAlarms
		}
		counters := c.countersOf(side)
		var out []*violation
		var untold []string
		for _, name := range wanted {
			a := alarmOf(side, name)
			if a == nil {
				continue
			}
			v := missing(name, a, counters)
			if v == nil {
				continue
			}
			if v.undetermined != nil {
				if side == c.change.After {
					c.open = append(c.open, v.undetermined...)
				}
				continue
			}
			out = append(out, v)
			untold = append(untold, a.what)
		}
		if !chosen && len(out) > 0 {
			return []*violation{suggested(out, untold)}
		}
		return out
	},
	worse: func(_ *checker, before, after *violation) bool { return !contains(before.meaning, after.meaning) },
})

// suggested puts what nobody has asked for into one finding.
func suggested(list []*violation, untold []string) *violation {
	v := &violation{
		key: "suggested", severity: low,
		message: fmt.Sprintf("Nobody is told of %s. Which alarms this stack has to have is said by audit.alarms.", join(untold)),
	}
	for _, one := range list {
		v.meaning = append(v.meaning, one.meaning...)
	}
	return v
}

const (
	filterType    = "aws_cloudwatch_log_metric_filter"
	alarmType     = "aws_cloudwatch_metric_alarm"
	compositeType = "aws_cloudwatch_composite_alarm"
)

// counter is a metric filter and whether an alarm acts on what it counts.
type counter struct {
	filter  *account.Resource
	pattern *logfilter.Pattern // nil: not known
	acts    logfilter.Truth
}

// missing judges one alarm: nil where every event is told of, undetermined where
// that depends on what is not known.
func missing(name string, a *alarm, counters []counter) *violation {
	var not []string
	told, maybe := 0, ""
	for _, e := range a.events {
		best := logfilter.No
		for _, m := range counters {
			matched := logfilter.Maybe
			if m.pattern != nil {
				matched = m.pattern.Match(e)
			}
			if got := min(matched, m.acts); got > best {
				best = got
				if got == logfilter.Maybe {
					maybe = m.filter.Address
				}
			}
		}
		switch best {
		case logfilter.No:
			not = append(not, fmt.Sprint(e["eventName"]))
		case logfilter.Yes:
			told++
		}
	}
	switch {
	case told == len(a.events) || a.any && told > 0:
		return nil
	case len(not) == 0 || a.any && maybe != "":
		return &violation{undetermined: []Undetermined{{
			Address:   maybe,
			Reason:    fmt.Sprintf("whether alarm-missing is broken for %s: not all of the filter and its alarm is known until apply", name),
			SettledBy: "a filter and an alarm whose arguments are known while planning",
		}}}
	}
	v := &violation{key: name, part: name, meaning: append([]string{name}, not...)}
	v.message = fmt.Sprintf("Nobody is told of %s (%s): no metric filter with an alarm that acts counts them.", a.what, name)
	if len(a.events) > 1 && len(not) < len(a.events) {
		v.message = fmt.Sprintf("Nobody is told of some %s (%s): no metric filter with an alarm that acts counts %s.", a.what, name, join(not))
	}
	v.fix = fmt.Sprintf("Add to the configuration, on the log group that gets the trail's events:\n\n%s", alarmHCL(name, a))
	return v
}

// countersOf lists the metric filters of a side on groups that get a trail's events.
func (c *checker) countersOf(side *account.Account) []counter {
	var out []counter
	for _, f := range side.OfType(filterType) {
		m := counter{filter: f}
		if v := f.Attr("pattern"); !v.IsUnknown() {
			p, err := logfilter.Parse(v.Text())
			if err != nil || slices.ContainsFunc(routine(), func(e map[string]any) bool { return p.Match(e) == logfilter.Yes }) {
				continue
			}
			m.pattern = p
		}
		if m.acts = min(c.watched(side, f), acted(side, f)); m.acts != logfilter.No {
			out = append(out, m)
		}
	}
	return out
}

// groupOf returns the log group of a filter, nil where it is not at hand.
func groupOf(side *account.Account, f *account.Resource) *account.Resource {
	for _, g := range side.OfType(groupType) {
		if f.Names(f.Attr("log_group_name"), g, groupKeys...) {
			return g
		}
	}
	return nil
}

// auditField reports whether a pattern asks for fields that CloudTrail writes.
func auditField(pattern string) bool {
	return slices.ContainsFunc([]string{"$.eventName", "$.eventSource", "$.userIdentity", "$.errorCode"}, func(f string) bool { return strings.Contains(pattern, f) })
}

// watched says whether a filter is on a log group that gets a trail's events. A
// group outside of the plan is taken to: nobody filters for root in the logs of an application.
func (c *checker) watched(side *account.Account, f *account.Resource) logfilter.Truth {
	group := groupOf(side, f)
	trails := side.OfType(trailType)
	switch {
	case group == nil && f.Attr("log_group_name").IsUnknown():
		return logfilter.Maybe
	case group == nil || len(trails) == 0 || c.auditMarked(group):
		return logfilter.Yes
	}
	out := logfilter.No
	for _, t := range trails {
		if to := t.Attr("cloud_watch_logs_group_arn"); namesGroup(t, to, group) {
			return logfilter.Yes
		} else if to.IsUnknown() && !namesAnyGroup(side, t, to) {
			out = logfilter.Maybe
		}
	}
	return out
}

// acted says whether an alarm acts on the metric of a filter.
func acted(side *account.Account, f *account.Resource) logfilter.Truth {
	out := logfilter.No
	for _, a := range side.OfType(alarmType) {
		out = max(out, min(alarmsOn(a, f), acts(side, a)))
	}
	return out
}

// alarmsOn says whether an alarm is on a metric of a filter.
func alarmsOn(a, f *account.Resource) logfilter.Truth {
	metrics := []account.Value{a.Values}
	for _, q := range a.Attr("metric_query").List() {
		metrics = append(metrics, q.Attr("metric").List()...)
	}
	out := logfilter.No
	for _, t := range f.Attr("metric_transformation").List() {
		for _, m := range metrics {
			out = max(out, min(equals(m.Attr("metric_name"), t.Attr("name")), equals(m.Attr("namespace"), t.Attr("namespace"))))
		}
	}
	return out
}

// equals compares two texts.
func equals(a, b account.Value) logfilter.Truth {
	switch {
	case a.IsUnknown() || b.IsUnknown():
		return logfilter.Maybe
	case a.Text() != "" && a.Text() == b.Text():
		return logfilter.Yes
	}
	return logfilter.No
}

// acts says whether an alarm goes off by more of something, and then does
// something, or makes an alarm act that is composed of it.
func acts(side *account.Account, a *account.Resource) logfilter.Truth {
	if op := a.Attr("comparison_operator"); !op.IsUnknown() && !strings.HasPrefix(op.Text(), "Greater") {
		return logfilter.No
	}
	out := doesSomething(a)
	for _, c := range side.OfType(compositeType) {
		out = max(out, min(composes(c, a), doesSomething(c)))
	}
	return out
}

// composes says whether a composite alarm is made of another.
func composes(c, a *account.Resource) logfilter.Truth {
	rule, name := c.Attr("alarm_rule"), a.Attr("alarm_name").Text()
	switch {
	case rule.IsUnknown():
		return logfilter.Maybe
	case name != "" && slices.ContainsFunc([]string{"(" + name + ")", `("` + name + `")`, a.Attr("arn").Text()}, func(s string) bool { return s != "" && strings.Contains(rule.Text(), s) }):
		return logfilter.Yes
	}
	return logfilter.No
}

func doesSomething(a *account.Resource) logfilter.Truth {
	enabled, actions := a.Attr("actions_enabled"), a.Attr("alarm_actions")
	known, unknown := actions.Strings()
	switch {
	case enabled.V == false:
		return logfilter.No
	case enabled.IsUnknown(), actions.IsUnknown() && (a.Follow == nil || len(a.Follow(actions.Path)) == 0):
		return logfilter.Maybe
	case len(known)+unknown > 0:
		return logfilter.Yes
	}
	return logfilter.No
}

// alarmHCL writes what would tell of an alarm.
func alarmHCL(name string, a *alarm) string {
	return fmt.Sprintf(`resource "aws_cloudwatch_log_metric_filter" %[1]q {
  name           = %[2]q
  log_group_name = aws_cloudwatch_log_group.audit.name
  pattern        = %[3]q

  metric_transformation {
    name      = %[2]q
    namespace = "audit"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" %[1]q {
  alarm_name          = %[2]q
  metric_name         = %[2]q
  namespace           = "audit"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.security.arn]
}`, strings.ReplaceAll(name, "-", "_"), name, a.pattern)
}
