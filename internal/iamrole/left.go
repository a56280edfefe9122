// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package iamrole

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// errMarked says that something still has the mark of its creation.
var errMarked = errors.New("it is still marked")

// left reports whether what has the mark of just this creation was left behind.
// A run that was killed a moment ago leaves it, and so looks another
// configuration that asks for the very same and is at work right now; that one
// takes its mark off soon, and what it made is its own. So a young one is
// watched until it is as old as no creation gets without a step forward.
func (m *Manager) left(ctx context.Context, created time.Time, marker string, mark func() (string, error)) (bool, error) {
	wait := m.Patience.Unfinished - max(m.now().Sub(created), 0)
	if wait <= 0 {
		return true, nil
	}
	err := m.awaitFor(ctx, wait, func(err error) bool { return errors.Is(err, errMarked) }, func() error {
		now, err := mark()
		if err == nil && now == marker {
			err = errMarked
		}
		return err
	})
	if errors.Is(err, errMarked) && ctx.Err() == nil {
		return true, nil
	}
	return false, err
}

// atOnce is why what somebody else made meanwhile is not taken over.
const atOnce = "another run has made it while this one was about to"

// mark is a role's at this moment.
func (m *Manager) mark(ctx context.Context, name string) func() (string, error) {
	return func() (string, error) {
		out, err := m.API.GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
		if err != nil {
			return "", err
		}
		found, err := foundOf(out.Role)
		if err != nil {
			return "", err
		}
		return found.Marker, nil
	}
}
