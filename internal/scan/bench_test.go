// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package scan_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/scan"
)

// Sizes of plans to measure. 405 takes a minute: -plans 8,81,405, or where other
// packages run too, which do not know the flag, HIPAA_BENCH_PLANS=8,81,405.
var sizes = flag.String("plans", cmp.Or(os.Getenv("HIPAA_BENCH_PLANS"), "8,81"), "comma-separated sizes in megabytes of the plans to measure")

// ways are the ways to read a plan that are measured; the first is what the
// others are compared with. Each returns the changes that it has decoded.
var ways = []struct {
	name string
	read func(path string) ([]*tfjson.ResourceChange, error)
}{
	{"terraform-json", func(path string) ([]*tfjson.ResourceChange, error) {
		src, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var p tfjson.Plan
		err = json.Unmarshal(src, &p)
		return p.ResourceChanges, err
	}},
	{"jsontext-skip", over(func(r io.Reader) ([]*tfjson.ResourceChange, error) {
		return nil, jsontext.NewDecoder(r).SkipValue()
	})},
	{"scan-skip", over(func(r io.Reader) ([]*tfjson.ResourceChange, error) {
		return nil, scan.NewReader(r, scan.Options{}).Skip()
	})},
	{"scan", over(readRelevant)},
}

func over(read func(io.Reader) ([]*tfjson.ResourceChange, error)) func(string) ([]*tfjson.ResourceChange, error) {
	return func(path string) (out []*tfjson.ResourceChange, err error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		return read(f)
	}
}

// readRelevant reads a plan down to the changes that rules look at: whatever is
// IAM's, and whatever can hold data, what does not change included, for
// attachments and boundaries are joined to it.
func readRelevant(src io.Reader) ([]*tfjson.ResourceChange, error) {
	var out []*tfjson.ResourceChange
	r := scan.NewReader(src, scan.Options{})
	if err := r.Next(); err != nil {
		return nil, err
	}
	err := r.Object(scan.PlanNames, func(name string) error {
		if name != "resource_changes" {
			return nil
		}
		return r.Changes(func(h *scan.Head) (bool, error) {
			return strings.HasPrefix(h.Type, "aws_iam_") || h.Type == "aws_s3_bucket", nil
		}, func(e *scan.Element) error {
			c, err := e.Decode(nil)
			out = append(out, c)
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	if err := r.Next(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("after the plan: %w", err)
	}
	return out, nil
}

// BenchmarkRead measures reading alone, beside plain terraform-json decoding.
// cpu-ms/op is the process's CPU time, garbage collection included, and less the
// factor by which it is below terraform-json's in the same run. peak-MB is the
// largest resident size of a process that reads the plan once.
func BenchmarkRead(b *testing.B) {
	for _, size := range strings.Split(*sizes, ",") {
		b.Run(size+"MB", func(b *testing.B) {
			path := generated(b, size)
			info, err := os.Stat(path)
			if err != nil {
				b.Fatal(err)
			}
			var plain float64
			for _, way := range ways {
				b.Run(way.name, func(b *testing.B) {
					b.SetBytes(info.Size())
					b.ReportAllocs()
					runtime.GC()
					before := cpu(b)
					for b.Loop() {
						if _, err := way.read(path); err != nil {
							b.Fatal(err)
						}
					}
					ms := float64(cpu(b)-before) / float64(time.Millisecond) / float64(b.N)
					if way.name == ways[0].name {
						plain = ms
					}
					b.ReportMetric(ms, "cpu-ms/op")
					b.ReportMetric(plain/ms, "less")
					b.ReportMetric(peak(b, way.name, path), "peak-MB")
				})
			}
		})
	}
}

// cpu returns the CPU time that this process has taken.
func cpu(tb testing.TB) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

const childVariable = "SCAN_TEST_READ"

// peak reads a plan in a process of its own and returns the largest resident
// size of that in megabytes. What the kernel says of a child from outside
// includes its parent's size at the fork, so the child says it itself; on a
// system that has no /proc the answer is zero.
func peak(tb testing.TB, way, path string) float64 {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVariable+"="+way+":"+path)
	out, err := cmd.Output()
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		var kilobytes float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kilobytes); n == 1 {
			return kilobytes * 1024 / 1e6
		}
	}
	return 0
}

// child reads a plan in the way that peak asks for and writes what the kernel
// says of this process.
func child(way, path string) error {
	for _, w := range ways {
		if w.name != way {
			continue
		}
		changes, err := w.read(path)
		if err != nil {
			return err
		}
		status, err := os.ReadFile("/proc/self/status")
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		runtime.KeepAlive(changes)
		_, err = os.Stdout.Write(status)
		return err
	}
	return fmt.Errorf("no way %q", way)
}

// TestMain reads a plan and does nothing else where peak asks for it.
func TestMain(m *testing.M) {
	if way, path, ok := strings.Cut(os.Getenv(childVariable), ":"); ok {
		if err := child(way, path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	code := m.Run()
	if scratch != "" {
		if err := os.RemoveAll(scratch); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// scratch is the folder of generated plans.
var scratch string

// generated returns the path of a generated plan of a size in megabytes.
func generated(tb testing.TB, size string) string {
	if scratch == "" {
		dir, err := os.MkdirTemp("", "scan-test-")
		if err != nil {
			tb.Fatal(err)
		}
		scratch = dir
	}
	path := filepath.Join(scratch, size+"MB.json")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	cmd := exec.Command("go", "run", "./cmd/genplan", "-size", size, "-o", path)
	cmd.Dir = filepath.Join("..", "..", "tools")
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("go run ./cmd/genplan: %v\n%s", err, out)
	}
	return path
}
