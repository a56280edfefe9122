// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"slices"
	"strings"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
)

const (
	trailType     = "aws_cloudtrail"
	lakeType      = "aws_cloudtrail_event_data_store"
	groupType     = "aws_cloudwatch_log_group"
	bucketType    = "aws_s3_bucket"
	lifecycleType = "aws_s3_bucket_lifecycle_configuration"
	lockType      = "aws_s3_bucket_object_lock_configuration"
)

// auditTypes are the resource types of audit records and of what keeps them.
var auditTypes = []string{trailType, lakeType, groupType, bucketType, lifecycleType, lockType}

// groupKeys are the attributes by which other resources name a log group.
var groupKeys = []string{"name", "id", "arn"}

// namesGroup reports whether a value names a log group. CloudTrail takes its ARN
// with ":*" behind it.
func namesGroup(r *account.Resource, v account.Value, group *account.Resource) bool {
	if s, ok := strings.CutSuffix(v.Text(), ":*"); ok {
		v.V = s
	}
	if _, name, ok := strings.Cut(v.Text(), ":log-group:"); ok && name == group.Attr("name").Text() && name != "" {
		return true
	}
	return r.Names(v, group, groupKeys...)
}

func namesAnyGroup(side *account.Account, r *account.Resource, v account.Value) bool {
	return slices.ContainsFunc(side.OfType(groupType), func(g *account.Resource) bool { return namesGroup(r, v, g) })
}

// auditMarked reports whether a tag says that a resource holds audit records.
func (c *checker) auditMarked(r *account.Resource) bool {
	for key, values := range c.config.Audit.Tags {
		if got, ok := r.Tags.Get(key); ok && slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, got) }) {
			return true
		}
	}
	return false
}

// auditGroups lists the log groups of a side that hold audit records: those that
// get the events of a trail, and those that the configuration's tags mark.
func (c *checker) auditGroups(side *account.Account) []*account.Resource {
	return slices.DeleteFunc(side.OfType(groupType), func(g *account.Resource) bool {
		return !c.auditMarked(g) && !slices.ContainsFunc(side.OfType(trailType), func(t *account.Resource) bool {
			return namesGroup(t, t.Attr("cloud_watch_logs_group_arn"), g)
		})
	})
}

// auditBuckets lists the buckets of a side that hold audit records.
func (c *checker) auditBuckets(side *account.Account) []*account.Resource {
	return slices.DeleteFunc(side.OfType(bucketType), func(b *account.Resource) bool {
		return !c.auditMarked(b) && len(trailsOf(side, b)) == 0
	})
}

// trailsOf lists the trails that write into a bucket.
func trailsOf(side *account.Account, bucket *account.Resource) []*account.Resource {
	return joined(side, bucket, "s3_bucket_name", bucketKeys, trailType)
}

// retention is how long something keeps audit records.
type retention struct {
	// at holds the argument that says so, at this path.
	at   *account.Resource
	path string
	// days is 0 for ever.
	days int
}

// shorter reports whether a keeps records for less time than b; 0 is for ever.
func shorter(a, b int) bool { return a != 0 && (b == 0 || a < b) }

// retentionDays is how long audit records have to be kept, in days.
func (c *checker) retentionDays() int { return int(c.config.LogRetention() / (24 * time.Hour)) }

// groupRetention reads a log group's; ok is false where it is not known.
// Source: AWS, CloudWatch Logs API, PutRetentionPolicy; groups without one keep for ever.
func (c *checker) groupRetention(side *account.Account, rule string, g *account.Resource) (retention, bool) {
	v, ok := c.argument(side, rule, g, "retention_in_days")
	return retention{at: g, path: "retention_in_days", days: v.Number()}, ok
}

// bucketRetention reads the shortest time for which a bucket keeps what trails
// write into it: by the lifecycle rules that bear on that, unless an object lock
// holds it for as long as is wanted.
func (c *checker) bucketRetention(side *account.Account, rule string, bucket *account.Resource) (out retention, ok bool) {
	if lock := lockOf(side, bucket); lock != nil && lock.days >= c.retentionDays() {
		return retention{at: lock.at}, true
	}
	ok = true
	read := func(r *account.Resource, v account.Value) {
		days, known := lifecycleDays(v)
		if !known {
			c.unknown(side, rule, r, v.Path)
			ok = false
		}
		if shorter(days, out.days) {
			out = retention{at: r, path: v.Path + ".expiration[0].days", days: days}
		}
	}
	prefixes := keyPrefixes(side, bucket)
	for _, r := range joined(side, bucket, "bucket", bucketKeys, lifecycleType) {
		for _, v := range r.Attr("rule").List() {
			if v.Attr("status").Text() != "Disabled" && bearsOn(v, prefixes) {
				read(r, v)
			}
		}
	}
	for _, v := range bucket.Attr("lifecycle_rule").List() { // up to version 3 of the provider
		if v.Attr("enabled").Truth() && bearsOn(v, prefixes) {
			read(bucket, v)
		}
	}
	return out, ok
}

// lifecycleDays is how long a lifecycle rule leaves an object readable, or its
// versions after that, 0 for ever.
func lifecycleDays(rule account.Value) (days int, known bool) {
	expiration := rule.Attr("expiration")
	known = !expiration.IsUnknown()
	for _, e := range expiration.List() {
		known = known && !e.Attr("days").IsUnknown() && !e.Attr("date").IsUnknown()
		days = e.Attr("days").Number()
		if days == 0 && e.Attr("date").Text() != "" {
			days = 1 // everything goes on one day, whenever it was written
		}
	}
	if days == 0 {
		return 0, known
	}
	for _, e := range rule.Attr("noncurrent_version_expiration").List() {
		days += e.Attr("noncurrent_days").Number() + e.Attr("days").Number()
	}
	return days, known
}

// keyPrefixes are what the keys of a bucket's audit records begin with; none: all are.
func keyPrefixes(side *account.Account, bucket *account.Resource) []string {
	var out []string
	for _, t := range trailsOf(side, bucket) {
		prefix := t.Attr("s3_key_prefix")
		if prefix.IsUnknown() {
			return nil
		}
		if p := strings.Trim(prefix.Text(), "/"); p != "" {
			out = append(out, p+"/AWSLogs/")
		} else {
			out = append(out, "AWSLogs/")
		}
	}
	return out
}

// bearsOn reports whether a lifecycle rule is about objects whose keys begin so.
// CloudTrail gives its objects no tags.
func bearsOn(rule account.Value, prefixes []string) bool {
	prefix, tagged := rule.Attr("prefix").Text(), false
	for _, f := range rule.Attr("filter").List() {
		for _, part := range append([]account.Value{f}, f.Attr("and").List()...) {
			if p := part.Attr("prefix").Text(); p != "" {
				prefix = p
			}
			tags, _ := part.Attr("tags").V.(map[string]any)
			tagged = tagged || len(tags) > 0 || len(part.Attr("tag").List()) > 0
		}
	}
	if len(prefixes) == 0 {
		return true
	}
	return !tagged && slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(p, prefix) || strings.HasPrefix(prefix, p) })
}

// lock is a bucket's default retention.
type lock struct {
	at         *account.Resource
	days       int
	compliance bool
}

// lockOf returns the object lock of a bucket; nil: none.
func lockOf(side *account.Account, bucket *account.Resource) *lock {
	for _, r := range joined(side, bucket, "bucket", bucketKeys, lockType) {
		if l := readLock(r); l != nil {
			return l
		}
	}
	return nil
}

func readLock(r *account.Resource) *lock {
	for _, rule := range r.Attr("rule").List() {
		for _, d := range rule.Attr("default_retention").List() {
			return &lock{at: r, days: d.Attr("days").Number() + 365*d.Attr("years").Number() + d.Attr("years").Number()/3, compliance: d.Attr("mode").Text() == "COMPLIANCE"}
		}
	}
	return nil
}
