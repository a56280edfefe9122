// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package consumers

import (
	"debug/elf"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/tools/internal/repo"
)

// TestImage: the commands that build the program for the image do so here, the
// program needs nothing of the image, and what runs in it is not root. That the
// base images are there, only a registry can tell.
func TestImage(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	var stages [][]string
	names := map[string]int{}
	text := strings.ReplaceAll(ciText(t, "Dockerfile"), "\\\n", "")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := regexp.MustCompile(`^FROM \S+( AS (\S+))?$`).FindStringSubmatch(line); m != nil {
			names[m[2]] = len(stages)
			stages = append(stages, nil)
		} else if len(stages) > 0 && line != "" && !strings.HasPrefix(line, "#") {
			stages[len(stages)-1] = append(stages[len(stages)-1], line)
		}
	}
	last := strings.Join(stages[len(stages)-1], "\n")
	if !regexp.MustCompile(`(?m)^USER [1-9][0-9]*:[1-9][0-9]*$`).MatchString(last) {
		t.Errorf("it runs as root:\n%s", last)
	}
	copied := regexp.MustCompile(`(?m)^COPY --from=(\S+) (\S+) /usr/local/bin/(\S+)$`).FindAllStringSubmatch(last, -1)
	if len(copied) != 2 || copied[1][1] != "build" {
		t.Fatalf("%q", copied)
	}
	for _, c := range copied {
		if _, ok := names[c[1]]; !ok {
			t.Errorf("there is no stage %s", c[1])
		}
	}
	out := t.TempDir()
	built := 0
	for _, line := range stages[names["build"]] {
		command, ok := strings.CutPrefix(line, "RUN ")
		if !ok {
			continue
		}
		built++
		code, printed := script(t, root, []string{"VERSION=1.2.3", "GOOS=linux"}, strings.ReplaceAll(command, "/out/", out+"/"))
		if code != 0 {
			t.Fatalf("%s: %s", command, printed)
		}
	}
	program := filepath.Join(out, filepath.Base(copied[1][2]))
	file, err := elf.Open(program)
	if err != nil || built != 2 {
		t.Fatalf("%d commands, %v", built, err)
	}
	defer func() { _ = file.Close() }()
	if libraries, err := file.ImportedLibraries(); len(libraries) > 0 {
		t.Errorf("it needs %v, %v", libraries, err)
	}
	if runtime.GOOS != "linux" {
		return // it cannot run here
	}
	version, err := exec.Command(program, "version").Output()
	if err != nil || !strings.HasPrefix(string(version), "hipaacheck 1.2.3 ") {
		t.Errorf("%s, %v", version, err)
	}
}
