// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// PasswordPolicy is the password policy of an account's IAM users. There is one
// in an account or none.
type PasswordPolicy struct {
	// MinimumLength is in characters.
	MinimumLength int32
	// Reuse counts the passwords that are remembered, MaxAge is in days; zero
	// means that nothing is demanded.
	Reuse, MaxAge                          int32
	Lowercase, Uppercase, Numbers, Symbols bool
	// AllowChange lets users change their own password, HardExpiry keeps them from
	// it once it has expired.
	AllowChange, HardExpiry bool
}

// ReadPasswordPolicy returns the account's password policy, or [ErrNotFound].
func (m *Manager) ReadPasswordPolicy(ctx context.Context) (*PasswordPolicy, error) {
	out, err := m.API.GetAccountPasswordPolicy(ctx, &iam.GetAccountPasswordPolicyInput{})
	switch {
	case notFound(err):
		return nil, ErrNotFound
	case err != nil:
		return nil, fmt.Errorf("reading the password policy of the account: %w", err)
	}
	p := out.PasswordPolicy
	return &PasswordPolicy{
		MinimumLength: aws.ToInt32(p.MinimumPasswordLength), Reuse: aws.ToInt32(p.PasswordReusePrevention), MaxAge: aws.ToInt32(p.MaxPasswordAge),
		Lowercase: p.RequireLowercaseCharacters, Uppercase: p.RequireUppercaseCharacters, Numbers: p.RequireNumbers, Symbols: p.RequireSymbols,
		AllowChange: p.AllowUsersToChangePassword, HardExpiry: aws.ToBool(p.HardExpiry),
	}, nil
}

// PutPasswordPolicy sets the account's password policy, whatever it was.
func (m *Manager) PutPasswordPolicy(ctx context.Context, want *PasswordPolicy) error {
	in := &iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength: &want.MinimumLength, RequireLowercaseCharacters: want.Lowercase, RequireUppercaseCharacters: want.Uppercase,
		RequireNumbers: want.Numbers, RequireSymbols: want.Symbols, AllowUsersToChangePassword: want.AllowChange,
	}
	// AWS refuses zero; what is left out is not demanded.
	if want.Reuse > 0 {
		in.PasswordReusePrevention = &want.Reuse
	}
	if want.MaxAge > 0 {
		in.MaxPasswordAge, in.HardExpiry = &want.MaxAge, &want.HardExpiry
	}
	err := m.await(ctx, propagating, func() error {
		_, err := m.API.UpdateAccountPasswordPolicy(ctx, in)
		return err
	})
	if err != nil {
		return fmt.Errorf("setting the password policy of the account: %w", err)
	}
	return nil
}

// DeletePasswordPolicy takes the account's password policy away. One that is
// already gone is no error.
func (m *Manager) DeletePasswordPolicy(ctx context.Context) error {
	_, err := m.API.DeleteAccountPasswordPolicy(ctx, &iam.DeleteAccountPasswordPolicyInput{})
	if err != nil && !notFound(err) {
		return fmt.Errorf("deleting the password policy of the account: %w", err)
	}
	return nil
}
