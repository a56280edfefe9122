// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

var _ tfprotov6.ProviderServerWithListResource = (*server)(nil) //nolint:staticcheck // what it says is to come is not there yet

// lists is the framework's server, which lists resources.
func (s *server) lists() (tfprotov6.ListResourceServer, error) {
	out, ok := s.ProviderServer.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, fmt.Errorf("%T lists no resources", s.ProviderServer)
	}
	return out, nil
}

// ValidateListResourceConfig leaves it to the framework.
func (s *server) ValidateListResourceConfig(ctx context.Context, req *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	framework, err := s.lists()
	if err != nil {
		return nil, err
	}
	return framework.ValidateListResourceConfig(ctx, req) //nolint:wrapcheck // the framework's answer is the answer
}

// ListResource leaves it to the framework.
func (s *server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	framework, err := s.lists()
	if err != nil {
		return nil, err
	}
	return framework.ListResource(ctx, req) //nolint:wrapcheck // as above
}
