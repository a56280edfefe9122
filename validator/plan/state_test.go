// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

// TestReadState: a recorded state, and what of it counts outside of its own stack.
func TestReadState(t *testing.T) {
	a, err := ReadState("../../testdata/plans/outside-state/state.json")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"role arn:aws:iam::123456789012:role/teams/shared in 123456789012, boundary arn:aws:iam::123456789012:policy/phi-boundary state",
		"  trust state", "  arn:aws:iam::123456789012:policy/teams/launch state", "  reports state", "  x.y state",
	}
	if d := cmp.Diff(want, tell(a)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestReadStateForms: the state that Terraform keeps for itself, as it lies in a
// recorded saved plan, tells the same as the one that it shows, as it stands in
// that plan's JSON.
func TestReadStateForms(t *testing.T) {
	const recorded = "../../examples/pull-request/recorded/"
	z, err := zip.OpenReader(recorded + "plan.tfplan")
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("tfstate")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(recorded + "plan.json")
	if err != nil {
		t.Fatal(err)
	}
	var p struct {
		Prior jsontext.Value `json:"prior_state"`
	}
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatal(err)
	}
	var told [][]string
	for _, src := range [][]byte{raw, p.Prior} {
		path := filepath.Join(t.TempDir(), "state")
		if err := os.WriteFile(path, src, 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := ReadState(path)
		if err != nil {
			t.Fatal(err)
		}
		told = append(told, tell(a))
	}
	if len(told[0]) < 10 {
		t.Error(told[0])
	}
	if d := cmp.Diff(told[1], told[0]); d != "" {
		t.Errorf("(-shown +kept):\n%s", d)
	}
}

// tell writes what an account from outside holds.
func tell(a *account.Account) []string {
	var out []string
	for _, p := range a.Principals {
		line := fmt.Sprintf("%s %s in %s", p.Kind, p.ARN, p.Account)
		if p.Boundary.Document != nil {
			line += ", boundary " + p.Boundary.ARN + " " + string(p.Boundary.Document.Known)
		}
		if p.Address != "" || p.At != "" || !p.Outside {
			line += ", at " + p.Address + p.At
		}
		out = append(out, line)
		var has []string
		if p.Trust != nil {
			has = append(has, "  trust "+string(p.Trust.Known))
		}
		for _, at := range p.Identity {
			name := at.Document.ARN
			if name == "" {
				name = at.Document.Name
			}
			if at.Document.Address != "" || len(at.Via) > 0 {
				name += " at " + at.Document.Address
			}
			if at.Document.Sensitive {
				name += " sensitive"
			}
			has = append(has, "  "+name+" "+string(at.Document.Known))
		}
		slices.Sort(has[min(1, len(has)):])
		out = append(out, has...)
	}
	return out
}

// TestReadStateRefuses: what is no state is not taken for an empty one.
func TestReadStateRefuses(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"a plan":          {`{"format_version":"1.2","resource_changes":[],"prior_state":{}}`, "A plan, not a state"},
		"nothing":         {``, "Invalid JSON"},
		"an empty state":  {`{"format_version":"1.0"}`, "Not a state"},
		"another object":  {`{"name":"x"}`, "Not a state"},
		"a list":          {`[]`, "Not a state"},
		"cut":             {`{"version":4,"resources":[`, "Invalid JSON"},
		"a key twice":     {`{"version":4,"version":4}`, "Invalid JSON"},
		"an old version":  {`{"version":3,"modules":[]}`, "Unknown state version"},
		"encrypted":       {`{"encrypted_data":"x"}`, "Encrypted state"},
		"wrong types":     {`{"version":4,"resources":{}}`, "Not a state"},
		"flat attributes": {`{"version":4,"resources":[{"mode":"managed","type":"aws_iam_role","name":"r","instances":[{"attributes_flat":{}}]}]}`, "Not a state"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "state.json")
			if err := os.WriteFile(path, []byte(c.src), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := ReadState(path)
			var own *Error
			if !errors.As(err, &own) || own.Summary != c.want || own.Path != path || !strings.HasSuffix(own.Detail, ".") && !strings.HasSuffix(own.Detail, "json") {
				t.Errorf("%v", err)
			}
		})
	}
}

// TestReadStateSensitive: marks of a state file hide documents; marks that
// cannot be read hide everything.
func TestReadStateSensitive(t *testing.T) {
	const state = `{"version":4,"resources":[{"mode":"managed","type":"aws_iam_policy","name":"p","instances":[
		{"attributes":{"arn":"arn:aws:iam::123456789012:policy/p","name":"p","policy":"{}"},"sensitive_attributes":%s}]}]}`
	for marks, want := range map[string]bool{
		`[]`: false, `null`: false,
		`[[{"type":"get_attr","value":"policy"}]]`:                                                      true,
		`[[{"type":"get_attr","value":"tags"},{"type":"index","value":{"value":"a","type":"string"}}]]`: false,
		`[[{"type":"other","value":"x"}]]`:                                                              true, `["policy"]`: true,
	} {
		path := filepath.Join(t.TempDir(), "state")
		if err := os.WriteFile(path, []byte(fmt.Sprintf(state, marks)), 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := ReadState(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Documents) != 1 || a.Documents[0].Sensitive != want {
			t.Errorf("%s: %+v", marks, a.Documents)
		}
	}
}
