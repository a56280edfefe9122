// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"bytes"
	"html/template"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// graphMarkup is the drawing, which the report's page has as its template "graph".
const graphMarkup = `<svg viewBox="0 0 {{.Width}} {{.Height}}" width="{{.Width}}" height="{{.Height}}" role="img" aria-label="Graph of who reaches PHI through what; the table says the same">` +
	`{{range .Titles}}<text class="column" x="{{.X}}" y="{{.Y}}">{{.Text}}</text>{{end}}` +
	`{{range .Edges}}<path class="edge{{if .New}} new{{end}}" d="{{.Path}}"><title>{{.Title}}</title></path>{{end}}` +
	`{{range .Nodes}}<g class="node{{if .New}} new{{end}}"><title>{{.Title}}</title><rect x="{{.X}}" y="{{.Y}}" width="{{.Width}}" height="{{.Height}}" rx="4"/>{{range .Lines}}<text x="{{.X}}" y="{{.Y}}">{{.Text}}</text>{{end}}</g>{{end}}</svg>`

var graphTemplate = template.Must(template.New("graph").Parse(graphMarkup))

// GraphSVG draws who reaches which store through what as an SVG element, for
// other pages than the report's; "" where nobody reaches any.
func GraphSVG(reach []validator.Reach) (template.HTML, error) {
	g := graphOf(&validator.Report{Reach: reach})
	if g == nil {
		return "", nil
	}
	var b bytes.Buffer
	if err := graphTemplate.Execute(&b, g); err != nil {
		return "", err
	}
	if g.Left != "" {
		b.WriteString(`<p class="note">` + template.HTMLEscapeString(g.Left) + `</p>`)
	}
	return template.HTML(b.String()), nil //nolint:gosec // made by html/template
}
