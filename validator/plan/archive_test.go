// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakeTerraform writes a script that stands for terraform: it notes each call
// with its directory and what lies there, and answers show with a plan's JSON.
// The real CLI is tried by the demo and the acceptance tests.
func fakeTerraform(t *testing.T, json string, script string) (path, log string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for terraform is a shell script")
	}
	dir := t.TempDir()
	log = filepath.Join(dir, "log")
	path = filepath.Join(dir, "terraform")
	body := fmt.Sprintf("#!/bin/sh\necho \"$1 in $(ls -a | grep -v '^\\.*$' | tr '\\n' ' ')\" >> %q\n%s\n[ \"$1\" = show ] && cat %q\nexit 0\n", log, script, json)
	if err := os.WriteFile(path, []byte(body), 0o700); err != nil { //nolint:gosec // a program has to be executable
		t.Fatal(err)
	}
	return path, log
}

func env(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

func readLog(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

const modulesCase = "../../testdata/plans/shape-modules/"

// TestReadSavedPlanApart: nothing is initialised, so the plan is shown in a
// directory of its own with the providers of its lock file.
func TestReadSavedPlanApart(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "tfplan")
	copyFile(t, modulesCase+"plan.tfplan", saved)
	tool, log := fakeTerraform(t, mustAbs(t, modulesCase+"plan.json"), "[ \"$1\" = init ] && cat main.tf >> \"$(dirname \"$0\")/stub\"")
	p, err := Read(context.Background(), saved, Options{Getenv: env(map[string]string{TerraformEnv: tool})})
	if err != nil {
		t.Fatal(err)
	}
	want := "init in .terraform.lock.hcl main.tf \nshow in .terraform.lock.hcl main.tf \n"
	if diff := cmp.Diff(want, readLog(t, log)); diff != "" {
		t.Error(diff)
	}
	stub := readLog(t, filepath.Join(filepath.Dir(tool), "stub"))
	if diff := cmp.Diff("terraform {\n  required_providers {\n    p0 = { source = \"registry.terraform.io/hashicorp/aws\" }\n  }\n}\n", stub); diff != "" {
		t.Error(diff)
	}
	if p.Resources != 8 || p.Source == nil || len(p.SHA256) != 64 {
		t.Errorf("%d resources, source %v, digest %q", p.Resources, p.Source, p.SHA256)
	}
}

// TestReadSavedPlanBeside: where the plan lies in an initialised directory, it
// is shown there and nothing is initialised.
func TestReadSavedPlanBeside(t *testing.T) {
	dir := t.TempDir()
	saved := filepath.Join(dir, "tfplan")
	copyFile(t, modulesCase+"plan.tfplan", saved)
	if err := os.Mkdir(filepath.Join(dir, ".terraform"), 0o750); err != nil {
		t.Fatal(err)
	}
	tool, log := fakeTerraform(t, mustAbs(t, modulesCase+"plan.json"), "")
	if _, err := Read(context.Background(), saved, Options{Getenv: env(map[string]string{TerraformEnv: tool})}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("show in .terraform tfplan \n", readLog(t, log)); diff != "" {
		t.Error(diff)
	}
}

// TestReadSavedPlanFromStdin: a saved plan may come through a pipe.
func TestReadSavedPlanFromStdin(t *testing.T) {
	text, err := os.ReadFile(modulesCase + "plan.tfplan")
	if err != nil {
		t.Fatal(err)
	}
	tool, _ := fakeTerraform(t, mustAbs(t, modulesCase+"plan.json"), "")
	p, err := Read(context.Background(), "-", Options{Stdin: bytes.NewReader(text), Getenv: env(map[string]string{TerraformEnv: tool})})
	if err != nil {
		t.Fatal(err)
	}
	if p.Path != "-" || p.Resources != 8 {
		t.Errorf("%s, %d resources", p.Path, p.Resources)
	}
}

// TestReadSavedPlanFails: the error names the commands that help.
func TestReadSavedPlanFails(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "tfplan")
	copyFile(t, modulesCase+"plan.tfplan", saved)
	tool, _ := fakeTerraform(t, "/dev/null", "printf 'Warning: old\n\n╷\n│ Error: Wrong version\n│ \n│ of it.\n' >&2; exit 1")
	_, err := Read(context.Background(), saved, Options{Getenv: env(map[string]string{TerraformEnv: tool})})
	want := saved + ": Cannot show the saved plan: A saved plan is read through its own CLI, and that failed: terraform init: Wrong version of it. " +
		"Where the plan was made, run: " + tool + " show -json " + saved + " > plan.json; then: hipaacheck plan --source " + saved + " plan.json"
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
}

// TestReadSavedPlanWithoutTool: neither terraform nor tofu is installed.
func TestReadSavedPlanWithoutTool(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := Read(context.Background(), modulesCase+"plan.tfplan", Options{Getenv: env(nil)})
	if err == nil || !strings.Contains(err.Error(), "no terraform or tofu is in PATH, and HIPAACHECK_TERRAFORM names none. Where the plan was made, run: terraform show -json") {
		t.Error(err)
	}
}

func archiveOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range files {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReadNoPlan: files that are no plan at all.
func TestReadNoPlan(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := filepath.Join(dir, "config")
	plans := filepath.Join(dir, "plans")
	for _, d := range []string{config, plans} {
		if err := os.Mkdir(d, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join("config", "main.tf"), nil)
	for name, c := range map[string]struct{ path, want string }{
		"missing":           {filepath.Join(dir, "gone"), "No such file: There is no file of this name."},
		"another archive":   {write("a.zip", archiveOf(t, map[string]string{"x": "y"})), "Not a plan: The file is a ZIP archive without a plan in it. A saved plan is made by: terraform plan -out=tfplan"},
		"damaged archive":   {write("b.zip", []byte("PK\x03\x04 and then nothing")), "Damaged saved plan: The file starts like a saved plan and cannot be unpacked: zip: not a valid zip file."},
		"compressed":        {write("plan.json.gz", []byte("\x1f\x8b\x08 and so on")), "Compressed input: The file is compressed with gzip. Unpack it: gunzip -c FILE | hipaacheck plan -"},
		"a configuration":   {config, "A configuration, not a plan: The directory holds a Terraform configuration. What it will change is known only to a plan. Make one there with: terraform plan -out=tfplan && terraform show -json tfplan > plan.json"},
		"another directory": {plans, "No plan: The directory holds no plan: no *.json and no saved plan. A plan is made by: terraform plan -out=tfplan && terraform show -json tfplan > plan.json"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read(context.Background(), c.path, Options{Getenv: env(nil)})
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(c.path+": "+c.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestStubFor: a lock file cannot smuggle anything into the stub.
func TestStubFor(t *testing.T) {
	for _, lock := range []string{
		"provider \"x\\\"\\nprovisioner\" {}", "provider \"${file(\"/etc/passwd\")}\" {}", "not a lock file {",
	} {
		if stub, err := stubFor([]byte(lock)); err == nil {
			t.Errorf("%s: %s", lock, stub)
		}
	}
}

// TestUnpackIsBounded: a file that unpacks to more than a plan ever holds is
// refused, not read to its end.
func TestUnpackIsBounded(t *testing.T) {
	src := archiveOf(t, map[string]string{"tfplan": "", lockName: strings.Repeat(" ", maxMember+1)})
	a, err := openArchive(src, "bomb")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := a.file(lockName); err == nil || !strings.Contains(err.Error(), "unpacks to more than") {
		t.Error(err)
	}
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// TestReadSavedPlanOfOpenTofu: what tofu saved is shown by tofu, though terraform is
// in PATH before it, and the error of one that fails names it.
func TestReadSavedPlanOfOpenTofu(t *testing.T) {
	const dir = "../../testdata/plans/opentofu-forget/"
	terraform, calls := fakeTerraform(t, "/dev/null", "exit 1")
	tofu, shown := fakeTerraform(t, mustAbs(t, dir+"plan.json"), "")
	path := t.TempDir()
	for name, to := range map[string]string{"terraform": terraform, "tofu": tofu} {
		if err := os.Symlink(to, filepath.Join(path, name)); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", path+string(os.PathListSeparator)+os.Getenv("PATH"))
	p, err := Read(context.Background(), dir+"plan.tfplan", Options{Getenv: env(nil)})
	if err != nil {
		t.Fatal(err)
	}
	if p.Source == nil || p.Judged != 3 {
		t.Errorf("source %v, %d resources of IAM", p.Source, p.Judged)
	}
	if _, err := os.Stat(calls); err == nil {
		t.Errorf("terraform was started: %s", readLog(t, calls))
	}
	if got := readLog(t, shown); !strings.Contains(got, "show in ") {
		t.Errorf("tofu was not asked to show the plan: %s", got)
	}
	t.Setenv("PATH", t.TempDir())
	_, err = Read(context.Background(), dir+"plan.tfplan", Options{Getenv: env(nil)})
	if err == nil || !strings.Contains(err.Error(), "run: tofu show -json ") {
		t.Errorf("the error does not name tofu: %v", err)
	}
}

// TestEncryptedPlanIsRefused: with the real thing, as OpenTofu saved it.
func TestEncryptedPlanIsRefused(t *testing.T) {
	_, err := Read(context.Background(), "../../testdata/plans/opentofu-encrypted/plan.tfplan", Options{Getenv: env(nil)})
	if err == nil || !strings.Contains(err.Error(), "Encrypted plan: The plan is encrypted by OpenTofu. Show it where the key is: tofu show -json PLAN > plan.json") {
		t.Errorf("got %v", err)
	}
}
