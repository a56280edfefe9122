// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamtest

import "fmt"

// PasswordPolicy is the account's password policy as AWS keeps it.
type PasswordPolicy struct {
	MinimumLength, MaxAge, Reuse           int
	Lowercase, Uppercase, Numbers, Symbols bool
	AllowChange, HardExpiry                bool
}

// Password returns the account's password policy, or nil.
func (s *Server) Password() *PasswordPolicy {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.password == nil {
		return nil
	}
	out := *s.password
	return &out
}

// SetPassword sets the account's password policy behind everybody's back; nil
// takes it away.
func (s *Server) SetPassword(p *PasswordPolicy) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.password = p
}

func (s *Server) getPasswordPolicy(c Call) reply {
	p := s.password
	if p == nil {
		return notFound("The Password Policy with domain name %s cannot be found.", Account)
	}
	out := "<PasswordPolicy>"
	for _, e := range []struct {
		name  string
		value any
	}{
		{"MinimumPasswordLength", p.MinimumLength}, {"RequireLowercaseCharacters", p.Lowercase}, {"RequireUppercaseCharacters", p.Uppercase},
		{"RequireNumbers", p.Numbers}, {"RequireSymbols", p.Symbols}, {"AllowUsersToChangePassword", p.AllowChange}, {"ExpirePasswords", p.MaxAge > 0},
	} {
		out += element(e.name, fmt.Sprint(e.value))
	}
	// Absent where nothing was set.
	if p.MaxAge > 0 {
		out += element("MaxPasswordAge", fmt.Sprint(p.MaxAge)) + element("HardExpiry", fmt.Sprint(p.HardExpiry))
	}
	if p.Reuse > 0 {
		out += element("PasswordReusePrevention", fmt.Sprint(p.Reuse))
	}
	return succeed(c.Action, out+"</PasswordPolicy>")
}

func (s *Server) updatePasswordPolicy(c Call) reply {
	yes := func(name string) bool { return c.Params.Get(name) == "true" }
	// What is not given is set to its default. Source: IAM, UpdateAccountPasswordPolicy.
	p := &PasswordPolicy{
		MinimumLength: number(c.Params.Get("MinimumPasswordLength"), 6), MaxAge: number(c.Params.Get("MaxPasswordAge"), 0),
		Reuse: number(c.Params.Get("PasswordReusePrevention"), 0), Lowercase: yes("RequireLowercaseCharacters"), Uppercase: yes("RequireUppercaseCharacters"),
		Numbers: yes("RequireNumbers"), Symbols: yes("RequireSymbols"), AllowChange: yes("AllowUsersToChangePassword"), HardExpiry: yes("HardExpiry"),
	}
	switch {
	case p.MinimumLength < 6 || p.MinimumLength > 128:
		return *fault("ValidationError", "Value at 'minimumPasswordLength' failed to satisfy constraint: between 6 and 128")
	case c.Params.Has("MaxPasswordAge") && (p.MaxAge < 1 || p.MaxAge > 1095):
		return *fault("ValidationError", "Value at 'maxPasswordAge' failed to satisfy constraint: between 1 and 1095")
	case c.Params.Has("PasswordReusePrevention") && (p.Reuse < 1 || p.Reuse > 24):
		return *fault("ValidationError", "Value at 'passwordReusePrevention' failed to satisfy constraint: between 1 and 24")
	}
	s.password = p
	return succeed(c.Action, "")
}

func (s *Server) deletePasswordPolicy(c Call) reply {
	if s.password == nil {
		return notFound("The account policy with name PasswordPolicy cannot be found.")
	}
	s.password = nil
	return succeed(c.Action, "")
}
