// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package runtask

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// allowed parses an address, which has to be of an allowed host.
func (s *Server) allowed(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return nil, errors.New("an address of the request is none")
	case u.Scheme != "https" && (u.Scheme != "http" || !s.set.Insecure):
		return nil, errors.New("an address of the request is not https")
	case !slices.Contains(s.set.Hosts, u.Host):
		return nil, fmt.Errorf("the host %s is not allowed", u.Host)
	}
	return u, nil
}

// redirect follows to allowed hosts only, and the token stays with the first.
func (s *Server) redirect(to *http.Request, via []*http.Request) error {
	if _, err := s.allowed(to.URL.String()); err != nil {
		return err
	}
	if len(via) > 3 {
		return errors.New("it leads on and on")
	}
	if to.URL.Host != via[0].URL.Host {
		to.Header.Del("Authorization")
	}
	return nil
}

// run checks the plan of one request and tells the result.
func (s *Server) run(q *request) {
	ctx, cancel := context.WithTimeout(context.Background(), s.set.Timeout)
	defer cancel()
	out, decided := s.judge(ctx, q)
	// What the check took of the time does not keep the result from being told.
	told, done := context.WithTimeout(context.Background(), time.Minute)
	defer done()
	var err error
	for try := range 3 {
		if err = s.send(told, q, out); err == nil {
			break
		}
		select {
		case <-told.Done():
		case <-time.After(time.Duration(try) * time.Second):
		}
	}
	switch {
	case err != nil:
		s.problems.Add(1)
		s.say(fmt.Sprintf("%s: the result could not be sent: %v", clean(q.RunID), err))
	case !decided:
		s.problems.Add(1)
	case out.Data.Attributes.Status == passed:
		s.passes.Add(1)
	default:
		s.failures.Add(1)
	}
	s.say(fmt.Sprintf("%s: %s", clean(q.RunID), out.Data.Attributes.Status))
}

// judge makes the result of a run; what cannot be decided does not pass.
func (s *Server) judge(ctx context.Context, q *request) (out result, decided bool) {
	defer func() {
		if p := recover(); p != nil {
			s.say(fmt.Sprintf("%s: a mistake of hipaacheck's own: %v\n%s", clean(q.RunID), p, debug.Stack()))
			out, decided = resultOf(failed, "hipaacheck met a mistake of its own, so nothing was decided."), false
		}
	}()
	if q.Stage != "post_plan" && q.Stage != "pre_apply" {
		return resultOf(passed, "There is no plan to check at the stage "+clean(q.Stage)+"."), true
	}
	if err := s.send(ctx, q, resultOf(running, "The plan is being checked.")); err != nil {
		s.say(fmt.Sprintf("%s: progress could not be sent: %v", clean(q.RunID), err))
	}
	text, err := s.fetch(ctx, q)
	if err != nil {
		return resultOf(failed, "The plan could not be fetched: "+err.Error()+"."), false
	}
	p, err := plan.Decode(text, "plan.json", plan.Options{})
	var r *validator.Report
	if err == nil {
		r, err = s.set.Check(ctx, p)
	}
	if err != nil {
		return resultOf(failed, "The plan could not be checked: "+err.Error()), false
	}
	return tell(r, q.Capabilities.Outcomes), true
}

// fetch gets the plan with the token of the request.
func (s *Server) fetch(ctx context.Context, q *request) (text []byte, err error) {
	u, err := s.allowed(q.PlanJSON)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Authorization", "Bearer "+q.AccessToken)
	answer, err := s.http.Do(r)
	if err != nil {
		return nil, short(err)
	}
	defer func() { err = errors.Join(err, answer.Body.Close()) }()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", u.Host, http.StatusText(answer.StatusCode))
	}
	text, err = io.ReadAll(io.LimitReader(answer.Body, s.set.MaxPlan+1))
	if err == nil && int64(len(text)) > s.set.MaxPlan {
		err = fmt.Errorf("it is larger than %d bytes", s.set.MaxPlan)
	}
	return text, err
}

// send tells a result.
func (s *Server) send(ctx context.Context, q *request, out result) (err error) {
	u, err := s.allowed(q.Callback)
	if err != nil {
		return err
	}
	body, err := json.Marshal(out)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPatch, u.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+q.AccessToken)
	r.Header.Set("Content-Type", "application/vnd.api+json")
	answer, err := s.http.Do(r)
	if err != nil {
		return short(err)
	}
	if answer.StatusCode/100 != 2 {
		err = fmt.Errorf("%s answers %s", u.Host, http.StatusText(answer.StatusCode))
	}
	return errors.Join(err, answer.Body.Close())
}

// short is an error of the HTTP client without the address, which may hold a
// signature.
func short(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// clean keeps what somebody sent from acting in a log.
func clean(s string) string { return fmt.Sprintf("%.80q", s) }
