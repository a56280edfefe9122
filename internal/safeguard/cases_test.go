// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// leastCases is how many cases a rule has to have, of which some fire and some,
// near misses, do not.
const leastCases = 6

// tried counts the cases of each rule over all tests of the package.
var tried = struct {
	sync.Mutex
	fired, silent map[string]int
}{fired: map[string]int{}, silent: map[string]int{}}

// counted notes a case in which one rule ran.
func counted(only []string, fired bool) {
	if len(only) != 1 {
		return
	}
	tried.Lock()
	defer tried.Unlock()
	if fired {
		tried.fired[only[0]]++
	} else {
		tried.silent[only[0]]++
	}
}

// ofFrontEnds are rules whose findings are made from more than the account, and
// whose cases are in the tests of what makes them.
var ofFrontEnds = []string{
	"approval-missing",                // validator: approvals
	"waiver-expired", "waiver-unused", // TestWaive
}

// TestMain holds every rule to its number of cases, where all tests have run.
func TestMain(m *testing.M) {
	code := m.Run()
	if code == 0 && flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.list").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" {
		for _, r := range safeguard.Rules() {
			f, s := tried.fired[r.Name], tried.silent[r.Name]
			if os.Getenv("RULE_CASES") != "" {
				fmt.Println(r.Name, f, s)
			}
			if (f+s < leastCases || f < 2 || s < 2) && !slices.Contains(ofFrontEnds, r.Name) {
				fmt.Printf("the rule %s has %d cases that fire and %d that do not; it needs %d, and both kinds\n", r.Name, f, s, leastCases)
				code = 1
			}
		}
	}
	os.Exit(code)
}
