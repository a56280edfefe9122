// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package need finds the programs that the demo, the tests and the recorder
// stand on: the Terraform CLI and moto, the AWS API in memory. One that is
// there already is used; one that is missing is installed once under the
// repository's .tools folder and found there the next time.
package need

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

const (
	// OldestTerraform is the first Terraform CLI with provider functions,
	// which this provider has.
	OldestTerraform = "1.8.0"
	// InstalledTerraform is the Terraform CLI that is installed where there is none.
	InstalledTerraform = "1.11.4"
	// InstalledMoto is the moto release that is installed where there is none.
	InstalledMoto = "5.2.1"
)

// Tools finds programs, and installs the missing ones under Dir.
type Tools struct {
	// Dir is the folder for what is installed, absolute; usually .tools in
	// the root of the repository.
	Dir string
	// Log takes one line for each program that has to be installed.
	Log io.Writer

	// releases is the address of HashiCorp's releases; empty is the real one.
	// Only tests set it, and then no signature is checked.
	releases string
}

// Terraform returns the path of a Terraform CLI that is at least
// OldestTerraform: the one TF_ACC_TERRAFORM_PATH names, the one on PATH, or
// the one in Dir, which is installed when there is none.
func (t Tools) Terraform(ctx context.Context) (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		if err := usable(ctx, path); err != nil {
			return "", fmt.Errorf("TF_ACC_TERRAFORM_PATH: %w", err)
		}
		return path, nil
	}
	if path, err := exec.LookPath("terraform"); err == nil {
		if err := usable(ctx, path); err == nil {
			return path, nil
		} else {
			t.say("terraform on PATH is not used: %v", err)
		}
	}
	dir := filepath.Join(t.Dir, "terraform-"+InstalledTerraform)
	path := filepath.Join(dir, "terraform")
	if usable(ctx, path) == nil {
		return path, nil
	}
	t.say("installing Terraform %s under %s", InstalledTerraform, t.Dir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	install := &releases.ExactVersion{
		Product:    product.Terraform,
		Version:    version.Must(version.NewVersion(InstalledTerraform)),
		InstallDir: dir,
	}
	if t.releases != "" {
		install.ApiBaseURL = t.releases
		install.SkipChecksumVerification = true
	}
	path, err := install.Install(ctx)
	if err != nil {
		return "", fmt.Errorf("installing Terraform %s: %w; put a terraform of at least %s on PATH instead", InstalledTerraform, err, OldestTerraform)
	}
	return path, usable(ctx, path)
}

// usable tells why the program at path is not a Terraform CLI that is new enough.
func usable(ctx context.Context, path string) error {
	cmd := exec.CommandContext(ctx, path, "version", "-json")
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s version: %w", path, err)
	}
	var answer struct {
		Version string `json:"terraform_version"`
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return fmt.Errorf("%s version -json: %w", path, err)
	}
	have, err := version.NewVersion(answer.Version)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if have.LessThan(version.Must(version.NewVersion(OldestTerraform))) {
		return fmt.Errorf("%s is Terraform %s, older than %s", path, have, OldestTerraform)
	}
	return nil
}

// Moto returns the path of moto_server: the one HIPAA_MOTO_SERVER names, the
// one on PATH, or the one in Dir, which is installed into a Python virtual
// environment of its own when there is none.
func (t Tools) Moto(ctx context.Context) (string, error) {
	if path := os.Getenv("HIPAA_MOTO_SERVER"); path != "" {
		if err := starts(ctx, path); err != nil {
			return "", fmt.Errorf("HIPAA_MOTO_SERVER: %w", err)
		}
		return path, nil
	}
	if path, err := exec.LookPath("moto_server"); err == nil {
		if err := starts(ctx, path); err == nil {
			return path, nil
		} else {
			t.say("moto_server on PATH is not used: %v", err)
		}
	}
	venv := filepath.Join(t.Dir, "moto-"+InstalledMoto)
	path := filepath.Join(venv, "bin", "moto_server")
	if starts(ctx, path) == nil {
		return path, nil
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return "", errors.New("moto, the AWS API in memory, needs Python 3: install python3, or put moto_server on PATH")
	}
	t.say("installing moto %s under %s", InstalledMoto, t.Dir)
	for _, args := range [][]string{
		{python, "-m", "venv", "--clear", venv},
		{filepath.Join(venv, "bin", "pip"), "install", "--quiet", "--disable-pip-version-check", "moto[server]==" + InstalledMoto},
	} {
		cmd := exec.CommandContext(ctx, args[0], args[1:]...)
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("installing moto %s: %s: %w\n%s", InstalledMoto, filepath.Base(args[0]), err, out)
		}
	}
	return path, starts(ctx, path)
}

// Chromium returns the path of a Chromium or Chrome: the one HIPAA_CHROMIUM names,
// the one on PATH, or the one of Debian's package, which is installed where apt-get
// and the right to use it are at hand.
func (t Tools) Chromium(ctx context.Context) (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}
	if path := os.Getenv("HIPAA_CHROMIUM"); path != "" {
		names = []string{path}
	}
	find := func() string {
		for _, name := range names {
			path, err := exec.LookPath(name)
			if err == nil && exec.CommandContext(ctx, path, "--version").Run() == nil {
				return path
			}
		}
		return ""
	}
	if path := find(); path != "" {
		return path, nil
	}
	apt, err := exec.LookPath("apt-get")
	if err != nil || os.Geteuid() != 0 || os.Getenv("HIPAA_CHROMIUM") != "" {
		return "", errors.New("a browser is missing: put chromium on PATH, or name it by HIPAA_CHROMIUM")
	}
	t.say("installing Debian's chromium")
	for _, args := range [][]string{{"update", "-qq"}, {"install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"}} {
		cmd := exec.CommandContext(ctx, apt, args...)
		cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := cmd.CombinedOutput(); err != nil {
			return "", fmt.Errorf("installing chromium: apt-get %s: %w\n%s", args[0], err, out)
		}
	}
	if path := find(); path != "" {
		return path, nil
	}
	return "", errors.New("chromium was installed and does not start")
}

// starts tells why the program at path does not run: a pyenv shim, for one,
// is on PATH also where its Python version is not the chosen one.
func starts(ctx context.Context, path string) error {
	if out, err := exec.CommandContext(ctx, path, "--help").CombinedOutput(); err != nil {
		return fmt.Errorf("%s --help: %w\n%s", path, err, out)
	}
	return nil
}

func (t Tools) say(format string, args ...any) {
	if t.Log != nil {
		_, _ = fmt.Fprintf(t.Log, format+"\n", args...)
	}
}
