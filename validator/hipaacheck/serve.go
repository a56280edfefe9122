// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/runtask"
)

// serveFlags are the flags of the command serve, as given.
type serveFlags struct {
	listen, config, failOn, scope, cert, key string
	hosts                                    []string
	timeout                                  time.Duration
	workers, queue                           int
	maxPlan                                  int64
}

// keyVariable is the environment variable with the key of signatures.
const keyVariable = "HIPAACHECK_HMAC_KEY"

func newServeCommand(a *app) *cobra.Command {
	f := &serveFlags{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run task for HCP Terraform and Terraform Enterprise",
		Long: "Answers run tasks of HCP Terraform and Terraform Enterprise at /, health at /healthz, metrics at /metrics.\n\n" +
			"The key that signs the requests is taken from " + keyVariable + ". Plans are fetched from, and results sent to, the\n" +
			"allowed hosts only. Nothing is kept between requests. An interrupt lets the runs that were taken come to their end.",
		Example: "  " + keyVariable + "=… hipaacheck serve --listen :8080 --config .hipaacheck.hcl",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), f) },
	}
	s := cmd.Flags()
	s.StringVar(&f.listen, "listen", ":8080", "`ADDRESS` to listen at")
	s.StringVar(&f.cert, "tls-cert", "", "certificate `FILE`; without one, TLS ends before this program")
	s.StringVar(&f.key, "tls-key", "", "key `FILE` of the certificate")
	s.StringArrayVar(&f.hosts, "allow-host", []string{"app.terraform.io", "archivist.terraform.io"}, "`HOST` of HCP Terraform or Terraform Enterprise, repeatable")
	s.StringVar(&f.config, "config", "", "configuration `FILE`")
	s.StringVar(&f.failOn, "fail-on", "medium", "least `SEVERITY` that blocks: critical, high, medium, low, never")
	s.StringVar(&f.scope, "scope", "introduced", "what can block: introduced or `all`")
	s.DurationVar(&f.timeout, "timeout", 5*time.Minute, "longest `TIME` for one run")
	s.IntVar(&f.workers, "workers", 2, "how many plans are checked at a time")
	s.IntVar(&f.queue, "queue", 50, "how many runs may wait")
	s.Int64Var(&f.maxPlan, "max-plan", 256<<20, "largest plan, in `BYTES`")
	return cmd
}

func (a *app) serve(ctx context.Context, f *serveFlags) error {
	key := a.getenv(keyVariable)
	if key == "" {
		return fmt.Errorf("there is no key to check signatures with; give the run task's HMAC key by the environment variable %s", keyVariable)
	}
	if (f.cert == "") != (f.key == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	opt, err := a.options(&planFlags{failOn: f.failOn, scope: f.scope})
	if err != nil {
		return err
	}
	var cfg *config.Config
	if f.config != "" {
		if cfg, err = a.config(f.config, ""); err != nil {
			return err
		}
	}
	var lock sync.Mutex
	log := func(text string) {
		lock.Lock()
		defer lock.Unlock()
		a.say(a.now().UTC().Format(time.RFC3339) + " " + strings.ReplaceAll(text, "\n", " ") + "\n")
	}
	task, err := runtask.New(runtask.Settings{
		Key: []byte(key), Hosts: f.hosts, MaxPlan: f.maxPlan, Timeout: f.timeout, Workers: f.workers, Queue: f.queue, Log: log,
		Check: func(ctx context.Context, p *plan.Plan) (*validator.Report, error) {
			one := opt
			one.Now = a.now()
			return validator.Check(ctx, p, cfg, one)
		},
	})
	if err != nil {
		return err
	}
	defer task.Close()
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", f.listen)
	if err != nil {
		return fmt.Errorf("the address cannot be listened at: %w", err)
	}
	server := runtask.HTTPServer(task.Handler())
	ended := make(chan error, 1)
	go func() {
		if f.cert != "" {
			ended <- server.ServeTLS(listener, f.cert, f.key)
			return
		}
		ended <- server.Serve(listener)
	}()
	log("listening at " + listener.Addr().String())
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	log("ending; runs that were taken come to their end")
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if err := server.Shutdown(end); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
