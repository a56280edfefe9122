// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package approval

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
)

// Requesters lists the authors of the commits in ref..HEAD of the repository
// that holds a directory, those whom a Co-authored-by line names included: by
// e-mail address, as git records it, without a .mailmap, which the commits under
// review could change.
func Requesters(ctx context.Context, dir, ref string) ([]string, error) {
	var out, said bytes.Buffer
	cmd := exec.CommandContext(ctx, "git", "-C", dir, "log", "--no-mailmap", "--format=%ae%n%(trailers:key=Co-authored-by,valueonly)", "--end-of-options", ref+"..HEAD") //nolint:gosec // git, on a ref that the user names
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("the authors of the commits since %s cannot be told: git log: %s", ref, strings.TrimSpace(said.String()))
	}
	var list []string
	for line := range strings.Lines(out.String()) {
		line = strings.TrimSpace(line)
		if _, address, ok := strings.Cut(line, "<"); ok {
			line = strings.TrimSuffix(address, ">")
		}
		if line != "" {
			list = append(list, strings.ToLower(line))
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
