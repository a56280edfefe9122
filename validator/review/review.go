// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package review makes access reviews: who can do what with which PHI store and
// why, the decisions of the people who look at it, and whether these were
// carried out.
//
// A review is a directory:
//
//	review.json      what was found
//	decisions.csv    a line for each cell of the matrix, for the reviewer to fill in
//	review.html      the same to read and to print
//	signatures/      what reviewers have signed, see package approval
//
// Not covered: access that a store's own resource policy gives to principals
// that are in none of the inputs.
package review

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/safeguard"
)

// Schema names the form of a review. Fields may be added; none will change or go.
const Schema = "hipaacheck.review/v1"

// Review is what an access review looks at.
type Review struct {
	Schema     string      `json:"schema"`
	Created    time.Time   `json:"created"`
	Inputs     []Input     `json:"inputs"`
	Principals []Principal `json:"principals"`
	Stores     []Store     `json:"stores"`
	Cells      []Cell      `json:"cells"`
	// Undetermined are documents that are not known, so that a cell may be missing.
	Undetermined []string `json:"undetermined"`
	// LeftOut counts pairs of a principal and a store that were not asked about,
	// since there are too many.
	LeftOut int `json:"left_out"`
}

// Input is a file that was read.
type Input struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	// Kind is "plan", "state" or "account".
	Kind  string `json:"kind"`
	Stack string `json:"stack"`
}

// Principal is a row of the matrix.
type Principal struct {
	ID      string `json:"id"`
	Stack   string `json:"stack"`
	Account string `json:"account"`
	// Kind is "role", "user", or "policy" for whoever gets a policy that is
	// attached to nobody.
	Kind     string `json:"kind"`
	Name     string `json:"name"`
	ARN      string `json:"arn"`
	Address  string `json:"address"`
	Owner    string `json:"owner"`
	ReviewBy string `json:"review_by"`
	// LastUsed is a day, "never" where AWS has seen no use, or "" where nothing tells.
	LastUsed string `json:"last_used"`
	// AssumableBy are those whom a role's trust policy names.
	AssumableBy []string `json:"assumable_by"`
}

// Store is a column of the matrix.
type Store struct {
	ID string `json:"id"`
	// Why says how it is known to hold PHI.
	Why string `json:"why"`
}

// Cell is what one principal can do with one store.
type Cell struct {
	// ID is short and stable, Meaning a digest of what gives the access: both stay
	// while the access is the same.
	ID         string     `json:"id"`
	Meaning    string     `json:"meaning"`
	Principal  string     `json:"principal"`
	Store      string     `json:"store"`
	Levels     []Level    `json:"levels"`
	Suggestion Suggestion `json:"suggestion"`

	// address is the store's in its stack, statements those that give the access.
	address    string
	statements []safeguard.ReachStatement
}

// Level is one kind of access: list, read, write, delete, export, administer or
// grant (to change who may).
type Level struct {
	Level string `json:"level"`
	// Certain is false where something that takes part is not known.
	Certain bool `json:"certain"`
	// Through are the statements that give it, and Example a request; nil where a
	// policy that takes part is marked sensitive.
	Through []Through `json:"through"`
	Example *Example  `json:"example"`
}

// Through is a statement of a policy.
type Through struct {
	Policy    string `json:"policy"`
	Statement int    `json:"statement"`
	SID       string `json:"sid"`
}

// Example is a request that is allowed.
type Example struct {
	Action   string `json:"action"`
	Resource string `json:"resource"`
}

// Suggestion is what the data speak for; the decision is the reviewer's.
type Suggestion struct {
	// Decision is "keep", "reduce", "remove" or "time-bound".
	Decision string `json:"decision"`
	Why      string `json:"why"`
	// Policy is the narrower policy, where the suggestion is to reduce.
	Policy json.RawMessage `json:"policy"`
}

// Source is one account as an input tells of it.
type Source struct {
	Input   Input
	Account *account.Account
}

// levelNames are the kinds of access as a review names them.
var levelNames = map[string]string{
	"list": "list", "read": "read", "write": "write", "delete": "delete", "export": "export", "administer": "administer", "change the permissions of": "grant",
}

// LevelOrder is the order in which levels are shown.
var LevelOrder = []string{"list", "read", "write", "delete", "export", "administer", "grant"}

// New makes a review of all sources.
func New(ctx context.Context, sources []Source, cfg *config.Config, now time.Time) (*Review, error) {
	out := &Review{Schema: Schema, Created: now.UTC().Truncate(time.Second), Inputs: []Input{}, Principals: []Principal{}, Stores: []Store{}, Cells: []Cell{}, Undetermined: []string{}}
	for _, s := range sources {
		out.Inputs = append(out.Inputs, s.Input)
	}
	if len(sources) > 0 {
		out.add(ctx, unite(sources), cfg, now)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(out.Principals, func(a, b Principal) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Stores, func(a, b Store) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Cells, func(a, b Cell) int {
		return cmp.Or(strings.Compare(a.Principal, b.Principal), strings.Compare(a.Store, b.Store))
	})
	return out, nil
}

// add looks at what all sources tell together.
func (r *Review) add(ctx context.Context, all *united, cfg *config.Config, now time.Time) {
	for _, d := range all.account.Documents {
		if d.Undetermined != nil {
			r.Undetermined = append(r.Undetermined, all.place(d.Address)+": "+d.Undetermined.Reason)
		}
	}
	list, left := safeguard.ReviewReaches(ctx, all.account, cfg)
	r.LeftOut += left
	type pair struct{ principal, store string }
	at := map[pair]int{}
	seen := map[string]bool{}
	by := map[string]*account.Principal{}
	for _, x := range list {
		p := all.principal(x.Principal)
		store := all.place(x.Store)
		if !seen[p.ID] {
			seen[p.ID] = true
			by[p.ID] = x.Principal
			r.Principals = append(r.Principals, p)
		}
		if !slices.ContainsFunc(r.Stores, func(o Store) bool { return o.ID == store }) {
			r.Stores = append(r.Stores, Store{ID: store, Why: all.text(x.Why)})
		}
		key := pair{p.ID, store}
		i, ok := at[key]
		if !ok {
			i = len(r.Cells)
			at[key] = i
			r.Cells = append(r.Cells, Cell{ID: short(p.ID, store), Principal: p.ID, Store: store, address: x.Store})
		}
		r.Cells[i].Levels = append(r.Cells[i].Levels, all.level(x))
		r.Cells[i].give(x.Statements)
	}
	for key, i := range at {
		c := &r.Cells[i]
		slices.SortStableFunc(c.Levels, func(a, b Level) int { return slices.Index(LevelOrder, a.Level) - slices.Index(LevelOrder, b.Level) })
		c.Meaning = c.meaning(by[key.principal], all.text)
		c.Suggestion = suggest(c, by[key.principal], all.account, cfg, now)
		c.Suggestion.Policy = json.RawMessage(all.text(string(c.Suggestion.Policy)))
		if len(c.Suggestion.Policy) == 0 {
			c.Suggestion.Policy = nil
		}
	}
}

// give adds statements that give the access, each once.
func (c *Cell) give(list []safeguard.ReachStatement) {
	for _, x := range list {
		if !slices.ContainsFunc(c.statements, func(o safeguard.ReachStatement) bool { return o.Statement == x.Statement }) {
			c.statements = append(c.statements, x)
		}
	}
}

// trusted lists whom a role's trust policy lets in.
func trusted(p *account.Principal) []string {
	out := []string{}
	if p.Trust == nil || p.Trust.Policy == nil || p.Trust.Sensitive {
		return out
	}
	d := p.Trust.Policy
	for _, s := range d.Statements {
		if s.Effect != policy.Allow || s.Principal == nil {
			continue
		}
		if s.Principal.All {
			out = append(out, "anybody")
		}
		for _, list := range [][]policy.Text{s.Principal.AWS, s.Principal.Service, s.Principal.Federated, s.Principal.CanonicalUser} {
			for _, t := range list {
				out = append(out, d.Show(t.Value))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// meaning digests what gives the access: the levels, the documents of the
// principal, and the statements of the store's that let it in, without order or
// spelling.
func (c *Cell) meaning(p *account.Principal, text func(string) string) string {
	parts := []string{c.Principal, c.Store}
	for _, l := range c.Levels {
		parts = append(parts, fmt.Sprint(l.Level, l.Certain))
	}
	var documents []string
	for _, a := range p.All() {
		if a.Document.Policy != nil {
			documents = append(documents, string(a.Document.Policy.Canonical()))
		}
	}
	if p.Trust != nil && p.Trust.Policy != nil {
		documents = append(documents, "trust "+string(p.Trust.Policy.Canonical()))
	}
	if b := p.Boundary; b.State == account.BoundaryPresent && b.Document.Policy != nil {
		documents = append(documents, "boundary "+string(b.Document.Policy.Canonical()))
	}
	for _, x := range c.statements {
		d := x.Attachment.Document
		if !slices.ContainsFunc(p.All(), func(a account.Attachment) bool { return a.Document == d }) {
			documents = append(documents, "store "+string(d.Policy.CanonicalStatement(x.Statement)))
		}
	}
	for i := range documents {
		documents[i] = text(documents[i])
	}
	slices.Sort(documents)
	return "sha256:" + sum(append(parts, documents...)...)
}

// short is an identifier that fits a cell of a table.
func short(parts ...string) string { return sum(parts...)[:10] }

func sum(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(strings.ReplaceAll(p, "\x00", "\x00\x00")))
		h.Write([]byte{0, 1})
	}
	return hex.EncodeToString(h.Sum(nil))
}
