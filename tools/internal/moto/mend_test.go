// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package moto

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMend sends requests through the proxy to a server that notes what came,
// and gives the answer of the case.
func TestMend(t *testing.T) {
	const trail = "arn:aws:cloudtrail:us-east-1:123456789012:trail/main"
	const cloudtrail = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101."
	tests := []struct {
		name                   string
		target, request        string
		contentType, answer    string
		wantRequest, wantReply string
	}{
		{
			name:   "a trail's ARN becomes its name where moto needs it",
			target: cloudtrail + "StartLogging", request: `{"Name":"` + trail + `"}`,
			wantRequest: `{"Name":"main"}`,
		},
		{
			name:   "the newer form of the target header",
			target: "CloudTrail_20131101.StopLogging", request: `{"Name":"` + trail + `"}`,
			wantRequest: `{"Name":"main"}`,
		},
		{
			name:   "other operations keep the ARN",
			target: cloudtrail + "GetTrailStatus", request: `{"Name":"` + trail + `"}`,
			wantRequest: `{"Name":"` + trail + `"}`,
		},
		{
			name:   "only the trails that were asked for",
			target: cloudtrail + "DescribeTrails", request: `{"trailNameList":["` + trail + `"]}`,
			contentType: "application/x-amz-json-1.1",
			answer:      `{"trailList":[{"Name":"other","TrailARN":"x"},{"Name":"main","TrailARN":"` + trail + `"}]}`,
			wantRequest: `{"trailNameList":["` + trail + `"]}`,
			wantReply:   `{"trailList":[{"Name":"main","TrailARN":"` + trail + `"}]}`,
		},
		{
			name:   "all trails when none is named",
			target: cloudtrail + "DescribeTrails", request: `{}`,
			contentType: "application/x-amz-json-1.1", answer: `{"trailList":[{"Name":"other"}]}`,
			wantRequest: `{}`, wantReply: `{"trailList":[{"Name":"other"}]}`,
		},
		{
			name:        "IAM dates are fixed and keys are the documented ones",
			contentType: "text/xml",
			answer:      `<R><CreateDate>2031-01-01T00:00:00Z</CreateDate><AccessKeyId>AKIAREAL</AccessKeyId><SecretAccessKey>real</SecretAccessKey></R>`,
			wantReply:   `<R><CreateDate>2026-01-05T09:00:00Z</CreateDate><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey></R>`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var came string
			upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				came = string(body)
				w.Header().Set("Content-Type", test.contentType)
				_, _ = io.WriteString(w, test.answer)
			}))
			defer upstream.Close()
			target, err := url.Parse(upstream.URL)
			if err != nil {
				t.Fatal(err)
			}
			proxy := httptest.NewServer(mend(target))
			defer proxy.Close()

			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, proxy.URL, strings.NewReader(test.request))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("X-Amz-Target", test.target)
			res, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			reply, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.wantRequest, came); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.wantReply, string(reply)); diff != "" {
				t.Errorf("reply (-want +got):\n%s", diff)
			}
		})
	}
}
