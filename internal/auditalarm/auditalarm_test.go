// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package auditalarm_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/auditalarm"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/logfilter"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// longest is how long AWS lets a pattern be. Source: CloudWatch Logs API reference, PutMetricFilter.
const longest = 1_024

func TestAll(t *testing.T) {
	var names []string
	for _, a := range auditalarm.All() {
		names = append(names, a.Name)
		p, err := logfilter.Parse(a.Pattern)
		if err != nil {
			t.Errorf("%s: %v", a.Name, err)
			continue
		}
		if len(a.Pattern) > longest {
			t.Errorf("%s: the pattern has %d characters", a.Name, len(a.Pattern))
		}
		for _, call := range a.Calls {
			e := map[string]any{"eventSource": a.Source + ".amazonaws.com", "eventName": call}
			if p.Match(e) != logfilter.Yes {
				t.Errorf("%s does not count %s", a.Name, call)
			}
		}
		everyDay := map[string]any{
			"eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "eventType": "AwsApiCall", "sourceIPAddress": "203.0.113.7",
			"userIdentity": map[string]any{"type": "AssumedRole"}, "requestParameters": map[string]any{}, "errorCode": "", "additionalEventData": map[string]any{},
		}
		if p.Match(everyDay) != logfilter.No {
			t.Errorf("%s counts what happens every day", a.Name)
		}
		if len(a.Citations) == 0 {
			t.Errorf("%s serves nothing", a.Name)
		}
		for _, c := range a.Citations {
			if _, ok := reference.LookupCitation(c); !ok {
				t.Errorf("%s: no provision %s", a.Name, c)
			}
		}
	}
	if diff := cmp.Diff(config.Alarms, names); diff != "" {
		t.Errorf("other alarms than audit.alarms knows: %s", diff)
	}
}

func TestDeniedCalls(t *testing.T) {
	a, _ := auditalarm.Lookup("denied-calls")
	p, err := logfilter.Parse(a.Pattern)
	if err != nil {
		t.Fatal(err)
	}
	denied := func(code, name, from string) map[string]any {
		return map[string]any{"errorCode": code, "eventName": name, "sourceIPAddress": from}
	}
	tests := map[string]struct {
		event map[string]any
		want  logfilter.Truth
	}{
		"denied":            {denied("AccessDenied", "GetObject", "203.0.113.7"), logfilter.Yes},
		"by EC2":            {denied("Client.UnauthorizedOperation", "RunInstances", "203.0.113.7"), logfilter.Yes},
		"a look":            {denied("AccessDenied", "HeadBucket", "203.0.113.7"), logfilter.No},
		"log delivery":      {denied("AccessDenied", "PutObject", "delivery.logs.amazonaws.com"), logfilter.No},
		"another mistake":   {denied("NoSuchKey", "GetObject", "203.0.113.7"), logfilter.No},
		"no mistake at all": {map[string]any{"eventName": "GetObject", "sourceIPAddress": "203.0.113.7"}, logfilter.No},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if got := p.Match(tc.event); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestBreakGlass(t *testing.T) {
	role := func(call, arn string) map[string]any {
		return map[string]any{"eventName": call, "requestParameters": map[string]any{"roleArn": arn}, "userIdentity": map[string]any{"userName": "jane"}, "eventType": "AwsApiCall"}
	}
	user := map[string]any{"eventName": "ListUsers", "requestParameters": map[string]any{}, "userIdentity": map[string]any{"userName": "breakGlassUser02"}, "eventType": "AwsApiCall"}
	const one, two = "arn:aws:iam::123456789012:role/emergency-1", "arn:aws:iam::123456789012:role/emergency-2"
	tests := map[string]struct {
		roles, users []string
		event        map[string]any
		want         logfilter.Truth
	}{
		"by name":          {nil, nil, role("AssumeRole", "arn:aws:iam::123456789012:role/clinic-break-glass"), logfilter.Yes},
		"another role":     {nil, nil, role("AssumeRole", one), logfilter.No},
		"named":            {[]string{one, two}, nil, role("AssumeRole", two), logfilter.Yes},
		"signed in":        {[]string{one}, nil, role("AssumeRoleWithSAML", one), logfilter.Yes},
		"not named":        {[]string{one}, nil, role("AssumeRole", two), logfilter.No},
		"looked at":        {[]string{one}, nil, role("GetRole", one), logfilter.No},
		"user":             {nil, []string{"breakGlassUser0*"}, user, logfilter.Yes},
		"both, by role":    {[]string{one}, []string{"breakGlassUser0*"}, role("AssumeRole", one), logfilter.Yes},
		"both, by user":    {[]string{one}, []string{"breakGlassUser0*"}, user, logfilter.Yes},
		"both, by neither": {[]string{one}, []string{"breakGlassUser0*"}, role("AssumeRole", two), logfilter.No},
		"another user":     {nil, []string{"emergency"}, user, logfilter.No},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := logfilter.Parse(auditalarm.BreakGlass(tc.roles, tc.users).Pattern)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Match(tc.event); got != tc.want {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}
