// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package config reads .hipaacheck.hcl, the settings that the validator and
// the provider share. A mistake in the file is reported with its position and
// never weakens a check; a setting whose meaning this version does not have is
// refused, never ignored.
package config
