// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
)

// testPlan is what the tests read of a plan's JSON.
type testPlan struct {
	Variables map[string]struct{ Value any }
	Timestamp string
	Changes   []*testChange `json:"resource_changes"`
	Prior     struct {
		Values struct {
			Root testModule `json:"root_module"`
		}
	} `json:"prior_state"`
}

type testChange struct {
	Address, Mode, Type string
	Deposed             string
	Change              struct {
		Actions   []string
		After     any
		Unknown   any `json:"after_unknown"`
		Sensitive any `json:"after_sensitive"`
	}
}

type testModule struct {
	Resources []struct {
		Address, Mode string
		Values        any
		Sensitive     any `json:"sensitive_values"`
	}
	Children []testModule `json:"child_modules"`
}

func readPlan(t testing.TB, name string) *testPlan {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	p := &testPlan{}
	if err := json.Unmarshal(text, p); err != nil {
		t.Fatal(err)
	}
	return p
}

// inputs are what the plan tells.
func (p *testPlan) inputs() Inputs {
	values := map[string]Values{}
	keys := map[string][]any{}
	note := func(address string) {
		i := strings.LastIndexByte(address, '[')
		if i < 0 || !strings.HasSuffix(address, "]") {
			return
		}
		key := address[i+1 : len(address)-1]
		if n, err := strconv.Atoi(key); err == nil {
			keys[address[:i]] = append(keys[address[:i]], n)
		} else if s, err := strconv.Unquote(key); err == nil {
			keys[address[:i]] = append(keys[address[:i]], s)
		}
	}
	var walk func(m testModule)
	walk = func(m testModule) {
		for _, r := range m.Resources {
			if r.Mode == "data" {
				values[r.Address] = Values{Values: r.Values, Sensitive: r.Sensitive}
				note(r.Address)
			}
		}
		for _, c := range m.Children {
			walk(c)
		}
	}
	walk(p.Prior.Values.Root)
	for _, c := range p.Changes {
		if c.Deposed == "" && c.Change.After != nil {
			values[c.Address] = Values{Values: c.Change.After, Unknown: c.Change.Unknown, Sensitive: c.Change.Sensitive}
			note(c.Address)
		}
	}
	in := Inputs{
		Variables: map[string]any{}, Timestamp: p.Timestamp,
		Resource:  func(address string) (Values, bool) { v, ok := values[address]; return v, ok },
		Instances: func(address string) ([]any, bool) { k, ok := keys[address]; return k, ok },
	}
	for name, v := range p.Variables {
		in.Variables[name] = v.Value
	}
	return in
}
