// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"fmt"
	"os"
	"strings"
)

const (
	transcriptBegins = "<!-- transcript: make readme writes it -->\n"
	transcriptEnds   = "<!-- end of transcript -->\n"
)

// inReadme returns what stands in README.md before, within and after the transcript.
func inReadme(text string) (before, transcript, after string, err error) {
	before, rest, ok := strings.Cut(text, transcriptBegins)
	if !ok {
		return "", "", "", fmt.Errorf("README.md lacks the line %q", strings.TrimSpace(transcriptBegins))
	}
	transcript, after, ok = strings.Cut(rest, transcriptEnds)
	if !ok {
		return "", "", "", fmt.Errorf("README.md lacks the line %q", strings.TrimSpace(transcriptEnds))
	}
	return before, transcript, after, nil
}

// fenced is the transcript as a block of Markdown.
func fenced(transcript string) string {
	return "```text\n" + strings.Trim(transcript, "\n") + "\n```\n"
}

// intoReadme writes a transcript into the README at path.
func intoReadme(path, transcript string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, _, after, err := inReadme(string(text))
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(before+transcriptBegins+fenced(transcript)+transcriptEnds+after), 0o644)
}
