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

// shownFindings is how many findings of one report README.md shows in full.
const shownFindings = 4

// fenced is the transcript as a block of Markdown, with what a long report
// repeats left out, and said to be.
func fenced(transcript string) string {
	return "```text\n" + strings.Trim(shortened(transcript), "\n") + "\n```\n"
}

// shortened keeps the first findings of each report: the boxes that begin with ╷ and end with ╵.
func shortened(transcript string) string {
	var out strings.Builder
	boxes, inBox := 0, false
	endReport := func() {
		if boxes > shownFindings {
			_, _ = fmt.Fprintf(&out, "[%d more findings are printed here]\n\n", boxes-shownFindings)
		}
		boxes = 0
	}
	for line := range strings.Lines(transcript) {
		switch {
		case strings.HasPrefix(line, "╷"):
			boxes, inBox = boxes+1, true
		case !inBox && strings.TrimSpace(line) != "":
			endReport()
		}
		if boxes <= shownFindings {
			out.WriteString(line)
		}
		if strings.HasPrefix(line, "╵") {
			inBox = false
		}
	}
	endReport()
	return out.String()
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
