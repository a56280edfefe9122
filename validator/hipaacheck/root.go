// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// The exit codes. A panic would end with Go's own 2, which here means that
// findings block, so run catches it.
const (
	exitPass     = 0
	exitError    = 1
	exitBlocked  = 2
	exitApproval = 3
)

// version is set when the program is released.
var version = "dev"

// app is the command with everything it takes from outside.
type app struct {
	in       io.Reader
	out, err io.Writer
	getenv   func(string) string
	now      func() time.Time
	// terminal says that out is one, errTerminal that err is.
	terminal, errTerminal bool
	// after is time.After where it is nil.
	after func(time.Duration) <-chan time.Time
	// told is what is told of what goes on, or nil.
	told *progress
	// code is the exit code of a command that ran to its end.
	code int
}

// commands make the commands of this version; the order is that of the help.
var commands = []func(*app) *cobra.Command{
	newPlanCommand,
	newDiffCommand,
	newCanCommand,
	newPolicyCommand,
	newRulesCommand,
	newExplainCommand,
	newCommentCommand,
	newInitCommand,
	newTestCommand,
	newServeCommand,
	newFmtCommand,
	newSchemaCommand,
	newConfigCommand,
	newApproveCommand,
	newVerifyCommand,
	newReviewCommand,
	newEvidenceCommand,
	newTemplateCommand,
	newManCommand,
	newVersionCommand,
}

// run runs one command line and returns the exit code.
func (a *app) run(ctx context.Context, args []string) (code int) {
	defer func() {
		if p := recover(); p != nil {
			a.say(fmt.Sprintf("Error: hipaacheck met a mistake of its own, so nothing was decided. Please report this:\n\n%v\n\n%s", p, debug.Stack()))
			code = exitError
		}
	}()
	root := &cobra.Command{
		Use:   "hipaacheck",
		Short: "Checks Terraform plans against HIPAA safeguards for IAM",
		Long: "Checks Terraform and OpenTofu plans against HIPAA safeguards for IAM.\n\n" +
			"Exit codes: 0 nothing blocks, 1 could not decide, 2 findings block, 3 only approvals are missing.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			// Nothing was checked, so this is no pass either.
			a.code = exitError
			return cmd.Help()
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetArgs(args)
	for _, make := range commands {
		root.AddCommand(make(a))
	}
	complete(root)
	nameUsage(root)
	if err := root.ExecuteContext(ctx); err != nil {
		a.fail(err)
		return exitError
	}
	return a.code
}

func unknownCommand(cmd *cobra.Command, name string) error {
	message := fmt.Sprintf("There is no command %q.", name)
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		message += fmt.Sprintf(" Did you mean %q?", near[0])
	}
	return errors.New(message + " Run " + cmd.CommandPath() + " --help for the commands there are.")
}

// nameUsage makes every command that is given the wrong arguments say how it is called. The library counts them only,
// which does not tell a reader what is missing.
func nameUsage(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		c.SuggestionsMinimumDistance = cmd.SuggestionsMinimumDistance
		nameUsage(c)
		check := c.Args
		if check == nil {
			continue
		}
		c.Args = func(c *cobra.Command, args []string) error {
			err := check(c, args)
			if err == nil || !ofLibrary(err) {
				return err
			}
			if c.HasSubCommands() && len(args) > 0 {
				return unknownCommand(c, args[0])
			}
			given := "no argument is"
			switch len(args) {
			case 0:
			case 1:
				given = "one argument is"
			default:
				given = fmt.Sprintf("%d arguments are", len(args))
			}
			return fmt.Errorf("%s given to %s; it is called so: %s", given, c.CommandPath(), c.UseLine())
		}
	}
}

// ofLibrary tells that the library wrote the message, not the command.
func ofLibrary(err error) bool {
	for _, prefix := range []string{"accepts ", "requires at least ", "unknown command "} {
		if strings.HasPrefix(err.Error(), prefix) {
			return true
		}
	}
	return false
}
