// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package report

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"unicode"

	"github.com/hipaa-iam/terraform-provider-hipaa/validator"
)

// cleaned is a copy of a report in which no text does anything but be read.
// Formats for people and for CI systems write it instead of the report.
func cleaned(r *validator.Report) *validator.Report {
	out := reflect.New(reflect.TypeFor[validator.Report]())
	cleanInto(out.Elem(), reflect.ValueOf(r).Elem())
	c, _ := out.Interface().(*validator.Report)
	return c
}

// cleanInto copies a value with its texts cleaned. Bytes (the source, for
// snippets) stay: their lines are cleaned where they are shown.
func cleanInto(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(clean(from.String()))
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			cleanInto(to.Elem(), from.Elem())
		}
	case reflect.Interface:
		if !from.IsNil() {
			v := reflect.New(from.Elem().Type()).Elem()
			cleanInto(v, from.Elem())
			to.Set(v)
		}
	case reflect.Struct:
		for i := range from.NumField() {
			cleanInto(to.Field(i), from.Field(i))
		}
	case reflect.Slice:
		if from.IsNil() || from.Type().Elem().Kind() == reflect.Uint8 {
			to.Set(from)
			return
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			cleanInto(to.Index(i), from.Index(i))
		}
	case reflect.Map:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeMap(from.Type()))
		for _, k := range from.MapKeys() {
			key, value := reflect.New(k.Type()).Elem(), reflect.New(from.Type().Elem()).Elem()
			cleanInto(key, k)
			cleanInto(value, from.MapIndex(k))
			to.SetMapIndex(key, value)
		}
	default:
		to.Set(from)
	}
}

// commands are what CI systems take for a command in a line of a log: GitHub
// "::error" at its start and "##[" anywhere, Azure "##vso[" anywhere.
var commands = regexp.MustCompile(`(^|\s)::|##(?:vso)?\[`)

// clean makes a text safe to show: characters that control a terminal, hide
// themselves or turn the order of others around are written as \u escapes, white
// space of any kind is a space, and commands of CI systems are none any more.
func clean(s string) string {
	plain := true
	for _, c := range s {
		if c < ' ' || c > '~' {
			plain = false
			break
		}
	}
	if !plain {
		s = strings.Map(func(c rune) rune {
			if c == '\n' || c == '\r' || c == '\t' {
				return ' '
			}
			return c
		}, strings.ToValidUTF8(s, "\uFFFD"))
		var b strings.Builder
		for _, c := range s {
			if hidden(c) {
				fmt.Fprintf(&b, `\u%04x`, c)
			} else {
				b.WriteRune(c)
			}
		}
		s = b.String()
	}
	if !strings.Contains(s, "::") && !strings.Contains(s, "##") {
		return s
	}
	return commands.ReplaceAllStringFunc(s, func(m string) string {
		if m[0] == '#' {
			return `#\u0023` + m[2:]
		}
		return strings.TrimSuffix(m, "::") + `:\u003a`
	})
}

// hidden reports whether a character acts instead of being seen: controls,
// format characters such as those of bidirectional text, and line separators.
func hidden(c rune) bool {
	return unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co)
}
