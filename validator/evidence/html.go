// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"bytes"
	_ "embed"
	"html/template"
	"time"
)

//go:embed index.html.tmpl
var indexText string

var indexTemplate = template.Must(template.New("index").Funcs(template.FuncMap{
	"day": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") },
}).Parse(indexText))

// indexHTML is one self-contained page with all records.
func indexHTML(v *Verification, now time.Time) ([]byte, error) {
	var b bytes.Buffer
	err := indexTemplate.Execute(&b, struct {
		*Verification
		Now   time.Time
		Holds string
	}{v, now, holds(v)})
	return b.Bytes(), err
}
