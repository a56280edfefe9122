// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide

import "github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"

// DocumentNewAccessIn answers as [DocumentNewAccess] does, for the requests
// inside a question only.
func DocumentNewAccessIn(before, after *policy.Document, kind policy.Kind, q Question, opt Options) Answer {
	return newDocumentQuestion(before, after, true, kind, q, opt).answer()
}
