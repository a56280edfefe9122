// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package decide_test

import (
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

// holesKey is compared with the ARN of a bucket that is not known until apply.
var holesKey = keySpec{
	key:       "aws:SourceArn",
	operators: ifExists("ArnLike", "ArnNotEquals", "StringEquals", "StringNotLike"),
	values:    []string{"arn:aws:s3:::a", "arn:aws:s3:::*", hole(images), hole(images) + "*"},
	held:      one("arn:aws:s3:::a", "arn:aws:s3:::made", "arn:aws:s3:::made-too", "arn:aws:s3:::b"),
}

// TestPropertyHoles holds that a No about documents with values that are not known
// until apply is a No whatever these turn out to be: a bucket's ARN any that no
// document names, and a value of unknown origin anything, wildcards included.
func TestPropertyHoles(t *testing.T) {
	a := alphabet{
		actions: []string{"a:x", "a:y", "b:x"}, actionPats: []string{"*", "a:*", "a:x", "b:?"},
		resources: []string{"arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::made", "arn:aws:s3:::made/k"},
		resPats: []string{"*", "arn:aws:s3:::a", "arn:aws:s3:::?", "arn:aws:s3:::*", hole(images), hole(images) + "/*", hole(images) + "/k",
			hole(whatever), "arn:aws:s3:::" + hole(whatever)},
		conditions: []keySpec{holesKey, boolKey},
	}
	who := []policy.Principal{mustPrincipal(t, exampleRole)}
	d := newDrawer(a, 900)
	total := newTally()
	for range times(240) {
		keys := d.keys()
		olds, news := d.pair(policy.Identity, keys)
		answer := decide.DocumentNewAccess(reads(t, string(olds), policy.Identity), reads(t, string(news), policy.Identity), policy.Identity, decide.Options{})
		total.add(answer)
		if answer.Result != decide.No {
			continue
		}
		for _, value := range []string{"*", "arn:aws:s3:::a", "a*", "b", ""} {
			known := strings.NewReplacer(hole(images), "arn:aws:s3:::made", hole(whatever), value)
			before, after := read(t, []byte(known.Replace(string(olds))), policy.Identity), read(t, []byte(known.Replace(string(news))), policy.Identity)
			d.requests(keys, who, func(r *policy.Request) bool {
				if policy.GrantedBy(after, r).Result == policy.Allowed && policy.GrantedBy(before, r).Result == policy.Denied {
					t.Errorf("No, but with %q %s is new\nold %s\nnew %s", value, describe(r), olds, news)
					return false
				}
				return true
			})
		}
		if self := decide.DocumentNewAccess(reads(t, string(news), policy.Identity), reads(t, string(news), policy.Identity), policy.Identity, decide.Options{}); self.Result != decide.No {
			t.Errorf("against itself: %s\n%s", verdict(self), news)
		}
	}
	if total.counts[decide.No] == 0 || total.counts[decide.Yes] == 0 || total.counts[decide.Undetermined] == 0 {
		t.Errorf("answers of one kind only: %s", total)
	}
	t.Log(total)
}
