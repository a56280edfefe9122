// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/need"
	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// browser opens a page in headless Chromium and returns its context and what the
// page has complained of or asked of the network.
func browser(t *testing.T, file string) (ctx context.Context, complaints func() []string) {
	t.Helper()
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	chromium, err := need.Tools{Dir: filepath.Join(root, ".tools"), Log: os.Stderr}.Chromium(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox, chromedp.WSURLReadTimeout(time.Minute), chromedp.WindowSize(1280, 900))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, expire := context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(expire)
	var lock sync.Mutex
	var said []string
	add := func(s string) {
		lock.Lock()
		defer lock.Unlock()
		said = append(said, s)
	}
	chromedp.ListenTarget(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventConsoleAPICalled:
			text := "console " + string(e.Type)
			for _, a := range e.Args {
				text += " " + string(a.Value)
			}
			add(text)
		case *runtime.EventExceptionThrown:
			add("exception: " + e.ExceptionDetails.Text)
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, "file:") && !strings.HasPrefix(e.Request.URL, "data:") {
				add("request: " + e.Request.URL)
			}
		}
	})
	address := (&url.URL{Scheme: "file", Path: file}).String()
	if err := chromedp.Run(ctx, network.Enable(), runtime.Enable(), chromedp.Navigate(address), chromedp.WaitReady("main")); err != nil {
		t.Fatal(err)
	}
	return ctx, func() []string {
		lock.Lock()
		defer lock.Unlock()
		return append([]string(nil), said...)
	}
}

// writePage writes a report as a page.
func writePage(t *testing.T, code int, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	hipaacheck(t, code, append([]string{"plan", "--format", "html=" + file}, args...)...)
	return file
}

// TestHTML opens the page as its reader does: it says the verdict, filters by
// keyboard, shows matrix and graph, keeps within a phone's width, and complains of
// nothing and asks nobody for anything.
func TestHTML(t *testing.T) {
	ctx, complaints := browser(t, writePage(t, 2, "--source", source, example))
	number := func(script string) int {
		t.Helper()
		var n int
		if err := chromedp.Run(ctx, chromedp.Evaluate(script, &n)); err != nil {
			t.Fatal(err)
		}
		return n
	}
	const shown = `document.querySelectorAll(".finding:not([hidden])").length`
	all := number(shown)
	var heading, counted string
	if err := chromedp.Run(ctx, chromedp.Text("h1", &heading), chromedp.Text("#shown", &counted)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(heading, "FAIL: ") || all < 20 || counted != fmt.Sprintf("%d of %d shown", all, all) {
		t.Errorf("%q, %d, %q", heading, all, counted)
	}

	// The search is reached and used by the keyboard alone.
	if err := chromedp.Run(ctx, chromedp.Focus("#text"), chromedp.SendKeys("#text", "trust-public vendor")); err != nil {
		t.Fatal(err)
	}
	if n := number(shown); n != 1 {
		t.Errorf("%d findings of the search", n)
	}
	if err := chromedp.Run(ctx, chromedp.Evaluate(`document.getElementById("text").value = ""; document.querySelector("input[value=critical]").focus()`, nil), chromedp.KeyEvent(" ")); err != nil {
		t.Fatal(err)
	}
	critical := number(`document.querySelectorAll(".finding.critical").length`)
	if n := number(shown); critical == 0 || n != all-critical {
		t.Errorf("%d shown of %d without %d critical ones", n, all, critical)
	}
	// A closed finding opens by the keyboard.
	if err := chromedp.Run(ctx, chromedp.Evaluate(`document.querySelector(".finding:not([open]):not([hidden]) summary").focus()`, nil)); err != nil {
		t.Fatal(err)
	}
	open := number(`document.querySelectorAll(".finding[open]").length`)
	if err := chromedp.Run(ctx, chromedp.KeyEvent("\r")); err != nil {
		t.Fatal(err)
	}
	if n := number(`document.querySelectorAll(".finding[open]").length`); n != open+1 {
		t.Errorf("%d open, then %d", open, n)
	}

	for what, script := range map[string]string{
		"cells of the matrix that are new":  `document.querySelectorAll("table .level.new").length`,
		"cells that are no more":            `document.querySelectorAll("table .level.gone").length`,
		"edges of the graph that are new":   `document.querySelectorAll("svg .edge.new").length`,
		"edges as before":                   `document.querySelectorAll("svg .edge:not(.new)").length`,
		"lines of the source with a marked": `document.querySelectorAll(".snippet mark").length`,
	} {
		if number(script) == 0 {
			t.Errorf("no %s", what)
		}
	}

	// A phone: the page itself does not scroll sideways.
	if err := chromedp.Run(ctx, emulation.SetDeviceMetricsOverride(390, 800, 1, true)); err != nil {
		t.Fatal(err)
	}
	if n := number(`document.documentElement.scrollWidth`); n > 390 {
		t.Errorf("the page is %d pixels wide on a phone of 390", n)
	}
	// Paper: whatever is folded is printed.
	if n := number(`window.dispatchEvent(new Event("beforeprint")), document.querySelectorAll(".finding:not([open])").length`); n != 0 {
		t.Errorf("%d findings are closed on paper", n)
	}
	if said := complaints(); len(said) > 0 {
		t.Error(said)
	}
}

// TestHTMLHostile: a plan whose names are markup shows them and runs nothing.
func TestHTMLHostile(t *testing.T) {
	const name = `<img src=x onerror=document.title='broken'><script>document.title='broken'</script></title></style>`
	plan := filepath.Join(t.TempDir(), "plan.json")
	text := `{"format_version":"1.2","terraform_version":"1.9.0","planned_values":{},"resource_changes":[{"address":"aws_iam_role.r[\"` + strings.ReplaceAll(name, `"`, `\"`) + `\"]","mode":"managed","type":"aws_iam_role","name":"r",
		"change":{"actions":["create"],"before":null,"after":{"name":"` + name + `","assume_role_policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}]}"}}}]}`
	if err := os.WriteFile(plan, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, complaints := browser(t, writePage(t, 2, plan))
	var title, body string
	var images int
	if err := chromedp.Run(ctx, chromedp.Title(&title), chromedp.Text("body", &body), chromedp.Evaluate(`document.images.length`, &images)); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(title, "broken") || images != 0 || !strings.Contains(body, "<img src=x onerror=") {
		t.Errorf("%q, %d images, %.500s", title, images, body)
	}
	if said := complaints(); len(said) > 0 {
		t.Error(said)
	}
}

// TestScreenshots writes pictures of the page to the folder that HIPAA_SCREENSHOTS
// names, to be looked at.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("HIPAA_SCREENSHOTS")
	ctx, _ := browser(t, writePage(t, 2, "--source", source, example))
	for name, actions := range map[string][]chromedp.Action{
		"light": {emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}}), emulation.SetDeviceMetricsOverride(1280, 900, 1, false)},
		"dark":  {emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}), emulation.SetDeviceMetricsOverride(1280, 900, 1, false)},
		"phone": {emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}}), emulation.SetDeviceMetricsOverride(390, 800, 1, true)},
	} {
		var picture []byte
		if err := chromedp.Run(ctx, append(actions, chromedp.FullScreenshot(&picture, 100))...); err != nil {
			t.Fatal(err)
		}
		if len(picture) < 10_000 {
			t.Errorf("%s: %d bytes", name, len(picture))
		}
		save(t, dir, name+".png", picture)
	}
	var paper []byte
	if err := chromedp.Run(ctx, emulation.ClearDeviceMetricsOverride(), chromedp.ActionFunc(func(ctx context.Context) (err error) {
		paper, _, err = page.PrintToPDF().WithPrintBackground(true).Do(ctx)
		return err
	})); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(paper), "%PDF-") {
		t.Error("not printed")
	}
	save(t, dir, "paper.pdf", paper)
}

func save(t *testing.T, dir, name string, content []byte) {
	t.Helper()
	if dir == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
		t.Fatal(err)
	}
}
