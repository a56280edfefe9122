// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

//go:build !unix

package decide_test

import "time"

var began = time.Now()

// spent returns the time since the process began; there is no better one here.
func spent() time.Duration { return time.Since(began) }
