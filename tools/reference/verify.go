// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"reflect"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// verify reads both files back as the program does and compares everything with what went in.
func verify(servicesFile []byte, services []*reference.Service, policiesFile []byte, policies []reference.ManagedPolicy) error {
	gotServices, err := reference.DecodeServices(servicesFile)
	if err != nil {
		return err
	}
	if len(gotServices) != len(services) {
		return fmt.Errorf("%d services of %d", len(gotServices), len(services))
	}
	for i, s := range services {
		if !reflect.DeepEqual(gotServices[i], s) {
			return fmt.Errorf("service %q differs", s.Prefix)
		}
	}
	gotPolicies, err := reference.DecodePolicies(policiesFile)
	if err != nil {
		return err
	}
	if len(gotPolicies) != len(policies) {
		return fmt.Errorf("%d managed policies of %d", len(gotPolicies), len(policies))
	}
	for i, p := range policies {
		if !reflect.DeepEqual(gotPolicies[i], p) {
			return fmt.Errorf("managed policy %q differs", p.Name)
		}
	}
	return nil
}
