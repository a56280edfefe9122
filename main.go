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
	} else {
		quiet()
	}
	if err := tf6server.Serve(provider.Address, provider.Server(version), opts...); err != nil {
		log.Fatal(err)
	}
}

// quiet turns the log of the plugin framework off where nobody reads it. By
// itself the framework writes every step down and leaves it to Terraform to
// throw that away, which took as long as half of a plan of many roles, in both
// processes. Who sets TF_LOG or one of the variables here gets what was asked for.
func quiet() {
	for _, asked := range []string{"TF_LOG", "TF_LOG_PROVIDER"} {
		if os.Getenv(asked) != "" {
			return
		}
	}
	for _, logger := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK"} {
		if os.Getenv(logger) == "" {
			if err := os.Setenv(logger, "off"); err != nil {
				log.Fatal(err)
			}
		}
	}
}
