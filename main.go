// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Command terraform-provider-hipaa is the provider's process, which Terraform
// starts.
package main

import (
	"flag"
	"log"
	"os"
	runtimedebug "runtime/debug"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/hipaa-iam/terraform-provider-hipaa/provider"
)

// version is set when a release is built.
var version = "dev"

// gcPercent is how much the heap may grow before it is collected.
const gcPercent = 400

func main() {
	debug := flag.Bool("debug", false, "run for a debugger: Terraform is told how to reach the process")
	flag.Parse()
	if os.Getenv("GOGC") == "" {
		// The process lives for seconds. Collecting less often saves a third of the
		// time of a plan with many roles, for some tens of megabytes.
		runtimedebug.SetGCPercent(gcPercent)
	}
	var opts []tf6server.ServeOpt
	if *debug {
		opts = append(opts, tf6server.WithManagedDebug())
	}
	if err := tf6server.Serve(provider.Address, provider.Server(version), opts...); err != nil {
		log.Fatal(err)
	}
}
