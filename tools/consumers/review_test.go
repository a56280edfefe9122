// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestReviewPage opens an access review as a privacy officer does: it says in words
// who can do what with which store, leads from the matrix to each pair, prints,
// keeps within a phone's width, and complains of nothing and asks nobody.
func TestReviewPage(t *testing.T) {
	out := filepath.Join(t.TempDir(), "review")
	hipaacheck(t, 0, "review", "new", example, "--config", "examples/pull-request/.hipaacheck.hcl", "--out", out)
	ctx, complaints := browser(t, filepath.Join(out, "review.html"))
	number := func(script string) int {
		t.Helper()
		var n int
		if err := chromedp.Run(ctx, chromedp.Evaluate(script, &n)); err != nil {
			t.Fatal(err)
		}
		return n
	}
	var heading, words string
	if err := chromedp.Run(ctx, chromedp.Text("h1", &heading), chromedp.Text("dl.words", &words)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(heading, "Access review of ") || !strings.Contains(words, "read") {
		t.Errorf("%q, %q", heading, words)
	}
	rows, cells, nodes := number(`document.querySelectorAll("tbody tr").length`), number(`document.querySelectorAll("article.cell").length`), number(`document.querySelectorAll("svg .node").length`)
	if rows < 5 || cells < rows || nodes < rows {
		t.Errorf("%d rows, %d pairs, %d nodes", rows, cells, nodes)
	}
	if dead := number(`[...document.querySelectorAll("table a")].filter(a => !document.querySelector(a.getAttribute("href"))).length`); dead > 0 {
		t.Errorf("%d links of the matrix lead nowhere", dead)
	}
	if links := number(`document.querySelectorAll("table a").length`); links < cells {
		t.Errorf("%d links for %d pairs", links, cells)
	}
	if strange := number(`document.querySelectorAll("script, link, img, iframe").length`); strange > 0 {
		t.Errorf("%d elements that load or run something", strange)
	}
	dir := os.Getenv("HIPAA_SCREENSHOTS")
	for name, actions := range map[string][]chromedp.Action{
		"review-light": {emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}})},
		"review-dark":  {emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}})},
	} {
		var picture []byte
		if err := chromedp.Run(ctx, append(actions, chromedp.FullScreenshot(&picture, 100))...); err != nil {
			t.Fatal(err)
		}
		save(t, dir, name+".png", picture)
	}
	var paper []byte
	if err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		paper, _, err = page.PrintToPDF().WithPrintBackground(true).Do(ctx)
		return err
	})); err != nil || !strings.HasPrefix(string(paper), "%PDF-") {
		t.Errorf("not printed: %v", err)
	}
	save(t, dir, "review.pdf", paper)
	if err := chromedp.Run(ctx, emulation.SetDeviceMetricsOverride(390, 800, 1, true)); err != nil {
		t.Fatal(err)
	}
	if n := number(`document.documentElement.scrollWidth`); n > 390 {
		t.Errorf("the page is %d pixels wide on a phone of 390", n)
	}
	if said := complaints(); len(said) > 0 {
		t.Error(said)
	}
}
