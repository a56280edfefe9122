// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package evidence_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator/evidence"
)

var at = time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)

// ledger writes records, each with an object of its own.
func ledger(t *testing.T, records int) (dir string, l *evidence.Ledger) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "ledger")
	l = evidence.Open(dir)
	for i := range records {
		r, err := l.Append(evidence.Record{Command: "plan", Verdict: "pass", Time: at}, evidence.Attachment{Name: "report.json", Text: fmt.Appendf(nil, `{"n":%d}`, i)})
		if err != nil {
			t.Fatal(err)
		}
		if r.Sequence != i+1 || !r.RetainUntil.Equal(time.Date(2033, 3, 1, 12, 0, 0, 0, time.UTC)) {
			t.Fatalf("%+v", r)
		}
	}
	return dir, l
}

func verify(t *testing.T, l *evidence.Ledger, head string) *evidence.Verification {
	t.Helper()
	v, err := l.Verify(head)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerify(t *testing.T) {
	record := func(dir string, n int) string { return filepath.Join(dir, "records", fmt.Sprintf("%08d.json", n)) }
	remove := func(t *testing.T, path string) {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	cases := map[string]struct {
		spoil func(t *testing.T, dir string)
		head  func(v *evidence.Verification) string
		want  []string
	}{
		"untouched":    {},
		"its own head": {head: func(v *evidence.Verification) string { return v.Head }},
		"its own head, without the name of the hash": {head: func(v *evidence.Verification) string { return strings.ToUpper(strings.TrimPrefix(v.Head, "sha256:")) }},
		"a link in a record's place": {
			spoil: func(t *testing.T, dir string) {
				elsewhere := filepath.Join(t.TempDir(), "record")
				if err := os.Rename(record(dir, 2), elsewhere); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink(elsewhere, record(dir, 2)); err != nil {
					t.Fatal(err)
				}
			},
			want: []string{"00000002.json: it is no regular file"},
		},
		"an earlier head":     {head: func(v *evidence.Verification) string { return v.Records[0].Hash }},
		"a head of something": {head: func(*evidence.Verification) string { return "sha256:00" }, want: []string{": the head sha256:00 is of no record"}},
		"the end cut off": {
			spoil: func(t *testing.T, dir string) { remove(t, record(dir, 3)) },
			head:  func(v *evidence.Verification) string { return v.Head },
			want:  []string{": the head sha256:"},
		},
		"the end cut off, without a head": {spoil: func(t *testing.T, dir string) { remove(t, record(dir, 3)) }},
		"the beginning cut off":           {spoil: func(t *testing.T, dir string) { remove(t, record(dir, 1)) }, want: []string{"00000001.json: it is missing"}},
		"a gap":                           {spoil: func(t *testing.T, dir string) { remove(t, record(dir, 2)) }, want: []string{"00000002.json: it is missing; the next one is 00000003.json"}},
		"a record over another": {
			spoil: func(t *testing.T, dir string) {
				text, err := os.ReadFile(record(dir, 1))
				if err != nil {
					t.Fatal(err)
				}
				remove(t, record(dir, 2))
				if err := os.WriteFile(record(dir, 2), text, 0o600); err != nil {
					t.Fatal(err)
				}
			},
			want: []string{"00000002.json: it was moved: it is record 1"},
		},
		"a record of another ledger": {
			spoil: func(t *testing.T, dir string) {
				elsewhere := filepath.Join(t.TempDir(), "other")
				for range 2 {
					if _, err := evidence.Open(elsewhere).Append(evidence.Record{Command: "plan", Verdict: "fail", Time: at}); err != nil {
						t.Fatal(err)
					}
				}
				text, err := os.ReadFile(record(elsewhere, 2))
				if err != nil {
					t.Fatal(err)
				}
				remove(t, record(dir, 2))
				if err := os.WriteFile(record(dir, 2), text, 0o600); err != nil {
					t.Fatal(err)
				}
			},
			want: []string{"00000002.json: it does not follow", "00000003.json: it does not follow"},
		},
		"a file that is none": {
			spoil: func(t *testing.T, dir string) {
				if err := os.WriteFile(filepath.Join(dir, "records", "0000003.json"), nil, 0o600); err != nil {
					t.Fatal(err)
				}
			},
			want: []string{"0000003.json: it is no record"},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			dir, l := ledger(t, 3)
			head := ""
			if c.head != nil {
				head = c.head(verify(t, l, ""))
			}
			if c.spoil != nil {
				c.spoil(t, dir)
			}
			v := verify(t, l, head)
			if len(v.Problems) != len(c.want) {
				t.Fatalf("%+v", v.Problems)
			}
			for i, want := range c.want {
				if got := v.Problems[i].Record + ": " + v.Problems[i].Reason; !strings.HasPrefix(got, want) {
					t.Errorf("got %q, want %q", got, want)
				}
			}
		})
	}
}

// TestEveryByte: a change of any byte of any file is found, and in the file that
// was changed, or in the record that speaks of it.
func TestEveryByte(t *testing.T) {
	dir, l := ledger(t, 2)
	var files []string
	for _, pattern := range []string{"records/*", "objects/*"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) != 4 {
		t.Fatal(files)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for i := range text {
			changed := append([]byte{}, text...)
			changed[i] ^= 1
			if err := os.WriteFile(f, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			v := verify(t, l, "")
			if len(v.Problems) == 0 {
				t.Errorf("%s with byte %d changed is not found", f, i)
			} else if strings.Contains(f, "records") && v.Problems[0].Record != filepath.Base(f) {
				t.Errorf("%s with byte %d changed: found in %+v", f, i, v.Problems[0])
			}
		}
		if err := os.WriteFile(f, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWriters: many at once lose nothing, and the chain holds.
func TestWriters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "ledger")
	const writers, each = 4, 6
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				if _, err := evidence.Open(dir).Append(evidence.Record{Command: fmt.Sprintf("%d.%d", w, i), Time: at}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	v := verify(t, evidence.Open(dir), "")
	seen := map[string]bool{}
	for _, r := range v.Records {
		seen[r.Command] = true
	}
	if len(v.Problems)+len(v.Leftovers) != 0 || len(seen) != writers*each {
		t.Errorf("%d records, %+v, %v", len(seen), v.Problems, v.Leftovers)
	}
}

// TestCrash: what a killed writer leaves is seen, and is no record; and nothing
// is written after a record that does not hold.
func TestCrash(t *testing.T) {
	dir, l := ledger(t, 1)
	for _, f := range []string{".writing-123", "objects/" + strings.Repeat("a", 64)} {
		if err := os.WriteFile(filepath.Join(dir, f), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Append(evidence.Record{Command: "plan", Time: at}); err != nil {
		t.Fatal(err)
	}
	v := verify(t, l, "")
	if diff := cmp.Diff([]string{".writing-123", "objects/" + strings.Repeat("a", 64)}, v.Leftovers); diff != "" || len(v.Problems) != 0 || len(v.Records) != 2 {
		t.Errorf("%+v\n%s", v, diff)
	}
	if err := os.WriteFile(filepath.Join(dir, "records", "00000002.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(evidence.Record{Command: "plan", Time: at}); err == nil || !strings.Contains(err.Error(), "00000002.json, does not hold") {
		t.Errorf("written after a damaged record: %v", err)
	}
}

// TestBackwards: a record that is dated before the one before it holds, and is told of.
func TestBackwards(t *testing.T) {
	_, l := ledger(t, 2)
	for _, when := range []time.Time{at.AddDate(-1, 0, 0), at, at.AddDate(0, 0, 1)} {
		if _, err := l.Append(evidence.Record{Command: "plan", Verdict: "pass", Time: when}); err != nil {
			t.Fatal(err)
		}
	}
	v := verify(t, l, "")
	if diff := cmp.Diff([]string{"00000003.json"}, v.Backwards); diff != "" || len(v.Problems) != 0 {
		t.Error(diff, v.Problems)
	}
}

// TestRetention: six years, on a day that six years later is none too.
func TestRetention(t *testing.T) {
	l := evidence.Open(filepath.Join(t.TempDir(), "ledger"))
	r, err := l.Append(evidence.Record{Command: "plan", Verdict: "pass", Time: time.Date(2028, 2, 29, 1, 0, 0, 0, time.UTC)})
	if err != nil || r.RetainUntil.Before(time.Date(2034, 2, 28, 1, 0, 0, 0, time.UTC)) || r.RetainUntil.After(time.Date(2034, 3, 1, 1, 0, 0, 0, time.UTC)) {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestNoLedger(t *testing.T) {
	if _, err := evidence.Open(filepath.Join(t.TempDir(), "none")).Verify(""); err == nil || !strings.Contains(err.Error(), "there is no ledger in") {
		t.Error(err)
	}
}
