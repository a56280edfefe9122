// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/spf13/pflag"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/details"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// outsideFlags name the files that tell what lies outside of the plans.
type outsideFlags struct{ account, state []string }

func (f *outsideFlags) add(s *pflag.FlagSet) {
	s.StringArrayVar(&f.account, "account", nil, "authorization details `FILE` (aws iam get-account-authorization-details) of what lies outside of the plans, repeatable")
	s.StringArrayVar(&f.state, "state", nil, "Terraform state `FILE` (terraform show -json) of what lies outside of the plans, repeatable")
}

// read reads what is known of the account outside of the plans: its
// authorization details first, since they are what AWS says, then states.
func (f *outsideFlags) read() ([]*account.Account, error) {
	var out, reports []*account.Account
	for _, path := range f.account {
		a, report, err := readAccount(path)
		switch {
		case err != nil:
			return nil, err
		case report:
			reports = append(reports, a) // they tell less of a user than the details
		default:
			out = append(out, a)
		}
	}
	out = append(out, reports...)
	for _, path := range f.state {
		a, err := plan.ReadState(path)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// readDetails reads authorization details, or a credential report.
func readDetails(path string) (*account.Account, error) {
	a, _, err := readAccount(path)
	return a, err
}

// readAccount is readDetails, and says which of the two it was.
func readAccount(path string) (a *account.Account, report bool, err error) {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, false, &plan.Error{Path: path, Summary: "Cannot read the authorization details", Detail: "The file cannot be opened. Write it with: aws iam get-account-authorization-details > " + path}
	}
	src := bufio.NewReaderSize(file, 4096)
	begin, _ := src.Peek(4096)
	if report = details.IsReport(begin); report {
		text, e := io.ReadAll(src)
		if a, err = details.ReadReport(text, path); e != nil {
			err = &plan.Error{Path: path, Summary: "Cannot read the credential report", Detail: e.Error()}
		}
	} else {
		a, err = details.Read(src, path)
	}
	var own *details.Error
	if errors.As(err, &own) {
		err = &plan.Error{Path: own.Path, Summary: own.Summary, Detail: own.Detail, Line: own.Line, Column: own.Column}
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, false, err
	}
	return a, report, nil
}
