// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package consumers holds tests that give the reports of the built hipaacheck to
// those that read them: a SARIF library with the official schema, a browser, the
// scripts of examples/ci. It is part of the tools module, so that what they need
// does not come with the provider and the validator.
package consumers
