// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

// Package scan reads plan JSON of any size in one pass over a bounded window.
//
// A plan of hundreds of megabytes holds a few megabytes that a rule looks at.
// The rest is checked for its grammar, as strictly as what is decoded, and
// never built: a [Reader] is a cursor over a stream of JSON documents, and
// whoever holds it says for each value whether to skip it, to have its bytes,
// to have it decoded, or to walk into it.
//
//	r := scan.NewReader(file, scan.Options{})
//	for {
//		switch err := r.Next(); {
//		case err == io.EOF: // no document is left
//			return nil
//		case err != nil:
//			return err
//		}
//		err := r.Object(scan.PlanNames, func(name string) error {
//			switch name {
//			case "errored":
//				return r.Bool(&errored)
//			case "resource_changes":
//				return r.Changes(wanted, take)
//			}
//			return nil // whatever is not read is skipped
//		})
//		…
//	}
//
// # Strictness
//
// The grammar is that of RFC 8259, and everything that two readers could take
// for two different things is refused, at every level, in skipped values too:
// a name that stands twice in one object, however it is spelled ("type" and
// "\u0074ype"); text that is not UTF-8; half a surrogate pair; a name that
// differs by case only from one that means something there; values that nest
// deeper than a bound. Escapes in names are honoured: "\u0074ype" is "type".
// Duplicate names are found by 64-bit hashes under a key of the process, so
// none is ever missed, and an object of n different names is refused wrongly
// with a probability of n²/2⁶⁵.
//
// One thing is more lenient: a byte order mark before the first document is
// passed over, since Windows tools put one there.
//
// # Bounds
//
// Memory is the window, grown to hold the largest element of a list of changes,
// name or value that is asked for as a whole, and eight bytes for each name of
// the objects that are open. A document is never held as a whole unless it is
// asked for.
//
// The package says nothing about what a plan means, and accepts an errored or
// incomplete one: that is for the caller to judge.
package scan
