// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // UUIDs of version 5 are defined over it, RFC 9562
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// reportObject is the name under which a record keeps its report.
const reportObject = "report.json"

// oscalVersion is the version of OSCAL's models that is written.
// Source: https://pages.nist.gov/OSCAL/resources/concepts/layer/assessment/assessment-results/
const oscalVersion = "1.1.2"

type (
	assessmentResults struct {
		UUID     string        `json:"uuid"`
		Metadata oscalMetadata `json:"metadata"`
		ImportAP oscalHref     `json:"import-ap"`
		Results  []oscalResult `json:"results"`
		Back     oscalBack     `json:"back-matter"`
	}
	oscalMetadata struct {
		Title        string `json:"title"`
		LastModified string `json:"last-modified"`
		Version      string `json:"version"`
		OSCAL        string `json:"oscal-version"`
	}
	oscalHref struct {
		Href string `json:"href"`
	}
	oscalResult struct {
		UUID         string             `json:"uuid"`
		Title        string             `json:"title"`
		Description  string             `json:"description"`
		Start        string             `json:"start"`
		End          string             `json:"end"`
		Props        []oscalProp        `json:"props"`
		Controls     oscalControls      `json:"reviewed-controls"`
		Observations []oscalObservation `json:"observations,omitempty"`
		Findings     []oscalFinding     `json:"findings,omitempty"`
	}
	oscalProp struct {
		Name  string `json:"name"`
		NS    string `json:"ns"`
		Value string `json:"value"`
	}
	oscalControls struct {
		Selections []oscalSelection `json:"control-selections"`
	}
	oscalSelection struct {
		All     *struct{}      `json:"include-all,omitempty"`
		Include []oscalControl `json:"include-controls,omitempty"`
	}
	oscalControl struct {
		ID string `json:"control-id"`
	}
	oscalObservation struct {
		UUID        string      `json:"uuid"`
		Title       string      `json:"title"`
		Description string      `json:"description"`
		Props       []oscalProp `json:"props"`
		Methods     []string    `json:"methods"`
		Collected   string      `json:"collected"`
	}
	oscalFinding struct {
		UUID        string         `json:"uuid"`
		Title       string         `json:"title"`
		Description string         `json:"description"`
		Target      oscalTarget    `json:"target"`
		Related     []oscalRelated `json:"related-observations"`
	}
	oscalTarget struct {
		Type   string      `json:"type"`
		ID     string      `json:"target-id"`
		Status oscalStatus `json:"status"`
	}
	oscalStatus struct {
		State string `json:"state"`
	}
	oscalRelated struct {
		UUID string `json:"observation-uuid"`
	}
	oscalBack struct {
		Resources []oscalResource `json:"resources"`
	}
	oscalResource struct {
		UUID        string      `json:"uuid"`
		Title       string      `json:"title"`
		Description string      `json:"description"`
		Links       []oscalLink `json:"rlinks,omitempty"`
	}
	oscalLink struct {
		Href   string      `json:"href"`
		Hashes []oscalHash `json:"hashes,omitempty"`
	}
	oscalHash struct {
		Algorithm string `json:"algorithm"`
		Value     string `json:"value"`
	}
)

// kept is what is taken of a report that a record keeps.
type kept struct {
	Findings []struct {
		Rule        string          `json:"rule"`
		Severity    string          `json:"severity"`
		Status      string          `json:"status"`
		Blocks      bool            `json:"blocks"`
		Waiver      json.RawMessage `json:"waiver"`
		Address     string          `json:"address"`
		Message     string          `json:"message"`
		Citations   []string        `json:"citations"`
		NIST        []string        `json:"nist"`
		Fingerprint string          `json:"fingerprint"`
	} `json:"findings"`
}

const namespace = "https://github.com/hipaa-iam/terraform-provider-hipaa"

// assessment writes the records as OSCAL assessment results: a result each, an
// observation for every finding of its report, and a finding for every control of
// NIST SP 800-53 that these observations say is not satisfied.
func (l *Ledger) assessment(v *Verification, version string, now time.Time) ([]byte, error) {
	out := assessmentResults{
		UUID:     uuid("results", v.Head, now.UTC().Format(time.RFC3339)),
		Metadata: oscalMetadata{Title: "Checks of IAM changes against HIPAA safeguards", LastModified: now.UTC().Format(time.RFC3339), Version: version, OSCAL: oscalVersion},
		Results:  []oscalResult{},
	}
	plan := oscalResource{UUID: uuid("plan"), Title: "Assessment plan", Description: "Every change of IAM is checked by hipaacheck before it is applied, and recorded in an append-only ledger."}
	out.ImportAP.Href = "#" + plan.UUID
	out.Back.Resources = []oscalResource{plan}
	for _, r := range v.Records {
		result, err := l.result(r)
		if err != nil {
			return nil, err
		}
		out.Results = append(out.Results, *result)
		for _, o := range r.Objects {
			out.Back.Resources = append(out.Back.Resources, oscalResource{
				UUID: uuid("object", r.Hash, o.Name, o.SHA256), Title: o.Name, Description: fmt.Sprintf("Kept with record %d.", r.Sequence),
				Links: []oscalLink{{Href: "ledger/objects/" + o.SHA256, Hashes: []oscalHash{{Algorithm: "SHA-256", Value: o.SHA256}}}},
			})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(map[string]any{"assessment-results": out})
	return b.Bytes(), err
}

func (l *Ledger) result(r *Record) (*oscalResult, error) {
	at := r.Time.UTC().Format(time.RFC3339)
	out := &oscalResult{
		UUID: uuid("result", r.Hash), Title: fmt.Sprintf("Record %d: %s", r.Sequence, r.Command), Start: at, End: at,
		Description: strings.TrimSpace(fmt.Sprintf("%s. %s", orNone(r.Verdict), list(r.Inputs, func(i Input) string { return i.Path + " (" + i.SHA256 + ")" }))),
		Props: []oscalProp{
			{Name: "verdict", NS: namespace, Value: orNone(r.Verdict)}, {Name: "record-hash", NS: namespace, Value: r.Hash},
			{Name: "retain-until", NS: namespace, Value: r.RetainUntil.UTC().Format(time.RFC3339)},
		},
	}
	controls := map[string][]string{} // by control, the observations
	for _, o := range r.Objects {
		if o.Name != reportObject {
			continue
		}
		text, err := l.object(o)
		if err != nil {
			continue // the verification names it
		}
		var report kept
		if err := json.Unmarshal(text, &report); err != nil {
			return nil, fmt.Errorf("the report of record %d cannot be read: %w", r.Sequence, err)
		}
		for i, f := range report.Findings {
			if f.Status == "resolved" {
				continue
			}
			id := uuid("observation", r.Hash, f.Fingerprint, fmt.Sprint(i))
			waived := "no"
			if len(f.Waiver) > 0 && string(f.Waiver) != "null" {
				waived = "yes"
			}
			where := orNone(f.Address)
			out.Observations = append(out.Observations, oscalObservation{
				UUID: id, Title: f.Rule + " at " + where, Description: orNone(f.Message), Methods: []string{"TEST"}, Collected: at,
				Props: []oscalProp{
					{Name: "severity", NS: namespace, Value: f.Severity}, {Name: "status", NS: namespace, Value: f.Status},
					{Name: "waived", NS: namespace, Value: waived}, {Name: "hipaa", NS: namespace, Value: orNone(strings.Join(f.Citations, ", "))},
				},
			})
			for _, n := range f.NIST {
				c := controlID(n)
				controls[c] = append(controls[c], id)
			}
		}
	}
	if len(controls) == 0 {
		out.Controls.Selections = []oscalSelection{{All: &struct{}{}}}
		return out, nil
	}
	selection := oscalSelection{}
	for _, c := range slices.Sorted(maps.Keys(controls)) {
		selection.Include = append(selection.Include, oscalControl{ID: c})
		f := oscalFinding{
			UUID: uuid("finding", r.Hash, c), Title: strings.ToUpper(c), Description: fmt.Sprintf("%d observations bear on this control.", len(controls[c])),
			Target: oscalTarget{Type: "objective-id", ID: c + "_obj", Status: oscalStatus{State: "not-satisfied"}},
		}
		for _, id := range controls[c] {
			f.Related = append(f.Related, oscalRelated{UUID: id})
		}
		out.Findings = append(out.Findings, f)
	}
	out.Controls.Selections = []oscalSelection{selection}
	return out, nil
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// controlID writes a control as OSCAL's catalogue does: AC-2(12) is ac-2.12.
func controlID(s string) string {
	return strings.NewReplacer("(", ".", ")", "").Replace(strings.ToLower(s))
}

// uuid is a UUID of version 5 in a name space of this ledger's, so that the same
// ledger gives the same identifiers.
func uuid(parts ...string) string {
	h := sha1.New() //nolint:gosec // see the import
	h.Write([]byte(namespace))
	for _, p := range parts {
		h.Write([]byte{0})
		h.Write([]byte(p))
	}
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
