// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"
)

// Account is the account that the endpoint stands for.
const Account = "123456789012"

// Call is one request.
type Call struct {
	// Number counts from 1 over all requests, repeated ones included.
	Number int
	Action string
	Params url.Values
}

// Fault is a way to fail.
type Fault int

// The faults.
const (
	// None: no fault.
	None Fault = iota
	// Throttle: refused, because there were too many requests.
	Throttle
	// Internal: AWS answers with a server error.
	Internal
	// Reset: the connection is cut before an answer.
	Reset
	// Denied: the credentials do not allow it.
	Denied
	// Lost: the request is carried out, and the connection is cut then.
	Lost
	// Hang: no answer before the client gives up.
	Hang
)

// Server is the endpoint.
type Server struct {
	URL string
	// PageSize is how many items lists have on one page.
	PageSize int
	// Lag is how many requests about a role fail after it was made, because IAM
	// does not know it everywhere yet.
	Lag int
	// Live is what the endpoint tells of the account beside its roles.
	Live Live
	// Fault decides whether a request fails. It is called with the lock held.
	Fault func(Call) Fault

	mu         sync.Mutex
	roles      map[string]*Role
	principals map[string]string
	policies   map[string]*Policy
	password   *PasswordPolicy
	calls      []Call
	made       int
	done       chan struct{}
}

// Role is a role of the endpoint.
type Role struct {
	Name, Path, ID, Description, Trust, Boundary string
	MaxSession                                   int
	Tags                                         map[string]string
	Inline                                       map[string]string
	Attached                                     []string
	InstanceProfiles                             []string
	Created                                      time.Time
	// LastUsed is told by authorization details; zero: never.
	LastUsed time.Time

	lag int
}

// ARN is the role's.
func (r *Role) ARN() string { return "arn:aws:iam::" + Account + ":role" + r.Path + r.Name }

// New starts an endpoint that ends with the test.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{PageSize: 2, roles: map[string]*Role{}, principals: map[string]string{}, policies: map[string]*Policy{}, done: make(chan struct{})}
	srv := httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = srv.URL
	t.Cleanup(func() {
		close(s.done)
		srv.CloseClientConnections()
		srv.Close()
	})
	return s
}

// AddPrincipal makes users or roles known that trust policies may name.
func (s *Server) AddPrincipal(arns ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, arn := range arns {
		s.made++
		s.principals[arn] = fmt.Sprintf("AIDA%016d", s.made)
	}
}

// RemovePrincipal deletes a principal. Trust policies that name it show its
// identifier from then on.
func (s *Server) RemovePrincipal(arn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.principals[arn]
	delete(s.principals, arn)
	for _, r := range s.roles {
		r.Trust = replaceText(r.Trust, arn, id)
	}
}

// Role returns a copy of a role, or nil.
func (s *Server) Role(name string) *Role {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.roles[name]
	if r == nil {
		return nil
	}
	out := *r
	out.Tags, out.Inline = map[string]string{}, map[string]string{}
	for k, v := range r.Tags {
		out.Tags[k] = v
	}
	for k, v := range r.Inline {
		out.Inline[k] = v
	}
	return &out
}

// Names returns the names of all roles.
func (s *Server) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return sortedKeys(s.roles)
}

// Edit changes a role behind everybody's back.
func (s *Server) Edit(name string, edit func(*Role)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	edit(s.roles[name])
}

// Put makes a role, or replaces one.
func (s *Server) Put(r *Role) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made++
	if r.ID == "" {
		r.ID = fmt.Sprintf("AROA%016d", s.made)
	}
	if r.Path == "" {
		r.Path = "/"
	}
	if r.Tags == nil {
		r.Tags = map[string]string{}
	}
	if r.Inline == nil {
		r.Inline = map[string]string{}
	}
	s.roles[r.Name] = r
}

// Remove deletes a role with all it has.
func (s *Server) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.roles, name)
}

// Calls returns the requests so far.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// SetFault replaces the decision about faults.
func (s *Server) SetFault(f func(Call) Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Fault = f
}

func (s *Server) serve(w http.ResponseWriter, req *http.Request) {
	if err := req.ParseForm(); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	call := Call{Number: len(s.calls) + 1, Action: req.Form.Get("Action"), Params: req.Form}
	s.calls = append(s.calls, call)
	fault := None
	if s.Fault != nil {
		fault = s.Fault(call)
	}
	var out reply
	switch fault {
	case Throttle:
		out = refuse(http.StatusBadRequest, "Throttling", "Rate exceeded")
	case Internal:
		out = refuse(http.StatusInternalServerError, "ServiceFailure", "The request processing has failed because of an unknown error")
	case Denied:
		out = refuse(http.StatusForbidden, "AccessDenied", "User is not authorized to perform: iam:"+call.Action)
	case None, Lost:
		out = s.answer(call)
	case Reset, Hang:
	}
	s.mu.Unlock()
	switch fault {
	case Hang:
		select {
		case <-req.Context().Done():
		case <-s.done:
		}
		fallthrough
	case Reset, Lost:
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
		return
	case None, Throttle, Internal, Denied:
	}
	w.Header().Set("Content-Type", "text/xml")
	w.WriteHeader(out.status)
	_, _ = w.Write([]byte(out.body))
}
