// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/iamtest"
)

// TestKilledRuns ends a run between any two requests, before or after the
// request is carried out, as a killed process does: Terraform keeps what it had.
// Then it runs again. Nothing may be orphaned, nothing lost, and there may be no
// second resource.
func TestKilledRuns(t *testing.T) {
	const ceilingType = "hipaa_permissions_boundary"
	arn := policyARN("killed")
	roleThere := func(srv *iamtest.Server) string {
		if r := srv.Role("killed"); r != nil && len(r.Inline) == 2 && r.Tags["hipaa-iam:unfinished"] == "" && len(srv.Names()) == 1 {
			return r.ID
		}
		return ""
	}
	// A large one has what is not inline in managed policies, and no others are there.
	largeThere := func(srv *iamtest.Server) string {
		r := srv.Role("killed")
		if r == nil || r.Tags["hipaa-iam:unfinished"] != "" || len(srv.Names()) != 1 || len(srv.Policies()) != 1+len(r.Attached) {
			return ""
		}
		if documents := len(r.Inline) + len(r.Attached); documents < 2 || len(r.Attached) > 0 && len(r.Inline) > 1 {
			return ""
		}
		return r.ID
	}
	policyThere := func(srv *iamtest.Server) string {
		if p := srv.Policy(arn); p != nil && p.Tags["hipaa-iam:unfinished"] == "" {
			return p.ID
		}
		return ""
	}
	for name, tc := range map[string]struct {
		resource      string
		first, second map[string]any
		// there returns the identifier of the whole resource; gone says that nothing is left.
		there func(*iamtest.Server) string
		gone  func(*iamtest.Server) bool
		last  string // the last request of a creation, after which nothing tells whose it is
		least int    // as many requests are made
		// writes says to kill at changes only, of which there are enough.
		writes bool
	}{
		"a role": {
			keyRole, keys("killed", nil),
			keys("killed", map[string]any{"description": "Other words.", "owner": "it@example.org", "keys": []any{"arn:aws:kms:us-east-1:123456789012:key/2"}, "permissions_boundary": boundary}),
			roleThere, func(srv *iamtest.Server) bool { return len(srv.Names()) == 0 }, "UntagRole", 8, false,
		},
		"a large role": {
			letterRole, letters(14), letters(1),
			largeThere, func(srv *iamtest.Server) bool { return len(srv.Names()) == 0 && len(srv.Policies()) == 1 }, "UntagRole", 8, true,
		},
		"a boundary": {
			ceilingType, map[string]any{"name": "killed", "class": "phi-workforce"},
			map[string]any{"name": "killed", "class": "nophi-kms", "tags": map[string]any{"Team": "keys"}},
			policyThere, func(srv *iamtest.Server) bool { return srv.Policy(arn) == nil }, "UntagPolicy", 8, false,
		},
		"a password policy": {
			"hipaa_account_password_policy", map[string]any{}, map[string]any{"minimum_password_length": int64(20)},
			func(srv *iamtest.Server) string {
				if p := srv.Password(); p != nil && p.Reuse == 24 {
					return "the account's"
				}
				return ""
			},
			func(srv *iamtest.Server) bool { return srv.Password() == nil }, "", 3, false,
		},
	} {
		for when, fault := range map[string]iamtest.Fault{"before": iamtest.Reset, "after": iamtest.Lost} {
			t.Run(name+", killed "+when+" a request", func(t *testing.T) {
				for n := 1; ; n++ {
					srv := start(t)
					killed := ""
					kill := func(from int) {
						reads := 0
						srv.SetFault(func(c iamtest.Call) iamtest.Fault {
							if tc.writes && killed == "" && (strings.HasPrefix(c.Action, "Get") || strings.HasPrefix(c.Action, "List")) {
								reads++
								return iamtest.None
							}
							switch at := c.Number - from - reads; {
							case at == n:
								killed = c.Action
								return fault
							case at > n:
								return iamtest.Reset
							}
							return iamtest.None
						})
					}
					// Creation.
					s := unrepeated(t, srv.URL)
					kill(len(srv.Calls()))
					had, _, err := s.run(tc.resource, s.none(tc.resource), tc.first)
					srv.SetFault(nil)
					s = configured(t, srv.URL)
					created := killed
					if killed != "" {
						had, _, err = s.run(tc.resource, s.none(tc.resource), tc.first)
						if fault == iamtest.Lost && killed == tc.last {
							// All was done and only Terraform does not know it: nothing tells
							// the resource from another's, and the error says how to go on.
							if err == nil || !strings.Contains(err.Error(), "terraform import") {
								t.Errorf("killed at the very end: %v", err)
							}
							continue
						}
					}
					if err != nil {
						t.Fatalf("creation killed at request %d, %s: %v", n, killed, err)
					}
					id := tc.there(srv)
					if id == "" {
						t.Fatalf("creation killed at request %d, %s: not whole", n, killed)
					}
					// Update.
					killed = ""
					s = unrepeated(t, srv.URL)
					kill(len(srv.Calls()))
					now, _, err := s.run(tc.resource, had, tc.second)
					srv.SetFault(nil)
					s = configured(t, srv.URL)
					updated := killed
					if killed != "" {
						now, _, err = s.run(tc.resource, had, tc.second)
					}
					if err != nil || tc.there(srv) != id {
						t.Fatalf("update killed at request %d, %s: %v; %q, want %q", n, killed, err, tc.there(srv), id)
					}
					// Deletion.
					killed = ""
					s = unrepeated(t, srv.URL)
					kill(len(srv.Calls()))
					_, _, err = s.run(tc.resource, now, nil)
					srv.SetFault(nil)
					if killed != "" {
						s = configured(t, srv.URL)
						_, _, err = s.run(tc.resource, now, nil)
					}
					if err != nil || !tc.gone(srv) {
						t.Fatalf("deletion killed at request %d, %s: %v", n, killed, err)
					}
					if created == "" && updated == "" && killed == "" {
						if n < tc.least {
							t.Fatalf("only %d requests were made", n-1)
						}
						return
					}
				}
			})
		}
	}
}

// letterRole reads letters.
const letterRole = "hipaa_clinician_role"

// letters is a role that reads letters in so many buckets, under long prefixes:
// ten of them are more than inline policies have room for.
func letters(n int) map[string]any {
	buckets := make([]any, n)
	for i := range buckets {
		buckets[i] = map[string]any{"arn": fmt.Sprintf("arn:aws:s3:::letters-%02d", i), "prefix": strings.Repeat("discharge/", 80)}
	}
	return map[string]any{
		"name": "killed", "regions": []any{"us-east-1"}, "record_buckets": buckets, "keys": []any{"arn:aws:kms:us-east-1:123456789012:key/1"}, "permissions_boundary": boundary,
		"trust": map[string]any{"saml": []any{map[string]any{
			"provider_arn": "arn:aws:iam::123456789012:saml-provider/Workforce", "mfa_enforced_by": "idp", "mfa_evidence": "SEC-12",
		}}},
	}
}
