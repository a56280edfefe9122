// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"errors"
	"os"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/details"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan"
)

// outsideOf reads what is known of the account outside of the plans: its
// authorization details first, since they are what AWS says, then states.
func outsideOf(f *planFlags) ([]*account.Account, error) {
	var out []*account.Account
	for _, path := range f.account {
		a, err := readDetails(path)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	for _, path := range f.state {
		a, err := plan.ReadState(path)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// readDetails reads authorization details.
func readDetails(path string) (*account.Account, error) {
	file, err := os.Open(path) //nolint:gosec // the user names the file
	if err != nil {
		return nil, &plan.Error{Path: path, Summary: "Cannot read the authorization details", Detail: "The file cannot be opened. Write it with: aws iam get-account-authorization-details > " + path}
	}
	a, err := details.Read(file, path)
	var own *details.Error
	if errors.As(err, &own) {
		err = &plan.Error{Path: own.Path, Summary: own.Summary, Detail: own.Detail, Line: own.Line, Column: own.Column}
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	return a, nil
}
