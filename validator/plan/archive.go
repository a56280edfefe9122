// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TerraformEnv names the terraform or tofu to start for saved plans; without it
// terraform and then tofu are looked up in PATH.
const TerraformEnv = "HIPAACHECK_TERRAFORM"

// maxMember bounds what one file of a saved plan may unpack to: a hostile
// archive must not fill memory.
const maxMember = 64 << 20

const lockName = ".terraform.lock.hcl"

// archive is a saved plan: a ZIP with the plan, the state and the source.
type archive struct {
	path string
	src  []byte
	zip  *zip.Reader
}

func openArchive(src []byte, path string) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, &Error{Path: path, Summary: "Damaged saved plan", Detail: "The file starts like a saved plan and cannot be unpacked: " + err.Error() + "."}
	}
	a := &archive{path: path, src: src, zip: z}
	if !slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "tfplan" }) {
		return nil, &Error{Path: path, Summary: "Not a plan", Detail: "The file is a ZIP archive without a plan in it. A saved plan is made by: terraform plan -out=tfplan", NoPlan: true}
	}
	return a, nil
}

// file unpacks one file of the archive; ok is false where it is not there.
func (a *archive) file(name string) (text []byte, ok bool, err error) {
	for _, f := range a.zip.File {
		if f.Name == name {
			text, err := unpack(f)
			return text, true, err
		}
	}
	return nil, false, nil
}

func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r, maxMember+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return nil, err
	}
	if len(text) > maxMember {
		return nil, fmt.Errorf("%s unpacks to more than %d bytes", f.Name, maxMember)
	}
	return text, nil
}

// show lets read have the plan's JSON, as the CLI that made the plan shows it: in
// the directory of the plan, or the working directory, where one is initialised;
// else in a temporary one with the providers that the plan's lock file names.
// What read has got is the plan only if the error is nil.
func (a *archive) show(ctx context.Context, opt Options, read func(io.Reader)) error {
	tools := findTools(opt)
	if a.byOpenTofu() {
		slices.Reverse(tools)
	}
	if len(tools) == 0 {
		return a.cannot("no terraform or tofu is in PATH, and "+TerraformEnv+" names none", opt)
	}
	path, cleanup, err := a.onDisk()
	if err != nil {
		return a.cannot(cause(err), opt)
	}
	defer cleanup()
	var first error
	for _, tool := range tools {
		for _, dir := range initialised(path, opt) {
			err := run(ctx, tool, dir, nil, read, "show", "-json", "-no-color", path)
			if err == nil {
				return nil
			}
			first = cmp.Or(first, err)
		}
	}
	for _, tool := range tools {
		err := a.showApart(ctx, tool, path, read)
		if err == nil {
			return nil
		}
		first = cmp.Or(first, err)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return a.cannot(first.Error(), opt)
}

// onDisk returns a path that the CLI can open: a plan from standard input is
// written to a temporary file.
func (a *archive) onDisk() (path string, cleanup func(), err error) {
	if a.path != "-" {
		path, err = filepath.Abs(a.path)
		return path, func() {}, err
	}
	dir, err := os.MkdirTemp("", "hipaacheck-plan-")
	if err != nil {
		return "", nil, err
	}
	// What is left behind in the temporary directory harms nobody.
	cleanup = func() { _ = os.RemoveAll(dir) }
	path = filepath.Join(dir, "tfplan")
	if err := os.WriteFile(path, a.src, 0o600); err != nil {
		cleanup()
		return "", nil, err
	}
	return path, cleanup, nil
}

func (a *archive) cannot(reason string, opt Options) *Error {
	tool := "terraform"
	if a.byOpenTofu() {
		tool = "tofu"
	}
	if t := opt.getenv(TerraformEnv); t != "" {
		tool = t
	}
	name := a.path
	if name == "-" {
		name = "tfplan"
	}
	return &Error{
		Path:    a.path,
		Summary: "Cannot show the saved plan",
		Detail: fmt.Sprintf("A saved plan is read through its own CLI, and that failed: %s. Where the plan was made, run: %s show -json %s > plan.json; then: hipaacheck plan --source %s plan.json",
			strings.TrimSuffix(reason, "."), tool, name, name),
	}
}

// byOpenTofu reports whether the plan's providers come from OpenTofu's registry, so
// that it is tofu that can show it.
func (a *archive) byOpenTofu() bool {
	lock, _, err := a.file(lockName)
	return err == nil && bytes.Contains(lock, []byte(`"registry.opentofu.org/`))
}

func findTools(opt Options) []string {
	if t := opt.getenv(TerraformEnv); t != "" {
		return []string{t}
	}
	var out []string
	for _, name := range []string{"terraform", "tofu"} {
		if t, err := exec.LookPath(name); err == nil {
			out = append(out, t)
		}
	}
	return out
}

// initialised lists the directories that may have the plan's providers.
func initialised(path string, opt Options) []string {
	dirs := []string{filepath.Dir(path)}
	if opt.Source != "" {
		dirs = append(dirs, opt.Source)
	}
	if wd, err := os.Getwd(); err == nil {
		dirs = append(dirs, wd)
	}
	var out []string
	for _, dir := range dirs {
		abs, err := filepath.Abs(dir)
		if err != nil || slices.Contains(out, abs) {
			continue
		}
		if _, err := os.Stat(filepath.Join(abs, ".terraform")); err == nil || opt.getenv("TF_DATA_DIR") != "" {
			out = append(out, abs)
		}
	}
	return out
}

// showApart shows the plan in a temporary directory: its lock file, a stub that
// asks for the same providers, init, show.
func (a *archive) showApart(ctx context.Context, tool, path string, read func(io.Reader)) (err error) {
	lock, ok, err := a.file(lockName)
	if err != nil {
		return err
	}
	if !ok {
		return errors.New("the plan holds no provider lock file, and no directory at hand is initialised")
	}
	stub, err := stubFor(lock)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "hipaacheck-show-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	for name, text := range map[string][]byte{lockName: lock, "main.tf": stub} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return err
		}
	}
	// The user's own data directory and workspace are of another configuration.
	env := []string{"TF_DATA_DIR=" + filepath.Join(dir, ".terraform"), "TF_WORKSPACE="}
	if err := run(ctx, tool, dir, env, nil, "init", "-backend=false", "-input=false", "-no-color"); err != nil {
		return err
	}
	return run(ctx, tool, dir, env, read, "show", "-json", "-no-color", path)
}

// stubFor writes a configuration that asks for the providers of a lock file.
func stubFor(lock []byte) ([]byte, error) {
	file, diags := hclsyntax.ParseConfig(lock, lockName, hcl.InitialPos)
	if diags.HasErrors() {
		return nil, fmt.Errorf("the plan's provider lock file cannot be read: %w", diags)
	}
	content, _, diags := file.Body.PartialContent(&hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{{Type: "provider", LabelNames: []string{"source"}}}})
	if diags.HasErrors() {
		return nil, fmt.Errorf("the plan's provider lock file cannot be read: %w", diags)
	}
	var b bytes.Buffer
	b.WriteString("terraform {\n  required_providers {\n")
	for i, block := range content.Blocks {
		source := block.Labels[0]
		if strings.ContainsAny(source, "\"\\$%\n") {
			return nil, fmt.Errorf("the plan's provider lock file names no provider with %q", source)
		}
		fmt.Fprintf(&b, "    p%d = { source = %q }\n", i, source)
	}
	b.WriteString("  }\n}\n")
	return b.Bytes(), nil
}

// run starts the CLI and lets read have what it prints; on failure the error
// holds what it said.
func run(ctx context.Context, tool, dir string, env []string, read func(io.Reader), args ...string) error {
	cmd := exec.CommandContext(ctx, tool, args...) //nolint:gosec // the user's own terraform
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_CLI_ARGS=")
	cmd.Env = append(cmd.Env, env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	stdout, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", filepath.Base(tool), args[0], err)
	}
	if read != nil {
		read(stdout)
	}
	_, err = io.Copy(io.Discard, stdout) // else it might wait for a reader
	if err := errors.Join(err, cmd.Wait()); err != nil {
		text := stderr.String()
		if i := strings.Index(text, "Error: "); i >= 0 {
			text = text[i+len("Error: "):] // warnings before it do not matter here
		}
		said := strings.Join(strings.Fields(strings.NewReplacer("│", "", "╷", "", "╵", "").Replace(text)), " ")
		if len(said) > 600 {
			said = said[:600] + "…"
		}
		if said == "" {
			said = err.Error()
		}
		return fmt.Errorf("%s %s: %s", filepath.Base(tool), args[0], said)
	}
	return nil
}
