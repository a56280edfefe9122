// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package runtask is the endpoint of a run task of HCP Terraform and Terraform
// Enterprise: it checks the plan of a run and tells what it found.
//
// A request is answered at once and checked afterwards. Nothing is kept between
// requests, so that any number of servers can stand behind a load balancer. What
// is sent is believed only where its signature is right, and the token that it
// carries goes to the allowed hosts only.
//
// What is not covered: stages before the plan, which have nothing to check and pass.
package runtask

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// Settings are those of a server.
type Settings struct {
	// Key is the secret that HCP Terraform signs its requests with.
	Key []byte
	// Hosts are the hosts that plans are fetched from and results sent to, with a
	// port where it is not the usual one.
	Hosts []string
	// MaxPlan bounds a plan, in bytes, and Timeout the time for one run.
	MaxPlan int64
	Timeout time.Duration
	// Workers is how many plans are checked at a time, Queue how many may wait.
	Workers, Queue int
	// Check judges a plan.
	Check func(context.Context, *plan.Plan) (*validator.Report, error)
	// Log takes a line about what happens; it holds no token.
	Log func(string)
	// Insecure allows http, for tests on this machine.
	Insecure bool
}

// maxRequest bounds a request, in bytes; those of HCP Terraform have a few thousand.
const maxRequest = 1 << 20

// Server answers run tasks.
type Server struct {
	set   Settings
	http  *http.Client
	queue chan *request
	done  sync.WaitGroup
	// closed is set where no request is taken any more.
	lock   sync.RWMutex
	closed bool

	received, refused, passes, failures, problems atomic.Int64
}

// New starts a server's workers; Close ends them.
func New(set Settings) (*Server, error) {
	if len(set.Key) == 0 {
		return nil, errors.New("there is no key to check signatures with")
	}
	if len(set.Hosts) == 0 {
		return nil, errors.New("there is no host to fetch plans from")
	}
	s := &Server{set: set, queue: make(chan *request, set.Queue)}
	s.http = &http.Client{CheckRedirect: s.redirect}
	for range max(set.Workers, 1) {
		s.done.Add(1)
		go func() {
			defer s.done.Done()
			for r := range s.queue {
				s.run(r)
			}
		}()
	}
	return s, nil
}

// Close takes no more requests and waits for those that were taken.
func (s *Server) Close() {
	s.lock.Lock()
	if !s.closed {
		s.closed = true
		close(s.queue)
	}
	s.lock.Unlock()
	s.done.Wait()
}

// Handler serves run tasks at /, health at /healthz and metrics at /metrics.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") })
	mux.HandleFunc("GET /metrics", s.metrics)
	mux.HandleFunc("POST /{$}", s.task)
	return mux
}

func (s *Server) metrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	for _, m := range []struct {
		name, kind, help string
		value            int64
	}{
		{"hipaacheck_requests_total", "counter", "Requests of run tasks that were taken.", s.received.Load()},
		{"hipaacheck_requests_refused_total", "counter", "Requests that were refused: a wrong signature, too large, too many.", s.refused.Load()},
		{"hipaacheck_runs_passed_total", "counter", "Runs that passed.", s.passes.Load()},
		{"hipaacheck_runs_failed_total", "counter", "Runs that findings block.", s.failures.Load()},
		{"hipaacheck_runs_undecided_total", "counter", "Runs that could not be decided, or whose result could not be sent.", s.problems.Load()},
		{"hipaacheck_runs_waiting", "gauge", "Runs that wait to be checked.", int64(len(s.queue))},
	} {
		_, _ = fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %d\n", m.name, m.help, m.name, m.kind, m.name, m.value)
	}
}

// task takes a request, if it is signed, and answers before the plan is checked.
func (s *Server) task(w http.ResponseWriter, r *http.Request) {
	refuse := func(code int, text string) {
		s.refused.Add(1)
		s.say("refused: " + text)
		http.Error(w, text, code)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		refuse(http.StatusRequestEntityTooLarge, "the request is too large or did not arrive")
		return
	}
	given, err := hex.DecodeString(r.Header.Get("X-TFC-Task-Signature"))
	mac := hmac.New(sha512.New, s.set.Key)
	mac.Write(body)
	if err != nil || !hmac.Equal(given, mac.Sum(nil)) {
		refuse(http.StatusUnauthorized, "the signature is missing or wrong")
		return
	}
	var q request
	if err := json.Unmarshal(body, &q); err != nil || q.PayloadVersion != 1 {
		refuse(http.StatusBadRequest, "the request is not understood")
		return
	}
	if q.AccessToken == verification {
		return
	}
	for _, address := range []string{q.Callback, q.PlanJSON} {
		if address == "" && q.Stage != "post_plan" && q.Stage != "pre_apply" {
			continue
		}
		if _, err := s.allowed(address); err != nil {
			refuse(http.StatusBadRequest, err.Error())
			return
		}
	}
	s.lock.RLock()
	defer s.lock.RUnlock()
	if s.closed {
		refuse(http.StatusServiceUnavailable, "the server is about to end")
		return
	}
	select {
	case s.queue <- &q:
		s.received.Add(1)
	default:
		w.Header().Set("Retry-After", "30")
		refuse(http.StatusServiceUnavailable, "too many runs wait")
	}
}

func (s *Server) say(text string) {
	if s.set.Log != nil {
		s.set.Log(text)
	}
}

// HTTPServer is a server with bounds on what slow or large requests cost.
func HTTPServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10,
	}
}
