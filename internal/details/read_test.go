// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package details

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

var update = flag.Bool("update", false, "write the golden files")

// TestRead reads testdata/<case>/input.json into account.txt, or error.txt.
func TestRead(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*/input.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(inputs) < 25 {
		t.Fatalf("only %d cases", len(inputs))
	}
	for _, input := range inputs {
		dir := filepath.Dir(input)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			f, err := os.Open(input)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			a, err := Read(f, "account.json")
			if err != nil {
				var e *Error
				if !errors.As(err, &e) || a != nil {
					t.Errorf("the error is a %T, the account %v", err, a)
				}
				golden(t, dir, "error.txt", "account.txt", err.Error()+"\n")
				return
			}
			golden(t, dir, "account.txt", "error.txt", show(a))
		})
	}
}

func golden(t *testing.T, dir, name, other, got string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, other)); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; got\n%s", err, got)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// show writes an account in lines.
func show(a *account.Account) string {
	var out strings.Builder
	line := func(depth int, format string, args ...any) {
		out.WriteString(strings.Repeat("  ", depth) + fmt.Sprintf(format, args...) + "\n")
	}
	for _, p := range a.Principals {
		line(0, "%s", p.Key())
		line(1, "arn %q account %q path %q name %q outside %v", p.ARN, p.Account, p.Path, p.Name, p.Outside)
		for _, key := range slices.Sorted(maps.Keys(p.Tags.Values)) {
			line(1, "tag %q = %q", key, p.Tags.Values[key])
		}
		if u := p.Usage; u != nil {
			line(1, "created %s tracked %v used %s region %q", date(u.Created), u.Tracked, date(u.LastUsed), u.Region)
		}
		if p.Trust != nil {
			line(1, "trust %s", document(p.Trust))
		}
		switch p.Boundary.State {
		case account.BoundaryPresent:
			line(1, "boundary %s %s", p.Boundary.ARN, document(p.Boundary.Document))
		case account.BoundaryNotAtHand:
			line(1, "boundary %s not at hand", p.Boundary.ARN)
		}
		for _, at := range p.Identity {
			line(1, "identity %s", document(at.Document))
		}
		for _, m := range p.Groups {
			line(1, "in %s", m.Group.Key())
		}
	}
	line(0, "documents")
	for _, d := range a.Documents {
		line(1, "%s", document(d))
	}
	return out.String()
}

func date(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format(time.RFC3339)
}

func document(d *account.Document) string {
	out := fmt.Sprintf("%s %q known %q managed %v arn %q name %q", d.Kind, d.Attribute, d.Known, d.Managed, d.ARN, d.Name)
	for _, p := range d.Problems {
		out += fmt.Sprintf(" problem %q", p.Message)
	}
	switch {
	case d.NotAtHand:
		return out + " not at hand"
	case d.Undetermined != nil:
		return out + " undetermined: " + d.Undetermined.Reason
	case d.Known == account.KnownManaged:
		return out + fmt.Sprintf(" %d statements", len(d.Policy.Statements))
	}
	return out + " " + string(d.Policy.Canonical())
}

// TestSameAccount reads the two recordings of one account: as the CLI prints it
// and as the SDK gives it, URL-encoded.
func TestSameAccount(t *testing.T) {
	var shown []string
	for _, name := range []string{"moto-cli", "moto-sdk"} {
		f, err := os.Open("testdata/" + name + "/input.json")
		if err != nil {
			t.Fatal(err)
		}
		a, err := Read(f, name)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		shown = append(shown, show(a))
	}
	if diff := cmp.Diff(shown[0], shown[1]); diff != "" {
		t.Errorf("-CLI +SDK:\n%s", diff)
	}
	if !strings.Contains(shown[0], `arn:aws:s3:::scans/a+b%20c d/Zürich/\"q\"\\*`) {
		t.Errorf("the odd resource is not what was written:\n%s", shown[0])
	}
}

// TestJudged asks whether what was read decides as AWS would.
func TestJudged(t *testing.T) {
	f, err := os.Open("testdata/moto-cli/input.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := Read(f, "moto-cli")
	if err != nil {
		t.Fatal(err)
	}
	who := map[string]*account.Principal{}
	for _, p := range a.Principals {
		who[p.Name] = p
	}
	tests := map[string]struct {
		who, action, resource string
		want                  policy.Result
	}{
		"the default version counts":      {"auditor", "s3:GetObject", "arn:aws:s3:::scans/1", policy.Allowed},
		"an old version does not":         {"auditor", "s3:PutObject", "arn:aws:s3:::scans/1", policy.Denied},
		"a group's policy":                {"nurse", "s3:GetObject", "arn:aws:s3:::scans/1", policy.Allowed},
		"a group's deny":                  {"nurse", "s3:DeleteObject", "arn:aws:s3:::scans/1", policy.Denied},
		"an AWS managed policy":           {"intake", "logs:PutLogEvents", "arn:aws:logs:us-east-1:123456789012:log-group:x:log-stream:y", policy.Allowed},
		"nobody gave anything to a user":  {"idle", "s3:GetObject", "arn:aws:s3:::scans/1", policy.Denied},
		"the boundary lets s3 and logs":   {"intake", "s3:GetObject", "arn:aws:s3:::scans/1", policy.Allowed},
		"a policy that nobody has to use": {"auditor", "s3:DeleteObject", "arn:aws:s3:::scans/1", policy.Denied},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := who[test.who]
			policies := p.Policies()
			got := policy.Evaluate(&policies, &policy.Request{Principal: p.Subject(), Action: test.action, Resource: test.resource})
			if got.Result != test.want {
				t.Errorf("%s: got %v (%s)", test.who, got.Result, got.Reason)
			}
		})
	}
	if b := who["intake"].Boundary; b.State != account.BoundaryPresent || b.Document.Kind != policy.Boundary || b.Document.Policy.Kind != policy.Boundary {
		t.Errorf("the boundary is %+v", b)
	}
	if b := who["auditor"].Boundary; b.State != account.BoundaryAbsent {
		t.Errorf("a boundary where there is none: %+v", b)
	}
}

// TestUnreadable: the reason of a source that fails is kept.
func TestUnreadable(t *testing.T) {
	broken := errors.New("connection reset")
	_, err := Read(io.MultiReader(strings.NewReader(`{"UserDetailList": [`), iotest.ErrReader(broken)), "account.json")
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "account.json:1:21: Cannot read the account: ") {
		t.Errorf("got %v", err)
	}
	_, err = Read(iotest.ErrReader(broken), "-")
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// TestPieces: the size of what the source gives at a time does not matter.
func TestPieces(t *testing.T) {
	text, err := os.ReadFile("testdata/moto-cli/input.json")
	if err != nil {
		t.Fatal(err)
	}
	whole, err := Read(strings.NewReader(string(text)), "x")
	if err != nil {
		t.Fatal(err)
	}
	pieces, err := Read(iotest.OneByteReader(strings.NewReader(string(text))), "x")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(show(whole), show(pieces)); diff != "" {
		t.Errorf("-whole +pieces:\n%s", diff)
	}
	// An error far into a long input still has its place.
	long := strings.Replace(string(text), "{", "{"+strings.Repeat("\n", 300_000), 1)
	long = strings.Replace(long, `"Arn": "arn:aws:iam::123456789012:role/auditor",`, "", 1)
	_, err = Read(strings.NewReader(long), "x")
	before, _, _ := strings.Cut(long, `"RoleName": "auditor"`)
	want := strings.Count(before[:strings.LastIndexByte(before, '{')], "\n") + 1
	if err == nil || !strings.HasPrefix(err.Error(), fmt.Sprintf("x:%d:9: Incomplete entry: The role auditor has no Arn.", want)) {
		t.Errorf("got %v, want line %d", err, want)
	}
}

func FuzzRead(f *testing.F) {
	inputs, err := filepath.Glob("testdata/*/input.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, input := range inputs {
		text, err := os.ReadFile(input)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Read(strings.NewReader(text), "x")
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Errorf("the error is a %T: %v", err, err)
			}
			return
		}
		_ = show(a)
		for _, p := range a.Principals {
			_ = p.All()
			_ = p.Policies()
		}
	})
}
