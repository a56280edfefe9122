// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package reference

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// EligibilityStatus tells whether PHI may be processed with a service under a business associate addendum with AWS.
type EligibilityStatus uint8

const (
	// NotListed means that the list of eligible services does not name the service, or excludes it.
	NotListed EligibilityStatus = iota
	// Uncertain means that the prefix belongs to something near a listed service that the list does not name itself, so
	// that a person has to decide.
	Uncertain
	// Tooling means that the list does not name the service, yet it does not normally hold PHI, as IAM itself.
	Tooling
	// Listed means that the list names the service.
	Listed
)

// String returns the status in words.
func (s EligibilityStatus) String() string {
	switch s {
	case Listed:
		return "listed"
	case Tooling:
		return "tooling"
	case Uncertain:
		return "uncertain"
	case NotListed:
		return "not-listed"
	default:
		return fmt.Sprintf("EligibilityStatus(%d)", uint8(s))
	}
}

// EligibleService is one row of the list of HIPAA eligible services, or of services that are known not to be on it.
type EligibleService struct {
	// Service is AWS's name of the service.
	Service string
	// Prefixes holds the IAM prefixes of the service's actions; empty where it has none.
	Prefixes []string
	// Status is [Listed], [Tooling] or [NotListed].
	Status EligibilityStatus
	// Note tells what the list excludes and what the mapping to prefixes left open.
	Note string
}

// Eligibility is what the list says of one IAM prefix.
type Eligibility struct {
	Status EligibilityStatus
	// Services names the services with this prefix, or for [Uncertain] the listed service that it is near to.
	Services []string
	// Note explains the status, and names exclusions that hold even for a listed service. Never empty unless the status is
	// [Listed].
	Note string
}

// EligibleServices returns every row of the list and its date.
// Source: AWS, "HIPAA Eligible Services Reference". The mapping from services to IAM prefixes is a judgement, since AWS
// publishes none.
func EligibleServices() (list []EligibleService, asOf time.Time) {
	t := eligibility()
	list = make([]EligibleService, len(t.rows))
	for i, r := range t.rows {
		list[i] = r
		list[i].Prefixes = append([]string(nil), r.Prefixes...)
	}
	return list, t.asOf
}

// PrefixEligibility returns what the list says of an IAM prefix, without regard to case. A prefix of which nothing is
// said is [NotListed].
func PrefixEligibility(prefix string) Eligibility {
	t := eligibility()
	if e, ok := t.byPrefix[lower(prefix)]; ok {
		e.Services = append([]string(nil), e.Services...)
		return e
	}
	return Eligibility{
		Status: NotListed,
		Note:   "No service with this prefix is on the list of " + t.asOf.Format(time.DateOnly),
	}
}

type eligibilityTable struct {
	rows     []EligibleService
	asOf     time.Time
	byPrefix map[string]Eligibility
}

var eligibility = sync.OnceValue(func() *eligibilityTable {
	return must(readEligibility(eligibleServicesFile, uncertainPrefixesFile))
})

func readEligibility(services, special string) (*eligibilityTable, error) {
	rows, err := readTable(services, "service", "iam_prefixes", "status", "note", "as_of")
	if err != nil {
		return nil, fmt.Errorf("eligible services: %w", err)
	}
	t := &eligibilityTable{byPrefix: map[string]Eligibility{}}
	notes := map[string]string{}
	for _, row := range rows {
		status, ok := map[string]EligibilityStatus{"listed": Listed, "tooling": Tooling, "not-listed": NotListed}[row[2]]
		if !ok {
			return nil, fmt.Errorf("eligible services: %q has the unknown status %q", row[0], row[2])
		}
		date, err := time.Parse(time.DateOnly, row[4])
		if err != nil {
			return nil, fmt.Errorf("eligible services: %q: %w", row[0], err)
		}
		if date.After(t.asOf) {
			t.asOf = date
		}
		s := EligibleService{Service: row[0], Prefixes: strings.Fields(row[1]), Status: status, Note: row[3]}
		t.rows = append(t.rows, s)
		notes[s.Service] = s.Note
		for _, p := range s.Prefixes {
			e := t.byPrefix[p]
			// A prefix that several services share is as eligible as the best of them: the list is one of services.
			e.Status = max(e.Status, status)
			e.Services = append(e.Services, s.Service)
			e.Note = joinNotes(e.Note, s.Note)
			t.byPrefix[p] = e
		}
	}
	return t, t.addSpecial(special, notes)
}

// addSpecial adds the prefixes whose status stands in the notes in words only.
func (t *eligibilityTable) addSpecial(special string, notes map[string]string) error {
	rows, err := readTable(special, "prefix", "status", "near")
	if err != nil {
		return fmt.Errorf("uncertain prefixes: %w", err)
	}
	for _, row := range rows {
		note, ok := notes[row[2]]
		if !ok {
			return fmt.Errorf("uncertain prefixes: %q names the unknown service %q", row[0], row[2])
		}
		e := Eligibility{Services: []string{row[2]}}
		switch row[1] {
		case "uncertain":
			if _, ok := t.byPrefix[row[0]]; ok {
				return fmt.Errorf("uncertain prefixes: %q has a status of its own", row[0])
			}
			e.Status = Uncertain
			e.Note = "Near " + row[2] + ", but not named by the list: " + note
		case "excluded":
			e.Status = NotListed
			e.Note = note
		default:
			return fmt.Errorf("uncertain prefixes: %q has the unknown status %q", row[0], row[1])
		}
		t.byPrefix[row[0]] = e
	}
	return nil
}

func joinNotes(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}
