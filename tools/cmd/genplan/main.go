// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command genplan writes plan JSON of any size, for measuring how plans are read:
//
//	go -C tools run ./cmd/genplan -size 81 -o ../build/81MB.json
//
// The plan is that of an estate of teams, one module call for each, as
// `terraform show -json` writes it: the members in Terraform's order, values in
// the order of their names, no white space. It has 7.9 KB for each resource; a
// quarter of the resources are IAM's, and 70 % do not change. The same flags
// give the same plan, byte for byte. It tells of no real account.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// perResource is how many bytes a plan takes for each resource.
const perResource = 7900

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "genplan:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) (err error) {
	flags := flag.NewFlagSet("genplan", flag.ContinueOnError)
	size := flags.Float64("size", 8, "about how many megabytes (1,000,000 bytes) to write")
	resources := flags.Int("resources", 0, "how many resources to write, rounded up to whole teams, in place of -size")
	out := flags.String("o", "", "the `file` to write; the default is standard output")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	}
	if flags.NArg() > 0 || *size <= 0 || *resources < 0 {
		return errors.New("give a -size or a number of -resources above zero, and no arguments")
	}
	if *resources == 0 {
		*resources = int(*size * 1e6 / perResource)
	}
	to := stdout
	if *out != "" {
		if err := os.MkdirAll(filepath.Dir(*out), 0o750); err != nil {
			return err
		}
		f, err := os.Create(*out)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		to = f
	}
	w := bufio.NewWriterSize(to, 1<<20)
	if err := write(w, (*resources+perTeam-1)/perTeam); err != nil {
		return err
	}
	return w.Flush()
}
