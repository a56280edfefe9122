// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEligibleServices(t *testing.T) {
	list, asOf := EligibleServices()
	if want := time.Date(2026, 5, 22, 0, 0, 0, 0, time.UTC); !asOf.Equal(want) {
		t.Errorf("the list is of %v, want %v", asOf, want)
	}
	counts := map[EligibilityStatus]int{}
	for _, s := range list {
		counts[s.Status]++
		if s.Service == "" {
			t.Error("a row has no service")
		}
		if s.Status != Listed && (s.Note == "" || len(s.Prefixes) == 0) {
			t.Errorf("%q is %v without a note or a prefix", s.Service, s.Status)
		}
	}
	if counts[Listed] != 173 || counts[Tooling] != 20 || counts[NotListed] != 26 {
		t.Errorf("rows by status: %v, want 173 listed, 20 tooling, 26 not listed", counts)
	}
	list[0].Prefixes[0] = "changed"
	if again, _ := EligibleServices(); again[0].Prefixes[0] == "changed" {
		t.Error("a caller can change the list")
	}
}

func TestPrefixEligibility(t *testing.T) {
	tests := []struct {
		name, prefix string
		status       EligibilityStatus
		service      string
		note         string // a part of it
	}{
		{"listed", "dynamodb", Listed, "Amazon DynamoDB", ""},
		{"case does not count", "S3", Listed, "Amazon Simple Storage Service (S3)", ""},
		{"listed with an exclusion", "sagemaker", Listed, "Amazon SageMaker AI", "excludes Studio Lab"},
		{"shared by several services", "rds", Listed, "Amazon Aurora", ""},
		{"listed by judgement", "backup-search", Listed, "AWS Backup", "judgement"},
		{"tooling", "iam", Tooling, "IAM", "tooling"},
		{"not listed by name", "lightsail", NotListed, "Amazon Lightsail", "do not use for PHI"},
		{"gone from the list", "robomaker", NotListed, "AWS RoboMaker", "gone from"},
		{"named in a note, with a row of its own", "vpc-lattice", NotListed, "Amazon VPC Lattice", "Absent"},
		{"near a listed service", "dax", Uncertain, "Amazon DynamoDB", "not named"},
		{"near a listed service, never with the word uncertain", "synthetics", Uncertain, "Amazon CloudWatch", "judgement needed"},
		{"excluded by a note of a listed service", "social-messaging", NotListed, "Amazon Pinpoint and End User Messaging", "deny it for PHI"},
		{"nothing is said of it", "honeycode", NotListed, "", "2026-05-22"},
		{"unknown to AWS", "nosuch", NotListed, "", "2026-05-22"},
		{"empty", "", NotListed, "", "2026-05-22"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := PrefixEligibility(tt.prefix)
			if got.Status != tt.status || !strings.Contains(got.Note, tt.note) {
				t.Errorf("PrefixEligibility(%q) = %v, %q, want %v, %q", tt.prefix, got.Status, got.Note, tt.status, tt.note)
			}
			if tt.service == "" && len(got.Services) > 0 || tt.service != "" && !slices.Contains(got.Services, tt.service) {
				t.Errorf("PrefixEligibility(%q) is of %q, want %q", tt.prefix, got.Services, tt.service)
			}
			if got.Status != Listed && got.Note == "" {
				t.Errorf("PrefixEligibility(%q) is %v without a note", tt.prefix, got.Status)
			}
		})
	}
}

// TestEligibilityPrefixesExist keeps the hand-made tables to prefixes that AWS has.
func TestEligibilityPrefixesExist(t *testing.T) {
	for prefix := range eligibility().byPrefix {
		if _, ok := LookupService(prefix); !ok {
			t.Errorf("%q is no IAM prefix", prefix)
		}
	}
}

// TestEveryPrefixInANoteIsClassified finds prefixes that a note speaks of and no row classifies, so that a new edition of
// the list cannot leave an exclusion in words only.
func TestEveryPrefixInANoteIsClassified(t *testing.T) {
	word := regexp.MustCompile(`[a-z0-9]+(?:-[a-z0-9]+)*`)
	list, _ := EligibleServices()
	for _, s := range list {
		for _, w := range word.FindAllString(s.Note, -1) {
			if _, ok := LookupService(w); !ok {
				continue
			}
			if _, ok := eligibility().byPrefix[w]; !ok {
				t.Errorf("the note of %q speaks of the prefix %q: give it a row, or a line in uncertain-prefixes.csv", s.Service, w)
			}
		}
	}
}

func TestReadEligibilityRefuses(t *testing.T) {
	const head = "service,iam_prefixes,status,note,as_of\n"
	const specialHead = "prefix,status,near\n"
	tests := []struct{ name, services, special, want string }{
		{"other columns", "a,b\n", specialHead, "eligible services: record on line 1: wrong number of fields"},
		{"renamed column", "service,prefixes,status,note,as_of\n", specialHead, "eligible services: the first line must be service,iam_prefixes,status,note,as_of"},
		{"unknown status", head + "A,a,maybe,,2026-01-01\n", specialHead, `eligible services: "A" has the unknown status "maybe"`},
		{"bad date", head + "A,a,listed,,soon\n", specialHead, `eligible services: "A": parsing time "soon" as "2006-01-02": cannot parse "soon" as "2006"`},
		{"unknown neighbour", head + "A,a,listed,,2026-01-01\n", specialHead + "b,uncertain,B\n", `uncertain prefixes: "b" names the unknown service "B"`},
		{"two statuses", head + "A,a,listed,,2026-01-01\n", specialHead + "a,uncertain,A\n", `uncertain prefixes: "a" has a status of its own`},
		{"unknown special status", head + "A,a,listed,,2026-01-01\n", specialHead + "b,odd,A\n", `uncertain prefixes: "b" has the unknown status "odd"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readEligibility(tt.services, tt.special)
			if err == nil || err.Error() != tt.want {
				t.Errorf("error %v, want %s", err, tt.want)
			}
		})
	}
}
