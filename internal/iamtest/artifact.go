// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Artifact is an endpoint of AWS Artifact, which moto does not know.
type Artifact struct {
	URL string
	// PageSize is how many agreements are on one page.
	PageSize int
	// Agreements are in the words of the API: name, state, effectiveStart…
	Agreements []map[string]any

	mu    sync.Mutex
	fault func(number int) Fault
	calls []*http.Request
}

// NewArtifact starts an endpoint that ends with the test.
func NewArtifact(t testing.TB, agreements ...map[string]any) *Artifact {
	t.Helper()
	a := &Artifact{PageSize: 2, Agreements: agreements}
	srv := httptest.NewServer(a)
	a.URL = srv.URL
	t.Cleanup(srv.Close)
	return a
}

// SetFault decides which request, counted from 1, fails and how.
func (a *Artifact) SetFault(f func(number int) Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fault = f
}

// Calls returns the requests so far.
func (a *Artifact) Calls() []*http.Request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return append([]*http.Request(nil), a.calls...)
}

// ServeHTTP answers one request.
func (a *Artifact) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.calls = append(a.calls, req)
	fault := None
	if a.fault != nil {
		fault = a.fault(len(a.calls))
	}
	say := func(status int, kind string, body map[string]any) {
		w.Header().Set("Content-Type", "application/json")
		if kind != "" {
			w.Header().Set("X-Amzn-Errortype", kind+":http://internal.amazon.com/coral/")
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(body)
	}
	switch fault {
	case Throttle:
		say(http.StatusTooManyRequests, "ThrottlingException", map[string]any{"message": "Rate exceeded"})
		return
	case Internal:
		say(http.StatusInternalServerError, "InternalServerException", map[string]any{"message": "An error occurred"})
		return
	case Denied:
		say(http.StatusForbidden, "AccessDeniedException", map[string]any{"message": "User is not authorized to perform: artifact:ListCustomerAgreements"})
		return
	case Reset, Lost, Hang:
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
		return
	case None:
	}
	switch {
	case req.Method != http.MethodGet || req.URL.Path != "/v1/customer-agreement/list":
		say(http.StatusNotFound, "UnknownOperationException", map[string]any{})
		return
	case !strings.Contains(req.Header.Get("Authorization"), "/artifact/aws4_request"):
		say(http.StatusForbidden, "InvalidSignatureException", map[string]any{"message": "The request is not signed for this service"})
		return
	}
	from, err := strconv.Atoi(req.URL.Query().Get("nextToken"))
	if err != nil {
		from = 0
	}
	to := min(from+a.PageSize, len(a.Agreements))
	body := map[string]any{"customerAgreements": append([]map[string]any{}, a.Agreements[min(from, to):to]...)}
	if to < len(a.Agreements) {
		body["nextToken"] = fmt.Sprint(to)
	}
	say(http.StatusOK, "", body)
}
