// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package moto runs moto, the AWS API in memory, behind a small proxy that
// mends what would keep the real AWS provider from working with it, or would
// make two recordings of the same plan differ.
package moto

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Server is a running moto and the proxy in front of it.
type Server struct {
	// URL is the address for AWS clients (AWS_ENDPOINT_URL).
	URL string

	cmd    *exec.Cmd
	direct string
	proxy  *http.Server
	once   sync.Once
}

var running = regexp.MustCompile(`Running on (http://127\.0\.0\.1:\d+)`)

// Start runs the moto_server at path on a free port of this machine and
// returns when it answers, or with an error after half a minute.
func Start(ctx context.Context, path string) (*Server, error) {
	s := &Server{cmd: exec.Command(path, "-H", "127.0.0.1", "-p", "0")}
	s.cmd.Env = append(os.Environ(), "MOTO_IAM_LOAD_MANAGED_POLICIES=true")
	// A group of its own: an interrupt from the terminal reaches us first, and
	// moto is still there for the clean-up.
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := s.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("moto: %w", err)
	}
	found := make(chan string, 1)
	go func() {
		defer close(found)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := running.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
				break
			}
		}
		_, _ = io.Copy(io.Discard, out)
	}()
	select {
	case s.direct = <-found:
	case <-time.After(30 * time.Second):
	case <-ctx.Done():
	}
	if s.direct == "" {
		s.Stop()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, errors.New("moto did not say within 30 seconds on which port it listens")
	}
	if err := s.Reset(ctx); err != nil {
		s.Stop()
		return nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		s.Stop()
		return nil, err
	}
	target, err := url.Parse(s.direct)
	if err != nil {
		s.Stop()
		return nil, err
	}
	s.URL = "http://" + listener.Addr().String()
	s.proxy = &http.Server{Handler: mend(target), ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.proxy.Serve(listener) }()
	return s, nil
}

// Reset empties moto.
func (s *Server) Reset(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.direct+"/moto-api/reset", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("moto: %w", err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("moto: POST /moto-api/reset: %s", res.Status)
	}
	return nil
}

// Call sends one request of the AWS query protocol to service ("iam"), as a
// person at the console would, beside Terraform: form is
// "Action=UpdateRole&RoleName=x". It returns the answer's XML.
func (s *Server) Call(ctx context.Context, service, form string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, strings.NewReader(form))
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	// moto reads the service from the credential's scope and checks nothing else.
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=testing/20250101/us-east-1/"+service+"/aws4_request")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s: %s\n%s", form, res.Status, body)
	}
	return string(body), nil
}

// Stop ends moto and the proxy. It may be called more than once.
func (s *Server) Stop() {
	s.once.Do(func() {
		if s.proxy != nil {
			_ = s.proxy.Close()
		}
		_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
		_ = s.cmd.Wait()
	})
}
