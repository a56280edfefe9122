// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package review

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/report"
)

//go:embed page.html.tmpl
var pageText string

var pageTemplate = template.Must(template.New("review").Funcs(template.FuncMap{
	"day":    func(t time.Time) string { return t.UTC().Format("2 January 2006") },
	"words":  func(level string) string { return levelWords[level] },
	"indent": indented,
}).Parse(pageText))

// levelWords say what a level means to somebody who does not know AWS.
var levelWords = map[string]string{
	"list": "see what is there", "read": "read the content", "write": "add or change content", "delete": "delete content",
	"export": "copy the content elsewhere", "administer": "change how it is set up", "grant": "let others in",
}

// row is a line of the matrix.
type row struct {
	Principal Principal
	Cells     []*Cell // by store, nil where there is no access
}

// HTML writes the review as one page that needs nothing else: the matrix, a
// drawing of the ways, and each cell in words.
func (r *Review) HTML(w io.Writer) error {
	var rows []row
	for _, p := range r.Principals {
		one := row{Principal: p, Cells: make([]*Cell, len(r.Stores))}
		for i := range r.Cells {
			if c := &r.Cells[i]; c.Principal == p.ID {
				if at := slices.IndexFunc(r.Stores, func(s Store) bool { return s.ID == c.Store }); at >= 0 {
					one.Cells[at] = c
				}
			}
		}
		rows = append(rows, one)
	}
	graph, err := report.GraphSVG(r.reach())
	if err != nil {
		return err
	}
	var words [][2]string
	for _, l := range LevelOrder {
		words = append(words, [2]string{l, levelWords[l]})
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, struct {
		*Review
		Rows  []row
		Words [][2]string
		Graph template.HTML
	}{r, rows, words, graph}); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// reach is what the drawing is made of.
func (r *Review) reach() []validator.Reach {
	var out []validator.Reach
	for _, c := range r.Cells {
		i := slices.IndexFunc(r.Principals, func(p Principal) bool { return p.ID == c.Principal })
		one := validator.Reach{Principal: c.Principal, Store: c.Store, After: "yes"}
		if i >= 0 {
			for _, who := range r.Principals[i].AssumableBy {
				one.AssumedBy = append(one.AssumedBy, validator.ReachStep{Name: who})
			}
		}
		for _, l := range c.Levels {
			for _, t := range l.Through {
				step := validator.ReachStep{Name: t.Policy}
				if !slices.Contains(one.Through, step) {
					one.Through = append(one.Through, step)
				}
			}
		}
		out = append(out, one)
	}
	return out
}

func indented(text json.RawMessage) string {
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return strings.TrimSpace(string(text))
	}
	return b.String()
}
