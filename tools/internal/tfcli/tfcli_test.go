// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package tfcli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// terraform writes a program that prints its environment and ends with code 3.
func terraform(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "terraform")
	if err := os.WriteFile(path, []byte("#!/bin/sh\nenv\necho 'Error: no' >&2\nexit 3\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestEnvironment: nothing of the person who runs it reaches Terraform, real
// credentials least of all.
func TestEnvironment(t *testing.T) {
	config := filepath.Join(t.TempDir(), "config.tfrc")
	if err := os.WriteFile(config, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"AWS_ACCESS_KEY_ID": "real", "AWS_PROFILE": "real", "AWS_SESSION_TOKEN": "real", "TF_VAR_x": "real", "TF_LOG": "TRACE",
		"TF_CLI_CONFIG_FILE": config,
	} {
		t.Setenv(name, value)
	}
	environment := func(c CLI) string {
		out, err := c.Run(t.Context(), t.TempDir(), "plan")
		var failed *ExitError
		if !errors.As(err, &failed) || failed.Code != 3 || !strings.Contains(err.Error(), "terraform plan: exit code 3") || !strings.Contains(err.Error(), "Error: no") {
			t.Fatalf("got %v, want an ExitError with the code and what was printed", err)
		}
		return "\n" + string(out)
	}
	cli := CLI{Path: terraform(t), Endpoint: "http://127.0.0.1:1", Plugins: filepath.Join(t.TempDir(), "plugins"), Env: []string{"TF_VAR_y=ours"}}
	got := environment(cli)
	for _, want := range []string{
		"\nAWS_ACCESS_KEY_ID=testing\n", "\nAWS_ENDPOINT_URL=http://127.0.0.1:1\n", "\nTF_VAR_y=ours\n", "\nCHECKPOINT_DISABLE=1\n", "\nTF_CLI_CONFIG_FILE=" + config + "\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the environment lacks %q", strings.TrimSpace(want))
		}
	}
	for _, unwanted := range []string{"=real\n", "\nTF_LOG=", "TF_PLUGIN_CACHE_DIR"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("the environment holds %q", unwanted)
		}
	}

	t.Setenv("TF_CLI_CONFIG_FILE", config+".missing")
	got = environment(cli)
	if strings.Contains(got, "TF_CLI_CONFIG_FILE") {
		t.Error("a CLI configuration that does not exist is passed on")
	}
	if !strings.Contains(got, "\nTF_PLUGIN_CACHE_DIR="+cli.Plugins+"\n") {
		t.Error("without a CLI configuration, downloaded providers are not kept")
	}
}
