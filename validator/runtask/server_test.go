// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package runtask

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

const (
	key   = "k3y"
	token = "t0ken"
)

// terraform is a server that speaks the other side of the protocol.
type terraform struct {
	*httptest.Server
	plan   []byte
	handle http.HandlerFunc // of the plan, where set
	lock   sync.Mutex
	told   []result
	wrong  []string
	final  chan result
}

func newTerraform(t *testing.T, plan []byte) *terraform {
	f := &terraform{plan: plan, final: make(chan result, 1000)}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *terraform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+token {
		f.lock.Lock()
		f.wrong = append(f.wrong, r.URL.Path)
		f.lock.Unlock()
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.Method == http.MethodPatch {
		var out result
		if err := json.NewDecoder(r.Body).Decode(&out); err != nil || r.Header.Get("Content-Type") != "application/vnd.api+json" || out.Data.Type != "task-results" {
			w.WriteHeader(http.StatusUnprocessableEntity)
			return
		}
		f.lock.Lock()
		f.told = append(f.told, out)
		f.lock.Unlock()
		if out.Data.Attributes.Status != running {
			f.final <- out
		}
		return
	}
	if f.handle != nil {
		f.handle(w, r)
		return
	}
	_, _ = w.Write(f.plan)
}

func (f *terraform) host() string { return strings.TrimPrefix(f.URL, "http://") }

func (f *terraform) request() map[string]any {
	return map[string]any{
		"payload_version": 1, "stage": "post_plan", "access_token": token, "capabilities": map[string]any{"outcomes": true}, "run_id": "run-1",
		"plan_json_api_url": f.URL + "/plan", "task_result_callback_url": f.URL + "/callback",
	}
}

func newServer(t *testing.T, f *terraform, change func(*Settings)) *httptest.Server {
	set := Settings{
		Key: []byte(key), Hosts: []string{f.host()}, MaxPlan: 1 << 20, Timeout: 10 * time.Second, Workers: 2, Queue: 100, Insecure: true,
		Check: func(ctx context.Context, p *plan.Plan) (*validator.Report, error) {
			return validator.Check(ctx, p, nil, validator.Options{FailOn: config.Medium, Scope: validator.ScopeIntroduced})
		},
	}
	if change != nil {
		change(&set)
	}
	s, err := New(set)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	t.Cleanup(func() { server.Close(); s.Close() })
	return server
}

func send(t *testing.T, address string, body []byte, signature string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-TFC-Task-Signature", signature)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

func signed(body []byte) string {
	mac := hmac.New(sha512.New, []byte(key))
	mac.Write(body)
	return hex.EncodeToString(mac.Sum(nil))
}

func sendSigned(t *testing.T, address string, request map[string]any) int {
	t.Helper()
	body, err := json.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, address, body, signed(body))
}

func (f *terraform) wait(t *testing.T) result {
	t.Helper()
	select {
	case out := <-f.final:
		return out
	case <-time.After(60 * time.Second):
		t.Fatal("no result came")
		return result{}
	}
}

func planOf(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../testdata/plans/" + name + "/plan.json")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestRun: progress, then a verdict with an outcome for each finding.
func TestRun(t *testing.T) {
	for name, c := range map[string]struct {
		plan     []byte
		change   func(map[string]any)
		status   string
		message  string
		outcomes bool
	}{
		"blocks":             {planOf(t, "trust-public"), nil, failed, "FAIL: ", true},
		"passes":             {planOf(t, "shape-no-iam"), nil, passed, "PASS: ", false},
		"errored":            {planOf(t, "shape-errored"), nil, failed, "The plan could not be checked", false},
		"no plan":            {[]byte("<html>"), nil, failed, "The plan could not be checked", false},
		"too large":          {bytes.Repeat([]byte(" "), 1<<20+1), nil, failed, "larger than", false},
		"another stage":      {nil, func(q map[string]any) { q["stage"] = "pre_plan"; delete(q, "plan_json_api_url") }, passed, "no plan to check", false},
		"without capability": {planOf(t, "trust-public"), func(q map[string]any) { delete(q, "capabilities") }, failed, "FAIL: ", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := newTerraform(t, c.plan)
			server := newServer(t, f, nil)
			q := f.request()
			if c.change != nil {
				c.change(q)
			}
			if code := sendSigned(t, server.URL, q); code != http.StatusOK {
				t.Fatal(code)
			}
			out := f.wait(t)
			got := out.Data.Attributes
			if got.Status != c.status || !strings.Contains(got.Message, c.message) || strings.Contains(got.Message, token) {
				t.Errorf("%+v", got)
			}
			if (out.Data.Relationships != nil && len(out.Data.Relationships.Outcomes.Data) > 0) != c.outcomes {
				t.Errorf("%+v", out.Data.Relationships)
			}
			if c.outcomes {
				one := out.Data.Relationships.Outcomes.Data[0]
				if one.Type != "task-result-outcomes" || !strings.Contains(one.Attributes.Body, "**Fix:**") || one.Attributes.Tags["Status"][0].Label != "Blocks" || one.Attributes.Tags["Severity"][0].Level == "" {
					t.Errorf("%+v", one)
				}
			}
			f.lock.Lock()
			defer f.lock.Unlock()
			if c.plan != nil && f.told[0].Data.Attributes.Status != running || len(f.wrong) > 0 {
				t.Errorf("%+v, %v", f.told, f.wrong)
			}
		})
	}
}

// TestRefuses: what is not signed, not understood, or would lead elsewhere.
func TestRefuses(t *testing.T) {
	f := newTerraform(t, nil)
	server := newServer(t, f, nil)
	body, _ := json.Marshal(f.request())
	other := func(change func(map[string]any)) []byte {
		q := f.request()
		change(q)
		out, _ := json.Marshal(q)
		return out
	}
	huge := append(bytes.Repeat([]byte(" "), maxRequest), body...)
	for name, c := range map[string]struct {
		body      []byte
		signature string
		want      int
	}{
		"no signature":     {body, "", http.StatusUnauthorized},
		"wrong signature":  {body, signed([]byte("x")), http.StatusUnauthorized},
		"no hexadecimal":   {body, "zz", http.StatusUnauthorized},
		"altered":          {append([]byte(" "), body...), signed(body), http.StatusUnauthorized},
		"huge":             {huge, signed(huge), http.StatusRequestEntityTooLarge},
		"no JSON":          {[]byte("x"), signed([]byte("x")), http.StatusBadRequest},
		"another version":  {[]byte("{}"), signed([]byte("{}")), http.StatusBadRequest},
		"another host":     {other(func(q map[string]any) { q["plan_json_api_url"] = "http://evil.example/" }), "", http.StatusBadRequest},
		"another callback": {other(func(q map[string]any) { q["task_result_callback_url"] = "http://evil.example/" }), "", http.StatusBadRequest},
		"user in address":  {other(func(q map[string]any) { q["plan_json_api_url"] = "http://x@" + f.host() }), "", http.StatusBadRequest},
		"a file":           {other(func(q map[string]any) { q["plan_json_api_url"] = "file:///etc/passwd" }), "", http.StatusBadRequest},
		"verification":     {other(func(q map[string]any) { q["access_token"] = verification }), "", http.StatusOK},
	} {
		signature := c.signature
		if signature == "" && name != "no signature" {
			signature = signed(c.body)
		}
		if code := send(t, server.URL, c.body, signature); code != c.want {
			t.Errorf("%s: %d, want %d", name, code, c.want)
		}
	}
	if len(f.told) > 0 {
		t.Errorf("%+v", f.told)
	}
	for path, want := range map[string]string{"/healthz": "ok\n", "/metrics": "hipaacheck_requests_refused_total 11\n"} {
		answer, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if !strings.Contains(string(text), want) {
			t.Errorf("%s: %s", path, text)
		}
	}
}

// TestRedirects: the plan may lie on another host that is allowed, which does not
// get the token, and on no other.
func TestRedirects(t *testing.T) {
	for name, allow := range map[string]bool{"allowed": true, "not allowed": false} {
		t.Run(name, func(t *testing.T) {
			asked := ""
			text := planOf(t, "shape-no-iam")
			archive := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = "asked " + r.Header.Get("Authorization")
				_, _ = w.Write(text)
			}))
			defer archive.Close()
			f := newTerraform(t, nil)
			f.handle = func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, archive.URL, http.StatusTemporaryRedirect)
			}
			server := newServer(t, f, func(s *Settings) {
				if allow {
					u, _ := url.Parse(archive.URL)
					s.Hosts = append(s.Hosts, u.Host)
				}
			})
			sendSigned(t, server.URL, f.request())
			out := f.wait(t).Data.Attributes
			if allow && (out.Status != passed || asked != "asked ") || !allow && (out.Status != failed || asked != "" || !strings.Contains(out.Message, "is not allowed")) {
				t.Errorf("%+v, %q", out, asked)
			}
		})
	}
}

// TestSlow: a plan that never comes to its end costs the time for one run, and the
// run does not pass.
func TestSlow(t *testing.T) {
	f := newTerraform(t, nil)
	f.handle = func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "{")
		w.(http.Flusher).Flush() //nolint:errcheck // it is one
		<-r.Context().Done()
	}
	server := newServer(t, f, func(s *Settings) { s.Timeout = 300 * time.Millisecond })
	sendSigned(t, server.URL, f.request())
	if out := f.wait(t).Data.Attributes; out.Status != failed || !strings.Contains(out.Message, "could not be fetched") {
		t.Errorf("%+v", out)
	}
}

// TestSlowRequest: who sends a request byte by byte is cut off.
func TestSlowRequest(t *testing.T) {
	f := newTerraform(t, nil)
	s, err := New(Settings{Key: []byte(key), Hosts: []string{f.host()}, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := HTTPServer(s.Handler())
	server.ReadHeaderTimeout, server.ReadTimeout = 200*time.Millisecond, 200*time.Millisecond
	go func() { _ = server.Serve(listener) }()
	defer func() { _ = server.Close() }()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_, _ = io.WriteString(conn, "POST / HTTP/1.1\r\nHost: x\r\nContent-Le")
	_ = conn.SetReadDeadline(time.Now().Add(30 * time.Second))
	if _, err := io.ReadAll(conn); err != nil {
		t.Errorf("the connection stays: %v", err)
	}
}

// TestLoad: a bounded load; what was taken is told, what was not is refused, and
// the end waits for what was taken.
func TestLoad(t *testing.T) {
	f := newTerraform(t, planOf(t, "shape-no-iam"))
	s, err := New(Settings{
		Key: []byte(key), Hosts: []string{f.host()}, MaxPlan: 1 << 20, Timeout: 10 * time.Second, Workers: 2, Queue: 10, Insecure: true,
		Check: func(ctx context.Context, p *plan.Plan) (*validator.Report, error) {
			return validator.Check(ctx, p, nil, validator.Options{})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s.Handler())
	defer server.Close()
	var wg sync.WaitGroup
	var lock sync.Mutex
	codes := map[int]int{}
	for i := range 100 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			q := f.request()
			q["run_id"] = fmt.Sprint("run-", i)
			code := sendSigned(t, server.URL, q)
			lock.Lock()
			defer lock.Unlock()
			codes[code]++
		}()
	}
	wg.Wait()
	s.Close()
	if codes[http.StatusOK]+codes[http.StatusServiceUnavailable] != 100 || codes[http.StatusOK] < 10 || len(f.final) != codes[http.StatusOK] {
		t.Errorf("%v, %d results", codes, len(f.final))
	}
	if code := sendSigned(t, server.URL, f.request()); code != http.StatusServiceUnavailable {
		t.Errorf("%d after the end", code)
	}
}

func TestNew(t *testing.T) {
	for _, set := range []Settings{{Hosts: []string{"x"}}, {Key: []byte("k")}} {
		if _, err := New(set); err == nil {
			t.Errorf("%+v", set)
		}
	}
}
