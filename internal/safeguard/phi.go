// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package safeguard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/decide"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy/glob"
)

// phiStore is what holds PHI, or opens what does.
type phiStore struct {
	// address is the resource's in the plan; empty for a pattern of phi.resources.
	address string
	// resource is nil for such a pattern.
	resource *account.Resource
	// why says how it is known to hold PHI: "its tag DataClassification", "a
	// replica of aws_s3_bucket.images".
	why string
	// opens says that it is a key or a secret that opens PHI and holds none itself.
	opens bool
	// service is the one in its ARN, and patterns are what a policy has to reach
	// to speak of it, without what is inside it.
	service  string
	patterns []string
	// policed is the store with the policies that bear on it, nil where none do.
	policed *account.Store
	// policy is those policies as one, named what they say of somebody who is named;
	// nil where they do not.
	policy, named *policy.Document
}

// name is how messages call the store.
func (s *phiStore) name() string {
	if s.address != "" {
		return s.address
	}
	return s.patterns[0]
}

// key identifies the store on both sides of a change.
func (s *phiStore) key() string {
	if s.resource != nil && s.resource.PreviousAddress != "" {
		return s.resource.PreviousAddress
	}
	return s.name()
}

// inside are patterns of what is in the store.
func (s *phiStore) inside() []string {
	var out []string
	for _, p := range s.patterns {
		switch {
		case s.service == "s3" && strings.HasSuffix(p, "*"): // objects already, or buckets with all of them
			out = append(out, p)
		case s.service == "s3" && strings.Contains(p[strings.LastIndexByte(p, ':')+1:], "/"):
			out = append(out, p)
		case s.service == "logs":
			out = append(out, p+":*")
		case !strings.HasSuffix(p, "*"):
			out = append(out, p+"/*")
		}
	}
	return out
}

// content asks who gets at what is in the store, in whatever way; or who opens
// what a key or a secret opens.
func (s *phiStore) content() []decide.Question {
	return s.ask(func(w way) bool {
		return w.kind == reads || !s.opens && slices.Contains(touches, w.kind) && w.kind != permission && !w.itself
	})
}

// questions ask who does things of these kinds to the store's content.
func (s *phiStore) questions(want ...touch) []decide.Question {
	return s.ask(func(w way) bool { return slices.Contains(want, w.kind) })
}

func (s *phiStore) ask(want func(way) bool) []decide.Question {
	var out []decide.Question
	inside := s.inside()
	all := waysOf(s.service)
	if want(way{kind: lists}) || want(way{kind: administers}) {
		all = slices.Concat(all, aroundOf(s.service))
	}
	for _, w := range all {
		if !want(w) {
			continue
		}
		q := decide.Question{Actions: w.actions}
		switch {
		case w.inside:
			q.Resources = inside
		case w.itself:
			q.Resources = s.patterns
		default:
			q.Resources = slices.Concat(s.patterns, inside)
		}
		if len(q.Resources) > 0 {
			out = append(out, q)
		}
	}
	return out
}

// phiOf lists what holds PHI on one side: what the configuration names, what
// a tag or the configuration marks in the plan, and what these lead to.
func (c *checker) phiOf(side *account.Account) []*phiStore {
	if out, ok := c.stores[side]; ok {
		return out
	}
	holes := holesOf(side)
	var out []*phiStore
	for _, pattern := range c.config.PHI.Resources {
		service := ""
		if parts := strings.SplitN(pattern, ":", 6); len(parts) == 6 {
			service = parts[2]
		}
		out = append(out, &phiStore{why: byConfig, service: service, patterns: []string{pattern}})
	}
	policed := map[*account.Resource]*account.Store{}
	for _, s := range side.Stores {
		if s.Resource != nil && len(s.Policies) > 0 {
			policed[s.Resource] = s
		}
	}
	for _, one := range c.marked(side) {
		if one.why == partByConfig {
			continue
		}
		m := *one
		m.setPolicies(policed[m.resource])
		m.service, m.patterns = speakOf(m.resource, holes)
		out = append(out, &m)
		if db := databaseUsers(m.resource, holes); db != nil {
			out = append(out, &phiStore{address: m.address, resource: m.resource, why: m.why, service: "rds-db", patterns: db})
		}
	}
	c.stores[side] = out
	return out
}

// marked lists the resources of the plan that hold PHI: those marked, then those
// that a marked one leads to.
func (c *checker) marked(side *account.Account) []*phiStore {
	if out, ok := c.phi[side]; ok {
		return out
	}
	var out []*phiStore
	seen := map[*account.Resource]bool{}
	add := func(s *phiStore) {
		if !seen[s.resource] {
			seen[s.resource] = true
			s.address = s.resource.Address
			out = append(out, s)
		}
	}
	for _, s := range side.Stores {
		r := s.Resource
		if r == nil {
			r = &account.Resource{Address: s.Address, PreviousAddress: s.PreviousAddress, Type: s.Type, ARN: s.ARN, Account: s.Account, Tags: s.Tags}
		}
		if why := c.marks(r); why != "" {
			add(&phiStore{resource: r, why: why})
		}
	}
	for _, r := range side.OfType(copies...) {
		if why := c.marks(r); why != "" {
			add(&phiStore{resource: r, why: why})
		}
	}
	for i := 0; i < len(out); i++ {
		if !out[i].opens { // who can open a store does not thereby hold what else is opened
			c.spread(side, out[i].resource, add)
		}
	}
	c.phi[side] = out
	return out
}

// marks says how a resource is marked as holding PHI, or "".
func (c *checker) marks(r *account.Resource) string {
	if key := c.phiTag(r.Tags); key != "" {
		return "its tag " + key
	}
	_, patterns := speakOf(r, nil)
	for _, named := range c.config.PHI.Resources {
		g := policy.ResourceGlob(named, nil)
		for _, p := range patterns {
			// parts of an ARN may not be known; a name that is not known meets a wildcard only
			inside := policy.ResourceGlob(p+"/*", nil)
			switch {
			case !glob.Disjoint(g, policy.ResourceGlob(p, nil)) || glob.Covers(g, inside):
				return byConfig
			case !glob.Disjoint(g, inside):
				return partByConfig
			}
		}
	}
	return ""
}

// byConfig says that the configuration names a store, and partByConfig that it
// names a part of it: who reaches PHI there is told by the configuration's pattern.
const byConfig, partByConfig = "phi.resources", "phi.resources, in part"

// phiTag returns the tag that says that the resource holds PHI, or "".
func (c *checker) phiTag(tags account.Tags) string {
	var found []string
	for key, values := range c.config.PHI.Tags {
		if got, ok := tags.Get(key); ok && slices.ContainsFunc(values, func(v string) bool { return strings.EqualFold(v, got) }) {
			found = append(found, key)
		}
	}
	if len(found) == 0 {
		return ""
	}
	return slices.Min(found)
}

// tagged reports whether a tag says that the resource holds PHI.
func (c *checker) tagged(tags account.Tags) bool { return c.phiTag(tags) != "" }

// shape is the ARN of a resource type, with the argument that holds its name.
type shape struct{ service, resource, name string }

// shapes are the ARNs of what can hold PHI.
// Source: AWS, Service Authorization Reference, resource types.
var shapes = map[string]shape{
	"aws_s3_bucket":                        {"s3", "%s", "bucket"},
	"aws_dynamodb_table":                   {"dynamodb", "table/%s", "name"},
	"aws_db_instance":                      {"rds", "db:%s", "identifier"},
	"aws_rds_cluster":                      {"rds", "cluster:%s", "cluster_identifier"},
	"aws_db_snapshot":                      {"rds", "snapshot:%s", "db_snapshot_identifier"},
	"aws_db_cluster_snapshot":              {"rds", "cluster-snapshot:%s", "db_cluster_snapshot_identifier"},
	"aws_redshift_cluster":                 {"redshift", "cluster:%s", "cluster_identifier"},
	"aws_efs_file_system":                  {"elasticfilesystem", "file-system/%s", "id"},
	"aws_healthlake_fhir_datastore":        {"healthlake", "datastore/fhir/%s", "id"},
	"aws_medicalimaging_datastore":         {"medical-imaging", "datastore/%s", "id"},
	"aws_kinesis_stream":                   {"kinesis", "stream/%s", "name"},
	"aws_opensearch_domain":                {"es", "domain/%s", "domain_name"},
	"aws_elasticsearch_domain":             {"es", "domain/%s", "domain_name"},
	"aws_secretsmanager_secret":            {"secretsmanager", "secret:%s-??????", "name"},
	"aws_sns_topic":                        {"sns", "%s", "name"},
	"aws_sqs_queue":                        {"sqs", "%s", "name"},
	"aws_kms_key":                          {"kms", "key/%s", "key_id"},
	"aws_cloudwatch_log_group":             {"logs", "log-group:%s", "name"},
	"aws_ebs_volume":                       {"ec2", "volume/%s", "id"},
	"aws_ebs_snapshot":                     {"ec2", "snapshot/%s", "id"},
	"aws_ebs_snapshot_copy":                {"ec2", "snapshot/%s", "id"},
	"aws_kinesis_firehose_delivery_stream": {"firehose", "deliverystream/%s", "name"},
}

// speakOf returns the service of a resource and the patterns that a policy has
// to reach to speak of it: its ARN, or what is known of that; and the references
// to it in documents. A name that no policy holds stands for one that is not
// known until apply.
func speakOf(r *account.Resource, holes []string) (service string, patterns []string) {
	s, ok := shapes[r.Type]
	arn := strings.TrimSuffix(r.ARN, ":*")
	switch {
	case arn != "":
		patterns = append(patterns, arn)
		if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
			service = parts[2]
		}
	case ok:
		name := r.Attr(s.name).Text()
		if name == "" {
			name = decide.Fresh
		}
		service = s.service
		patterns = append(patterns, s.arn(r, name))
	}
	if service == "" {
		service = s.service
	}
	for _, hole := range holes {
		attribute, ok := strings.CutPrefix(hole, r.Address+".")
		switch {
		case !ok:
		case strings.HasSuffix(attribute, "arn"):
			patterns = append(patterns, "<"+hole+">")
		case s.service != "" && slices.Contains([]string{"id", "name", s.name}, attribute):
			patterns = append(patterns, s.arn(r, "<"+hole+">"))
		}
	}
	return service, patterns
}

// NamesOf are the texts by which policies may name a resource: its ARN, where that
// is known or follows from its name, and the references that give it.
func NamesOf(r *account.Resource) []string {
	var holes []string
	for _, attribute := range []string{"arn", "id", "name", shapes[r.Type].name} {
		if hole := r.Address + "." + attribute; attribute != "" && !slices.Contains(holes, hole) {
			holes = append(holes, hole)
		}
	}
	_, names := speakOf(r, holes)
	return slices.DeleteFunc(names, func(n string) bool { return strings.ContainsAny(n, "*?") || strings.Contains(n, decide.Fresh) })
}

// arn writes the ARN of a resource with this name, as far as it is known.
func (s shape) arn(r *account.Resource, name string) string {
	or := func(known string) string {
		if known == "" {
			return "*"
		}
		return known
	}
	partition, region, owner := or(r.Partition), or(r.Region), or(r.Account)
	switch {
	case s.service == "s3":
		region, owner = "", ""
	case strings.HasPrefix(s.resource, "snapshot/"): // the account of a snapshot's ARN is empty
		owner = "*"
	}
	return "arn:" + partition + ":" + s.service + ":" + region + ":" + owner + ":" + fmt.Sprintf(s.resource, name)
}

// databaseUsers are the users that sign in to a database with IAM, by the
// identifier that AWS gives it, or nil. Source: AWS, RDS user guide, IAM policy
// for IAM database access.
func databaseUsers(r *account.Resource, holes []string) []string {
	key := map[string]string{"aws_db_instance": "resource_id", "aws_rds_cluster": "cluster_resource_id"}[r.Type]
	if key == "" {
		return nil
	}
	id := r.Attr(key).Text()
	if id == "" {
		id = decide.Fresh
		if slices.Contains(holes, r.Address+"."+key) {
			id = "<" + r.Address + "." + key + ">"
		}
	}
	return []string{"arn:*:rds-db:*:*:dbuser:" + id}
}

// holesOf lists the references that the documents of a side hold.
func holesOf(side *account.Account) []string {
	var out []string
	seen := map[string]bool{}
	for _, d := range side.Documents {
		if d.Policy == nil {
			continue
		}
		for _, h := range d.Policy.Holes {
			if !seen[h.Name] {
				seen[h.Name] = true
				out = append(out, h.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}
