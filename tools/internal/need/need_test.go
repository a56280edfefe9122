// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package need

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// script writes an executable shell script.
func script(t *testing.T, path, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

func says(version string) string {
	return `echo '{"terraform_version": "` + version + `"}'`
}

func TestTerraform(t *testing.T) {
	dir := t.TempDir()
	onPath := filepath.Join(dir, "bin", "terraform")
	tools := Tools{Dir: filepath.Join(dir, ".tools")}
	installed := filepath.Join(tools.Dir, "terraform-"+InstalledTerraform, "terraform")
	t.Setenv("PATH", filepath.Dir(onPath)+":/bin:/usr/bin")
	t.Setenv("TF_ACC_TERRAFORM_PATH", "")

	// A release server that counts what is fetched from it.
	fetched := 0
	releases := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		archive := fmt.Sprintf("terraform_%s_%s_%s.zip", InstalledTerraform, runtime.GOOS, runtime.GOARCH)
		switch r.URL.Path {
		case "/terraform/" + InstalledTerraform + "/index.json":
			w.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprintf(w, `{"name":"terraform","version":%q,"shasums":"s","builds":[{"name":"terraform","version":%q,"os":%q,"arch":%q,"filename":%q,"url":%q}]}`,
				InstalledTerraform, InstalledTerraform, runtime.GOOS, runtime.GOARCH, archive, "http://"+r.Host+"/"+archive)
		case "/" + archive:
			fetched++
			var content bytes.Buffer
			files := zip.NewWriter(&content)
			file, err := files.Create("terraform")
			if err == nil {
				_, err = fmt.Fprintf(file, "#!/bin/sh\n%s\n", says(InstalledTerraform))
			}
			if err != nil || files.Close() != nil {
				t.Errorf("zip: %v", err)
			}
			w.Header().Set("Content-Type", "application/zip")
			_, _ = w.Write(content.Bytes())
		default:
			http.NotFound(w, r)
		}
	}))
	defer releases.Close()
	tools.releases = releases.URL

	find := func(want string) {
		t.Helper()
		got, err := tools.Terraform(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Fatalf("found %s, want %s", got, want)
		}
	}
	script(t, onPath, says("1.8.0"))
	find(onPath)
	script(t, onPath, says("1.7.5"))
	find(installed)
	find(installed)
	if fetched != 1 {
		t.Errorf("Terraform was fetched %d times, want once", fetched)
	}

	t.Setenv("TF_ACC_TERRAFORM_PATH", onPath)
	if _, err := tools.Terraform(t.Context()); err == nil || !strings.Contains(err.Error(), "1.7.5, older than 1.8.0") {
		t.Errorf("TF_ACC_TERRAFORM_PATH names an old one: got %v", err)
	}
}

func TestMoto(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	onPath := filepath.Join(dir, "bin", "moto_server")
	tools := Tools{Dir: filepath.Join(dir, ".tools")}
	installed := filepath.Join(tools.Dir, "moto-"+InstalledMoto, "bin", "moto_server")
	t.Setenv("PATH", filepath.Dir(onPath)+":/bin:/usr/bin")
	t.Setenv("HIPAA_MOTO_SERVER", "")
	if err := os.MkdirAll(filepath.Dir(onPath), 0o755); err != nil {
		t.Fatal(err)
	}
	real, err := exec.Command(python, "-c", "import sys; print(sys.executable)").Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(strings.TrimSpace(string(real)), filepath.Join(dir, "bin", "python3")); err != nil {
		t.Fatal(err)
	}

	// What pip installs: a package named moto with a moto_server that ends well.
	wheels := filepath.Join(dir, "wheels")
	wheel(t, wheels)
	t.Setenv("PIP_NO_INDEX", "1")
	t.Setenv("PIP_FIND_LINKS", wheels)

	script(t, onPath, "exit 127") // As a pyenv shim of another version.
	got, err := tools.Moto(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got != installed {
		t.Errorf("found %s, want %s", got, installed)
	}
	if err := os.RemoveAll(wheels); err != nil { // A second installation would fail now.
		t.Fatal(err)
	}
	if got, err := tools.Moto(t.Context()); err != nil || got != installed {
		t.Errorf("the second time: %s, %v; want %s", got, err, installed)
	}
	script(t, onPath, "exit 0")
	if got, err := tools.Moto(t.Context()); err != nil || got != onPath {
		t.Errorf("with one on PATH: %s, %v; want %s", got, err, onPath)
	}
}

// wheel writes a minimal moto wheel with the extra "server".
func wheel(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var content bytes.Buffer
	files := zip.NewWriter(&content)
	info := "moto-" + InstalledMoto + ".dist-info/"
	for name, text := range map[string]string{
		"moto.py":                 "def main(): pass\n",
		info + "METADATA":         "Metadata-Version: 2.1\nName: moto\nVersion: " + InstalledMoto + "\nProvides-Extra: server\n",
		info + "WHEEL":            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
		info + "entry_points.txt": "[console_scripts]\nmoto_server = moto:main\n",
		info + "RECORD":           "",
	} {
		file, err := files.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := files.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "moto-"+InstalledMoto+"-py3-none-any.whl"), content.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
