// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package validator_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// steps are what BenchmarkCheck measures: plain decoding into terraform-json's
// types as whoever does not scan would have it, reading alone, and the whole
// check down to the report.
var steps = []struct {
	name string
	run  func(path string) (any, error)
}{
	{"terraform-json", func(path string) (any, error) {
		src, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		p := &tfjson.Plan{}
		return p, json.Unmarshal(src, p)
	}},
	{"read", func(path string) (any, error) { return plan.Read(context.Background(), path, plan.Options{}) }},
	{"check", func(path string) (any, error) {
		p, err := plan.Read(context.Background(), path, plan.Options{})
		if err != nil {
			return nil, err
		}
		return validator.Check(context.Background(), p, nil, validator.Options{})
	}},
}

// BenchmarkCheck measures each step in a process of its own, once: its CPU time,
// garbage collection included, and its peak resident size. What plain decoding
// followed by the same rules takes is terraform-json and check less read.
// HIPAA_BENCH_PLANS names the sizes in megabytes.
func BenchmarkCheck(b *testing.B) {
	for _, size := range strings.Split(cmp.Or(os.Getenv("HIPAA_BENCH_PLANS"), "8,81"), ",") {
		path := filepath.Join(b.TempDir(), size+"MB.json")
		generate := exec.Command("go", "run", "./cmd/genplan", "-size", size, "-o", path)
		generate.Dir = filepath.Join("..", "tools")
		if out, err := generate.CombinedOutput(); err != nil {
			b.Fatalf("go run ./cmd/genplan: %v\n%s", err, out)
		}
		for _, s := range steps {
			b.Run(size+"MB/"+s.name, func(b *testing.B) {
				for b.Loop() {
					cpu, peak := apart(b, s.name, path)
					b.ReportMetric(float64(cpu)/float64(time.Millisecond), "cpu-ms")
					b.ReportMetric(peak, "peak-MB")
				}
			})
		}
		if err := os.Remove(path); err != nil {
			b.Fatal(err)
		}
	}
}

const stepVariable = "VALIDATOR_TEST_STEP"

// apart runs a step in a process of its own.
func apart(b *testing.B, step, path string) (cpu time.Duration, peakMB float64) {
	b.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), stepVariable+"="+step+":"+path)
	out, err := cmd.Output()
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kilobytes); n == 1 {
			peakMB = kilobytes * 1024 / 1e6
		}
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peakMB
}

// TestMain runs one step and nothing else where apart asks for it.
func TestMain(m *testing.M) {
	step, path, ok := strings.Cut(os.Getenv(stepVariable), ":")
	if !ok {
		os.Exit(m.Run())
	}
	for _, s := range steps {
		if s.name != step {
			continue
		}
		result, err := s.run(path)
		status, noStatus := os.ReadFile("/proc/self/status") // there is none on every system
		runtime.KeepAlive(result)
		if err == nil && !errors.Is(noStatus, os.ErrNotExist) {
			_, err = os.Stdout.Write(status)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
