// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan_test

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

	gocmp "github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// step is one way to read a plan, and than is the step with which it is compared.
type step struct {
	name, than string
	run        func(path string) (any, error)
}

// steps are what BenchmarkCheck measures: reading alone and the whole check down
// to the report, each behind what it takes whoever decodes into terraform-json's
// types and judges that by the same rules.
var steps = []step{
	{"terraform-json", "", func(path string) (any, error) { return plainly(path) }},
	{"read", "terraform-json", func(path string) (any, error) { return plan.Read(context.Background(), path, plan.Options{}) }},
	{"terraform-json-check", "", func(path string) (any, error) {
		decoded, err := plainly(path)
		if err != nil {
			return nil, err
		}
		return validator.Check(context.Background(), plan.FromTerraformJSON(decoded), nil, validator.Options{})
	}},
	{"check", "terraform-json-check", func(path string) (any, error) {
		p, err := plan.Read(context.Background(), path, plan.Options{})
		if err != nil {
			return nil, err
		}
		return validator.Check(context.Background(), p, nil, validator.Options{})
	}},
}

// plainly decodes a plan as whoever does not scan would.
func plainly(path string) (*tfjson.Plan, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := &tfjson.Plan{}
	return p, json.Unmarshal(src, p)
}

// BenchmarkCheck measures each step in a process of its own, once: its CPU time,
// start and garbage collection included, and its peak resident size; less-cpu and
// less-peak are how many times less that is than of the step compared with.
// HIPAA_BENCH_PLANS names the sizes in megabytes.
func BenchmarkCheck(b *testing.B) {
	for _, size := range strings.Split(cmp.Or(os.Getenv("HIPAA_BENCH_PLANS"), "8,81"), ",") {
		path := filepath.Join(b.TempDir(), size+"MB.json")
		generate := exec.Command("go", "run", "./cmd/genplan", "-size", size, "-o", path)
		generate.Dir = filepath.Join("..", "..", "tools")
		if out, err := generate.CombinedOutput(); err != nil {
			b.Fatalf("go run ./cmd/genplan: %v\n%s", err, out)
		}
		benchmark(b, size+"MB", path)
		if err := os.Remove(path); err != nil {
			b.Fatal(err)
		}
	}
	tiny := filepath.Join(b.TempDir(), "tiny.json")
	text := `{"format_version":"1.2","terraform_version":"1.11.4","planned_values":{"root_module":{}},"resource_changes":[],"complete":true,"errored":false}`
	if err := os.WriteFile(tiny, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	benchmark(b, "tiny", tiny)
}

func benchmark(b *testing.B, name, path string) {
	type taken struct{ cpu, peak float64 }
	of := map[string]taken{}
	for _, s := range steps {
		b.Run(name+"/"+s.name, func(b *testing.B) {
			for b.Loop() {
				cpu, peak := apart(b, s.name, path)
				t := taken{float64(cpu) / float64(time.Millisecond), peak}
				of[s.name] = t
				b.ReportMetric(t.cpu, "cpu-ms")
				b.ReportMetric(t.peak, "peak-MB")
				if than, ok := of[s.than]; ok {
					b.ReportMetric(than.cpu/t.cpu, "less-cpu")
					b.ReportMetric(than.peak/t.peak, "less-peak")
				}
			}
		})
	}
}

const stepVariable = "PLAN_TEST_STEP"

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
	name, path, ok := strings.Cut(os.Getenv(stepVariable), ":")
	if !ok {
		os.Exit(m.Run())
	}
	for _, s := range steps {
		if s.name != name {
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

// TestSameAsTerraformJSON: what terraform-json decodes gives the same report, so
// that the benchmark compares like with like. Two rules that ask much of policies
// of AWS's own are left out, for time.
func TestSameAsTerraformJSON(t *testing.T) {
	files, err := filepath.Glob("../../testdata/plans/*/plan.json")
	if err != nil || len(files) < 40 {
		t.Fatal(files, err)
	}
	opt := validator.Options{Skip: []string{"service-wildcard", "admin-access"}}
	for _, path := range files {
		p, err := plan.Read(context.Background(), path, plan.Options{})
		var refused *plan.Error
		if errors.As(err, &refused) {
			continue // no whole plan: another test holds what is refused
		}
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			if err != nil {
				t.Fatal(err)
			}
			decoded, err := plainly(path)
			if err != nil {
				t.Fatal(err)
			}
			want, err := validator.Check(context.Background(), p, nil, opt)
			if err != nil {
				t.Fatal(err)
			}
			got, err := validator.Check(context.Background(), plan.FromTerraformJSON(decoded), nil, opt)
			if err != nil {
				t.Fatal(err)
			}
			want.Plans, got.Plans = nil, nil // the digest, and what the plan is allowed to lack
			if d := gocmp.Diff(want, got); d != "" {
				t.Errorf("(-read +terraform-json):\n%s", d)
			}
		})
	}
}
