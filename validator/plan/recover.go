// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/source"
)

// fromSource evaluates an argument that is not known until apply from the
// configuration's source, with holes for what is not known. It reports whether
// the document is recovered, and otherwise why not; no reason where the source says
// nothing of it.
func (b *builder) fromSource(rc *tfjson.ResourceChange, d *account.Document, refs found) (bool, *account.Undetermined) {
	e := b.evaluator()
	if e == nil {
		return false, nil
	}
	text, err := e.Document(rc.Address, d.Attribute)
	if err != nil {
		var u *source.UndeterminedError
		if errors.As(err, &u) && u.Absent {
			return false, nil // the source does not hold it
		}
		if u != nil {
			return false, &account.Undetermined{Reason: u.Reason, SettledBy: u.SettledBy}
		}
		return false, &account.Undetermined{Reason: err.Error()}
	}
	if text.Null {
		return false, nil // the provider gives the value, not the configuration
	}
	d.Known = account.KnownSource
	if t, lone := refs.lone(); lone && isDocument(t) {
		// The source confirms that the argument is the planned data source's document.
		if of, err := e.Attribute(t.change.Address, "json"); err == nil && of.Value == text.Value && slices.Equal(of.Holes, text.Holes) {
			d.Known = account.KnownDataSource
		}
	}
	d.Sensitive = d.Sensitive || text.Sensitive
	b.parse(rc, d, text.Value, text.Holes)
	return true, nil
}

// evaluation is the configuration made ready to be evaluated; of is nil where
// its source is not at hand.
type evaluation struct{ of *source.Evaluation }

// evaluate prepares the configuration's evaluation with what the plan tells.
func (b *builder) evaluate() *evaluation {
	if b.plan.Source == nil {
		return &evaluation{}
	}
	tree := b.plan.Source.tree()
	if tree == nil {
		return &evaluation{}
	}
	changes := map[string]*tfjson.ResourceChange{}
	values := map[string]source.Values{}
	keys := instanceKeys{}
	for _, rc := range b.plan.Changes {
		if rc.DeposedKey != "" || rc.Change.After == nil && rc.Change.AfterUnknown == nil {
			continue
		}
		changes[rc.Address] = rc
		values[rc.Address] = source.Values{Values: rc.Change.After, Unknown: rc.Change.AfterUnknown, Sensitive: rc.Change.AfterSensitive}
		keys.add(rc.Address)
	}
	b.prior.each(func(address string, v, sensitive any) {
		if _, planned := values[address]; !planned {
			values[address] = source.Values{Values: v, Sensitive: sensitive}
			keys.add(address)
		}
	})
	in := source.Inputs{
		Variables: b.plan.variables(),
		Resource:  func(address string) (source.Values, bool) { v, ok := values[address]; return v, ok },
		Instances: func(address string) ([]any, bool) { k, ok := keys[address]; return k, ok },
		Known: func(address, attribute string) (string, bool) {
			rc := changes[address]
			if rc == nil || attribute != "arn" {
				return "", false
			}
			arn := b.arnByName(rc)
			return arn, arn != ""
		},
	}
	return &evaluation{of: tree.Evaluate(context.Background(), in)}
}

// variables returns the values of the root module's variables.
func (p *Plan) variables() map[string]any {
	var raw map[string]struct {
		Value any `json:"value"`
	}
	if len(p.rawVariables) == 0 || json.Unmarshal(p.rawVariables, &raw) != nil {
		return nil
	}
	out := make(map[string]any, len(raw))
	for name, v := range raw {
		out[name] = v.Value
	}
	return out
}

// instanceKeys are the keys of resources and modules with several instances, by
// their address without the last key.
type instanceKeys map[string][]any

// add notes the keys in an address, those of its modules included.
func (k instanceKeys) add(address string) {
	for at := 0; ; {
		open := strings.IndexByte(address[at:], '[')
		if open < 0 {
			return
		}
		open += at
		end, key := keyAt(address, open)
		if end < 0 {
			return
		}
		base := address[:open]
		known := false
		for _, have := range k[base] {
			known = known || have == key
		}
		if !known {
			k[base] = append(k[base], key)
		}
		at = end
	}
}

// keyAt reads the instance key that opens at a place: ["text"] or [3]. It
// returns the place after it, or -1 where it is none.
func keyAt(address string, open int) (end int, key any) {
	rest := address[open+1:]
	if quoted, err := strconv.QuotedPrefix(rest); err == nil {
		text, err := strconv.Unquote(quoted)
		if err != nil || !strings.HasPrefix(rest[len(quoted):], "]") {
			return -1, nil
		}
		return open + 1 + len(quoted) + 1, text
	}
	digits, _, ok := strings.Cut(rest, "]")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil {
		return -1, nil
	}
	return open + 1 + len(digits) + 1, n
}

// tree is the source as the evaluator reads it, or nil where it cannot.
func (s *Source) tree() *source.Tree {
	if !s.parsed {
		s.parsed, s.parsedTree = true, s.parse()
	}
	return s.parsedTree
}

func (s *Source) parse() *source.Tree {
	switch f := s.files.(type) {
	case zipFiles:
		t, _ := source.FromZIP(f.a.zip, source.WithPrefix(s.prefix))
		return t
	case dirFiles:
		// Modules may lie beside the root module, anywhere in the repository,
		// and nothing is read outside of it.
		base, dir := f.root, "."
		if s.prefix != "" {
			if abs, err := filepath.Abs(f.root); err == nil {
				if rest, ok := strings.CutSuffix(filepath.ToSlash(abs), "/"+s.prefix); ok {
					base, dir = filepath.FromSlash(rest), s.prefix
				}
			}
		}
		root, err := os.OpenRoot(base)
		if err != nil {
			return nil
		}
		t, _ := source.FromFS(root.FS(), dir, source.WithPrefix(s.prefix))
		return t
	}
	return nil
}
