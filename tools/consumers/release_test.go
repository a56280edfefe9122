// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// goreleaser is what the test reads of a release's configuration.
type goreleaser struct {
	Project string `yaml:"project_name"`
	Builds  []struct {
		ID, Main, Binary string
		Env, Ldflags     []string
		Flags            []string
	}
	Archives []struct {
		ID      string
		IDs     []string `yaml:"ids"`
		Formats []string
		Name    string `yaml:"name_template"`
		Files   []string
	}
	Checksum struct {
		Name  string `yaml:"name_template"`
		Extra []struct {
			Glob string
			Name string `yaml:"name_template"`
		} `yaml:"extra_files"`
	}
	Signs []struct{ Artifacts string }
	SBOMs []struct{ Artifacts string } `yaml:"sboms"`
}

// TestRelease: what a release makes has the names and the form that the
// Terraform Registry documents, and both programs say the version.
func TestRelease(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var g goreleaser
	if err := yaml.Unmarshal(src, &g); err != nil {
		t.Fatal(err)
	}
	const version = "9.8.7"
	fill := func(s string) string {
		for from, to := range map[string]string{"ProjectName": g.Project, "Version": version, "Os": "linux", "Arch": "amd64"} {
			s = strings.ReplaceAll(s, "{{ ."+from+" }}", to)
		}
		return s
	}
	// Source: Terraform Registry, "Publishing providers", manually preparing a release.
	names := map[string]string{}
	for _, a := range g.Archives {
		names[a.ID] = fill(a.Name) + "." + a.Formats[0]
		if a.ID == "provider" && !slices.Equal(a.Files, []string{"none*"}) || len(a.IDs) != 1 || a.IDs[0] != a.ID {
			t.Errorf("%+v", a)
		}
	}
	if names["provider"] != "terraform-provider-hipaa_9.8.7_linux_amd64.zip" || names["hipaacheck"] != "hipaacheck_9.8.7_linux_amd64.tar.gz" {
		t.Error(names)
	}
	if got := fill(g.Checksum.Name); got != "terraform-provider-hipaa_9.8.7_SHA256SUMS" {
		t.Error(got)
	}
	if len(g.Checksum.Extra) != 1 || fill(g.Checksum.Extra[0].Name) != "terraform-provider-hipaa_9.8.7_manifest.json" || len(g.Signs) != 1 || g.Signs[0].Artifacts != "checksum" || len(g.SBOMs) != 1 || g.SBOMs[0].Artifacts != "archive" {
		t.Errorf("%+v, %+v, %+v", g.Checksum, g.Signs, g.SBOMs)
	}
	var manifest struct {
		Version  int
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		}
	}
	text, err := os.ReadFile(filepath.Join(root, g.Checksum.Extra[0].Glob))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &manifest); err != nil || manifest.Version != 1 || !slices.Equal(manifest.Metadata.Protocols, []string{"6.0"}) {
		t.Errorf("%+v, %v", manifest, err)
	}
	dir := t.TempDir()
	for _, b := range g.Builds {
		out := filepath.Join(dir, fill(b.Binary))
		cmd := exec.Command("go", append(append([]string{"build"}, b.Flags...), "-ldflags", fill(strings.Join(b.Ldflags, " ")), "-o", out, b.Main)...)
		cmd.Dir = root
		cmd.Env = append(os.Environ(), b.Env...)
		if printed, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", b.ID, err, printed)
		}
		program, err := os.ReadFile(out)
		if err != nil || !bytes.Contains(program, []byte(version)) {
			t.Errorf("%s does not hold its version, %v", b.ID, err)
		}
	}
	if !regexp.MustCompile(`^terraform-provider-hipaa_v9\.8\.7$`).MatchString(fill(g.Builds[0].Binary)) {
		t.Error(fill(g.Builds[0].Binary))
	}
	said, err := exec.Command(filepath.Join(dir, "hipaacheck"), "version").Output()
	if err != nil || !strings.HasPrefix(string(said), "hipaacheck "+version+" ") {
		t.Errorf("%s, %v", said, err)
	}
}
