// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
)

// auditConfig says that the tag Purpose = audit marks audit records.
var auditConfig = &config.Config{Audit: config.Audit{Tags: map[string][]string{"Purpose": {"audit"}}}}

const (
	theBucket = "aws_s3_bucket.audit"
	lifecycle = "aws_s3_bucket_lifecycle_configuration.audit"
	objLock   = "aws_s3_bucket_object_lock_configuration.audit"
)

// auditSide has a trail that writes into a bucket and a log group, and more.
func auditSide(t *testing.T, more ...*account.Resource) *account.Account {
	t.Helper()
	return having(append([]*account.Resource{
		res(t, aTrail, `{"name":"t","s3_bucket_name":"audit","cloud_watch_logs_group_arn":"arn:aws:logs:us-east-1:123456789012:log-group:audit:*"}`),
		res(t, theBucket, `{"bucket":"audit"}`),
	}, more...)...)
}

func group(t *testing.T, days string) *account.Resource {
	t.Helper()
	return res(t, aGroup, `{"name":"audit"`+days+`}`)
}

func expires(t *testing.T, rule string, unknown ...string) *account.Resource {
	t.Helper()
	return res(t, lifecycle, `{"bucket":"audit","rule":[{"id":"x","status":"Enabled",`+rule+`}]}`, unknown...)
}

func TestLogRetentionShort(t *testing.T) {
	year := group(t, `,"retention_in_days":365`)
	inGroup, inBucket := []string{"introduced medium " + aGroup}, []string{"introduced medium " + lifecycle}
	days := func(n string) *account.Resource { return expires(t, `"expiration":[{"days":`+n+`}]`) }
	ten := &config.Config{Limits: config.Limits{LogRetention: 10 * 365 * 24 * time.Hour}}
	unknownDays := days("0")
	unknownDays.Values.Unknown = map[string]any{"rule": []any{map[string]any{"expiration": []any{map[string]any{"days": true}}}}}
	judgeResources(t, "log-retention-short", map[string]resourceCase{
		"a year":                   {after: auditSide(t, year), want: inGroup},
		"six years":                {after: auditSide(t, group(t, `,"retention_in_days":2192`))},
		"five years":               {after: auditSide(t, group(t, `,"retention_in_days":1827`)), want: inGroup},
		"for ever":                 {after: auditSide(t, group(t, `,"retention_in_days":0`))},
		"left out":                 {after: auditSide(t, group(t, ``))},
		"more is asked for":        {cfg: ten, after: auditSide(t, group(t, `,"retention_in_days":2192`)), want: inGroup},
		"not an audit group":       {after: having(year)},
		"marked":                   {cfg: auditConfig, after: having(res(t, aGroup, `{"name":"x","retention_in_days":7,"tags":{"Purpose":"Audit"}}`)), want: inGroup},
		"marked otherwise":         {cfg: auditConfig, after: having(res(t, aGroup, `{"name":"x","retention_in_days":7,"tags":{"Purpose":"debug"}}`))},
		"not known":                {after: auditSide(t, res(t, aGroup, `{"name":"audit"}`, "retention_in_days")), want: []string{"undetermined " + aGroup}},
		"shorter than before":      {before: auditSide(t, year), after: auditSide(t, group(t, `,"retention_in_days":90`)), want: inGroup},
		"longer, not enough":       {before: auditSide(t, group(t, `,"retention_in_days":90`)), after: auditSide(t, year), want: []string{"existing medium " + aGroup}},
		"bucket, a year":           {after: auditSide(t, days("365")), want: inBucket},
		"bucket, six years":        {after: auditSide(t, days("2192"))},
		"bucket, no expiration":    {after: auditSide(t, expires(t, `"transition":[{"days":90,"storage_class":"GLACIER"}]`))},
		"bucket, rule off":         {after: auditSide(t, res(t, lifecycle, `{"bucket":"audit","rule":[{"status":"Disabled","expiration":[{"days":1}]}]}`))},
		"bucket, another prefix":   {after: auditSide(t, expires(t, `"filter":[{"prefix":"tmp/"}],"expiration":[{"days":1}]`))},
		"bucket, its prefix":       {after: auditSide(t, expires(t, `"filter":[{"prefix":"AWSLogs/"}],"expiration":[{"days":1}]`)), want: inBucket},
		"bucket, a part of it":     {after: auditSide(t, expires(t, `"filter":[{"and":[{"prefix":"AWSLogs/123456789012/"}]}],"expiration":[{"days":1}]`)), want: inBucket},
		"bucket, tagged objects":   {after: auditSide(t, expires(t, `"filter":[{"tag":[{"key":"a","value":"b"}]}],"expiration":[{"days":1}]`))},
		"bucket, one day":          {after: auditSide(t, expires(t, `"expiration":[{"date":"2027-01-01T00:00:00Z"}]`)), want: inBucket},
		"bucket, versions kept on": {after: auditSide(t, expires(t, `"expiration":[{"days":365}],"noncurrent_version_expiration":[{"noncurrent_days":1900}]`))},
		"bucket, locked":           {after: auditSide(t, days("365"), res(t, objLock, `{"bucket":"audit","rule":[{"default_retention":[{"mode":"COMPLIANCE","years":7}]}]}`))},
		"bucket, locked too short": {after: auditSide(t, days("365"), res(t, objLock, `{"bucket":"audit","rule":[{"default_retention":[{"mode":"COMPLIANCE","days":365}]}]}`)), want: inBucket},
		"bucket, in itself": {after: having(res(t, aTrail, `{"s3_bucket_name":"audit"}`), res(t, theBucket, `{"bucket":"audit","lifecycle_rule":[{"enabled":true,"expiration":[{"days":30}]}]}`)),
			want: []string{"introduced medium " + theBucket}},
		"bucket, by reference": {after: having(res(t, aTrail, `{}`, "s3_bucket_name="+theBucket+".id"), res(t, theBucket, `{"bucket":"audit"}`), days("30")), want: inBucket},
		"bucket of others":     {after: having(res(t, theBucket, `{"bucket":"audit"}`), days("30"))},
		"bucket, not known":    {after: auditSide(t, unknownDays), want: []string{"undetermined " + lifecycle}},
		"event data store":     {after: having(res(t, "aws_cloudtrail_event_data_store.l", `{"retention_period":90}`)), want: []string{"introduced medium aws_cloudtrail_event_data_store.l"}},
		"event data store, 7y": {after: having(res(t, "aws_cloudtrail_event_data_store.l", `{"retention_period":2555}`))},
	})
}

func TestAuditStoreRemoved(t *testing.T) {
	years := func(n, mode string) *account.Resource {
		return res(t, objLock, `{"bucket":"audit","rule":[{"default_retention":[{"mode":"`+mode+`","years":`+n+`}]}]}`)
	}
	g := group(t, `,"retention_in_days":2192`)
	full := auditSide(t, g, years("7", "COMPLIANCE"), expires(t, `"expiration":[{"days":2557}]`))
	moved := res(t, "module.m.aws_cloudwatch_log_group.g", `{"name":"audit"}`)
	moved.PreviousAddress = aGroup
	days := func(n string) *account.Resource { return expires(t, `"expiration":[{"days":`+n+`}]`) }
	judgeResources(t, "audit-store-removed", map[string]resourceCase{
		"nothing changes":         {before: full, after: full},
		"group":                   {before: auditSide(t, g), after: auditSide(t), want: []string{"introduced high " + aGroup}},
		"group moved":             {before: auditSide(t, g), after: auditSide(t, moved)},
		"another group":           {before: auditSide(t, res(t, "aws_cloudwatch_log_group.app", `{"name":"app"}`)), after: auditSide(t)},
		"marked group":            {cfg: auditConfig, before: having(res(t, aGroup, `{"name":"x","tags":{"Purpose":"audit"}}`)), after: having(), want: []string{"introduced high " + aGroup}},
		"all of it":               {before: auditSide(t, g), after: having(), want: []string{"introduced high " + aGroup, "introduced high " + theBucket}},
		"bucket of others":        {before: having(res(t, theBucket, `{"bucket":"audit"}`)), after: having()},
		"event data store":        {before: having(res(t, "aws_cloudtrail_event_data_store.l", `{}`)), after: having(), want: []string{"introduced high aws_cloudtrail_event_data_store.l"}},
		"lock":                    {before: full, after: auditSide(t, g, days("2557")), want: []string{"introduced high " + objLock}},
		"lock emptied":            {before: full, after: auditSide(t, g, days("2557"), res(t, objLock, `{"bucket":"audit"}`)), want: []string{"introduced high " + objLock}},
		"lock shorter":            {before: full, after: auditSide(t, g, days("2557"), years("1", "COMPLIANCE")), want: []string{"introduced high " + objLock}},
		"lock that can be lifted": {before: full, after: auditSide(t, g, days("2557"), years("7", "GOVERNANCE")), want: []string{"introduced high " + objLock}},
		"lock longer":             {before: full, after: auditSide(t, g, days("2557"), years("8", "COMPLIANCE"))},
		"lifecycle cut":           {before: auditSide(t, days("2557")), after: auditSide(t, days("30")), want: []string{"introduced high " + lifecycle}},
		"lifecycle begins":        {before: auditSide(t), after: auditSide(t, days("30")), want: []string{"introduced high " + lifecycle}},
		"lifecycle long enough":   {before: auditSide(t, days("3653")), after: auditSide(t, days("2557"))},
		"lifecycle lifted":        {before: auditSide(t, days("30")), after: auditSide(t)},
		"lifecycle longer":        {before: auditSide(t, days("30")), after: auditSide(t, days("90"))},
		"group keeps less":        {before: auditSide(t, g), after: auditSide(t, group(t, `,"retention_in_days":30`)), want: []string{"introduced high " + aGroup}},
		"group keeps enough":      {before: auditSide(t, group(t, ``)), after: auditSide(t, g)},
	})
}

func TestDetectionRemoved(t *testing.T) {
	const detector, recorder, flow = "aws_guardduty_detector.d", "aws_config_configuration_recorder.r", "aws_flow_log.f"
	on, off := res(t, detector, `{"id":"d","enable":true}`), res(t, detector, `{"id":"d","enable":false}`)
	everything := res(t, recorder, `{"name":"r","recording_group":[{"all_supported":true}]}`)
	vpc, log := res(t, "aws_vpc.v", `{"id":"vpc-1"}`), res(t, flow, `{"id":"fl","vpc_id":"vpc-1"}`)
	g, f := group(t, ``), filter(t, "f", cisRoot)
	alarm, load := res(t, theAlarm, alarmActs), res(t, "aws_cloudwatch_metric_alarm.load", `{"alarm_name":"load","metric_name":"CPUUtilization","namespace":"AWS/EC2"}`)
	muted := res(t, theAlarm, alarmMutes)
	moved := res(t, "aws_guardduty_detector.e", `{"id":"d","enable":true}`)
	moved.PreviousAddress = detector
	removed := []string{"introduced high " + detector}
	judgeResources(t, "detection-removed", map[string]resourceCase{
		"stays":                    {before: having(on), after: having(on)},
		"removed":                  {before: having(on), after: having(), want: removed},
		"turned off":               {before: having(on), after: having(off), want: removed},
		"was off":                  {before: having(off), after: having(off)},
		"turned on":                {before: having(off), after: having(on)},
		"moved":                    {before: having(on), after: having(moved)},
		"created off":              {after: having(off)},
		"Config":                   {before: having(everything), after: having(), want: []string{"introduced high " + recorder}},
		"Config stopped":           {before: having(res(t, "aws_config_configuration_recorder_status.s", `{"is_enabled":true}`)), after: having(res(t, "aws_config_configuration_recorder_status.s", `{"is_enabled":false}`)), want: []string{"introduced high aws_config_configuration_recorder_status.s"}},
		"Config records less":      {before: having(everything), after: having(res(t, recorder, `{"name":"r","recording_group":[{"all_supported":false}]}`)), want: []string{"introduced high " + recorder}},
		"Security Hub":             {before: having(res(t, "aws_securityhub_account.s", `{}`)), after: having(), want: []string{"introduced high aws_securityhub_account.s"}},
		"access analyzer":          {before: having(res(t, "aws_accessanalyzer_analyzer.a", `{}`)), after: having(), want: []string{"introduced high aws_accessanalyzer_analyzer.a"}},
		"Macie paused":             {before: having(res(t, "aws_macie2_account.m", `{"status":"ENABLED"}`)), after: having(res(t, "aws_macie2_account.m", `{"status":"PAUSED"}`)), want: []string{"introduced high aws_macie2_account.m"}},
		"flow log":                 {before: having(vpc, log), after: having(vpc), want: []string{"introduced high " + flow}},
		"flow log with its VPC":    {before: having(vpc, log), after: having()},
		"flow log of another":      {before: having(vpc, res(t, flow, `{"vpc_id":"vpc-2"}`)), after: having(), want: []string{"introduced high " + flow}},
		"alarm":                    {before: auditSide(t, g, f, alarm), after: auditSide(t, g, f), want: []string{"introduced high " + theAlarm}},
		"alarm muted":              {before: auditSide(t, g, f, alarm), after: auditSide(t, g, f, muted), want: []string{"introduced high " + theAlarm}},
		"filter":                   {before: auditSide(t, g, f, alarm), after: auditSide(t, g, alarm), want: []string{"introduced high " + aFilter}},
		"alarm on load":            {before: auditSide(t, g, f, load), after: auditSide(t, g, f)},
		"filter of an application": {before: having(res(t, "aws_cloudwatch_log_group.app", `{"name":"audit"}`), f, alarm), after: having()},
		"filter elsewhere":         {before: having(f, alarm), after: having(), want: []string{"introduced high " + aFilter, "introduced high " + theAlarm}},
	})
}

func TestPHIDataEventsMissing(t *testing.T) {
	bucket := res(t, aBucket, `{"bucket":"b","arn":"arn:aws:s3:::b","tags":{"Data":"phi"}}`)
	fresh := res(t, aBucket, `{"tags":{"Data":"phi"}}`, "arn", "bucket")
	table := res(t, "aws_dynamodb_table.t", `{"arn":"arn:aws:dynamodb:us-east-1:123456789012:table/t","tags":{"Data":"phi"}}`)
	basic := func(mode, kind, values string, unknown ...string) *account.Resource {
		return res(t, aTrail, `{"event_selector":[{"read_write_type":"`+mode+`","data_resource":[{"type":"`+kind+`","values":`+values+`}]}]}`, unknown...)
	}
	advanced := func(fields string) *account.Resource {
		return res(t, aTrail, `{"advanced_event_selector":[{"field_selector":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":["AWS::S3::Object"]}`+fields+`]}]}`)
	}
	referring := basic("All", "AWS::S3::Object", "[null]")
	referring.Values.Unknown = map[string]any{"event_selector": []any{map[string]any{"data_resource": []any{map[string]any{"values": []any{true}}}}}}
	to := func(address string) *account.Resource {
		r := *referring
		r.Follow = func(string) []account.Reference { return []account.Reference{{Address: address, Attribute: "arn"}} }
		return &r
	}
	missing := []string{"introduced medium " + aTrail}
	judgeResources(t, "phi-data-events-missing", map[string]resourceCase{
		"no selectors":               {cfg: phiConfig, after: having(bucket, res(t, aTrail, `{}`)), want: missing},
		"no trail":                   {cfg: phiConfig, after: having(bucket)},
		"no PHI":                     {cfg: phiConfig, after: having(res(t, aBucket, `{"bucket":"b"}`), res(t, aTrail, `{}`))},
		"all buckets":                {cfg: phiConfig, after: having(bucket, basic("All", "AWS::S3::Object", `["arn:aws:s3"]`))},
		"all buckets, the other way": {cfg: phiConfig, after: having(fresh, basic("All", "AWS::S3::Object", `["arn:aws:s3:::"]`))},
		"this bucket":                {cfg: phiConfig, after: having(bucket, basic("All", "AWS::S3::Object", `["arn:aws:s3:::b/"]`))},
		"a part of it":               {cfg: phiConfig, after: having(bucket, basic("All", "AWS::S3::Object", `["arn:aws:s3:::b/images/"]`)), want: missing},
		"another bucket":             {cfg: phiConfig, after: having(bucket, basic("All", "AWS::S3::Object", `["arn:aws:s3:::bb/"]`)), want: missing},
		"writes only":                {cfg: phiConfig, after: having(bucket, basic("WriteOnly", "AWS::S3::Object", `["arn:aws:s3"]`)), want: missing},
		"Lambda only":                {cfg: phiConfig, after: having(bucket, basic("All", "AWS::Lambda::Function", `["arn:aws:lambda"]`)), want: missing},
		"by reference":               {cfg: phiConfig, after: having(fresh, to(aBucket))},
		"by reference to another":    {cfg: phiConfig, after: having(fresh, to("aws_s3_bucket.c")), want: missing},
		"by who knows what":          {cfg: phiConfig, after: having(fresh, to("")), want: []string{"undetermined " + aBucket}},
		"table":                      {cfg: phiConfig, after: having(table, basic("All", "AWS::DynamoDB::Table", `["arn:aws:dynamodb"]`))},
		"table by ARN":               {cfg: phiConfig, after: having(table, basic("All", "AWS::DynamoDB::Table", `["arn:aws:dynamodb:us-east-1:123456789012:table/t"]`))},
		"table, only buckets":        {cfg: phiConfig, after: having(table, basic("All", "AWS::S3::Object", `["arn:aws:s3"]`)), want: missing},
		"advanced, all":              {cfg: phiConfig, after: having(bucket, advanced(``))},
		"advanced, this bucket":      {cfg: phiConfig, after: having(bucket, advanced(`,{"field":"resources.ARN","starts_with":["arn:aws:s3:::b/"]}`))},
		"advanced, another":          {cfg: phiConfig, after: having(bucket, advanced(`,{"field":"resources.ARN","starts_with":["arn:aws:s3:::c/"]}`)), want: missing},
		"advanced, all but":          {cfg: phiConfig, after: having(bucket, advanced(`,{"field":"resources.ARN","not_starts_with":["arn:aws:s3:::audit/"]}`))},
		"advanced, all but this":     {cfg: phiConfig, after: having(bucket, advanced(`,{"field":"resources.ARN","not_starts_with":["arn:aws:s3:::b/"]}`)), want: missing},
		"advanced, reads only":       {cfg: phiConfig, after: having(bucket, advanced(`,{"field":"readOnly","equals":["true"]}`)), want: missing},
		"advanced, deletes only":     {cfg: phiConfig, after: having(bucket, advanced(`,{"field":"eventName","equals":["DeleteObject"]}`)), want: missing},
		"management only":            {cfg: phiConfig, after: having(bucket, res(t, aTrail, `{"advanced_event_selector":[{"field_selector":[{"field":"eventCategory","equals":["Management"]}]}]}`)), want: missing},
		"by an event data store":     {cfg: phiConfig, after: having(bucket, res(t, aTrail, `{}`), res(t, "aws_cloudtrail_event_data_store.l", strings.ReplaceAll(`{"advanced_event_selector":[{"field_selector":[{"field":"eventCategory","equals":["Data"]},{"field":"resources.type","equals":["AWS::S3::Object"]}]}]}`, " ", "")))},
		"taken away":                 {cfg: phiConfig, before: having(bucket, basic("All", "AWS::S3::Object", `["arn:aws:s3"]`)), after: having(bucket, res(t, aTrail, `{}`)), want: missing},
		"as before":                  {cfg: phiConfig, before: having(bucket, res(t, aTrail, `{}`)), after: having(bucket, res(t, aTrail, `{}`)), want: []string{"existing medium " + aTrail}},
		"one more":                   {cfg: phiConfig, before: having(bucket, res(t, aTrail, `{}`)), after: having(bucket, table, res(t, aTrail, `{}`)), want: missing},
	})
}
