// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"fmt"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/reference"
)

// inline reads a resource that holds one inline policy.
func (b *builder) inline(it item, kind account.Kind, who string) {
	d := b.keep(b.document(it.rc, it.v.Attr("policy"), policy.Identity))
	if d == nil {
		return
	}
	d.Name = it.v.Attr("name").Text()
	for _, p := range b.find(it.rc, kind, it.v.Attr(who)) {
		b.dedicated[dedicatedKey(p, d.Name)] = true
		b.give(p, d, account.Related{Address: d.Address, Relation: "policy"})
	}
}

func dedicatedKey(p *account.Principal, what string) string { return p.Key() + "\x00" + what }

// attachment reads a resource that attaches one managed policy to one principal.
func (b *builder) attachment(it item, kind account.Kind, who string) {
	b.attachments(it, it.v.Attr("policy_arn"), map[account.Kind]value{kind: it.v.Attr(who)})
}

// attachments reads a resource that attaches one managed policy.
func (b *builder) attachments(it item, arn value, to map[account.Kind]value) {
	if arn.IsNull() || arn.V == "" {
		return // nothing is attached
	}
	d := b.managed(it.rc, arn, policy.Identity)
	via := []account.Related{{Address: b.address(it.rc), Relation: "attachment"}}
	if d.Address != "" && d.Address != b.address(it.rc) {
		via = append(via, account.Related{Address: d.Address, Relation: "policy"})
	}
	for _, kind := range []account.Kind{account.Role, account.User, account.Group, account.PermissionSet} {
		v, ok := to[kind]
		if !ok || v.IsNull() {
			continue
		}
		who := b.find
		if _, lone := v.V.(string); !lone && (v.V != nil || kindIsList(v.Path)) {
			who = b.findAll
		}
		for _, p := range who(it.rc, kind, v) {
			if d.ARN != "" {
				b.dedicated[dedicatedKey(p, d.ARN)] = true
			}
			b.give(p, d, via...)
		}
	}
}

// kindIsList reports whether an argument takes several principals.
func kindIsList(path string) bool { return strings.HasSuffix(path, "s") }

// managed returns the managed policy that an argument names.
func (b *builder) managed(rc *tfjson.ResourceChange, v value, kind policy.Kind) *account.Document {
	if arn := v.Text(); arn != "" {
		d := b.policyByARN(rc, arn, v.Path, kind)
		if d.Address == "" && v.IsSensitive() {
			d.Sensitive = true
		}
		return d
	}
	r, said := b.evaluated(rc, v.Path)
	if said == inFull {
		if d := b.policyOf(rc, r, v.Path, kind); d != nil {
			return d
		}
	}
	refs := b.resolve(rc, v.Path)
	var docs []*account.Document
	for _, t := range refs.targets {
		if d := b.policies[t.change.Address]; d != nil && t.identifies() && !slices.Contains(docs, d) {
			docs = append(docs, d)
		}
	}
	if said == mute && len(docs) == 1 && len(docs) == len(refs.targets) && !refs.chosen {
		return b.as(docs[0], kind)
	}
	d := &account.Document{Address: b.address(rc), Attribute: v.Path, Kind: kind, Managed: true, PreviousAddress: b.previous(rc)}
	reason := "its ARN is not known until apply, and the plan does not say which policy it is"
	if len(docs) > 1 {
		reason = "it is one of several policies, and which is not known until apply"
	} else if names := namesOf(refs); names != "" {
		reason = fmt.Sprintf("its ARN depends on %s, which is not known until apply", names)
	}
	d.Undetermined = &account.Undetermined{Reason: reason, SettledBy: "the configuration's source, or an attachment that names the policy itself"}
	return b.keep(d)
}

func namesOf(refs found) string {
	names := slices.Clone(refs.lost)
	for _, t := range refs.targets {
		names = append(names, t.reference)
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// policyByARN returns the policy of the plan with this ARN, or the embedded
// text of an AWS managed one, or else a document that is not at hand.
func (b *builder) policyByARN(rc *tfjson.ResourceChange, arn, attribute string, kind policy.Kind) *account.Document {
	for _, d := range b.policiesNamed(arn) {
		if d.NotAtHand || d.Kind != policy.Identity && d.Kind != policy.Boundary {
			continue
		}
		if d.ARN == arn || d.ARN == "" && d.Name != "" && strings.HasSuffix(arn, "/"+d.Name) && strings.Contains(arn, ":policy/") && !isAWSManaged(arn) {
			return b.as(d, kind)
		}
	}
	key := kind.String() + "\x00" + arn
	if d := b.byARN[key]; d != nil {
		return d
	}
	d := &account.Document{Attribute: attribute, ARN: arn, Kind: kind, Managed: true, Name: arn[strings.LastIndexByte(arn, '/')+1:]}
	b.byARN[key] = d
	switch m, ok := reference.LookupManagedPolicy(arn); {
	case isAWSManaged(arn) && ok:
		d.Known = account.KnownManaged
		d.Policy, d.Problems = b.texts.parse(string(m.Document), kind)
		d.Problems = nil // AWS's own text is what AWS accepts
		b.name(d)
	default:
		if known := b.policyOutside(arn, attribute, kind); known != nil {
			b.byARN[key] = known
			return known
		}
		d.NotAtHand = true
		b.keep(d)
	}
	return d
}

// isAWSManaged reports whether an ARN is of a policy that AWS itself maintains.
func isAWSManaged(arn string) bool {
	parts := strings.SplitN(arn, ":", 6)
	return len(parts) == 6 && parts[2] == "iam" && parts[4] == "aws"
}

// as returns a policy's document read as another kind: a boundary accepts what
// an identity policy does, and limits instead of granting.
func (b *builder) as(d *account.Document, kind policy.Kind) *account.Document {
	if d.Kind == kind {
		return d
	}
	c := *d
	c.Kind = kind
	if d.Policy != nil {
		p := *d.Policy
		p.Kind = kind
		c.Policy = &p
	}
	return &c
}

// boundary reads a role's or user's permissions boundary.
func (b *builder) boundary(it item) {
	p := b.principals[it.rc.Address]
	b.setBoundary(it)
	if p == nil || p.Kind == account.Group || p.Kind == account.PermissionSet {
		return
	}
	v := it.v.Attr("permissions_boundary")
	p.Boundary.Attribute = v.Path
	if v.IsNull() || v.V != nil && v.Text() == "" {
		return
	}
	if v.IsUnknown() && !b.written(it.rc, v.Path) && b.refs.of(it.rc) != nil {
		return // computed and not asked for: there is none
	}
	p.Boundary.ARN, p.Boundary.Sensitive = v.Text(), v.IsSensitive()
	if arn := p.Boundary.ARN; arn != "" {
		if text, ok := b.boundaryText(arn); ok {
			d := &account.Document{ARN: arn, Kind: policy.Boundary, Managed: true, Known: account.KnownAccount, Attribute: v.Path}
			d.Policy, d.Problems = policy.Parse(text, policy.Boundary)
			b.name(d)
			p.Boundary.Document, p.Boundary.State = d, account.BoundaryPresent
			return
		}
	}
	kept := len(b.account.Documents)
	d := b.managed(it.rc, v, policy.Boundary)
	b.account.Documents = b.account.Documents[:kept] // a boundary at large is the boundary rules' concern
	b.limit(p, d)
}

// limit makes a document the boundary of a principal.
func (b *builder) limit(p *account.Principal, d *account.Document) {
	p.Boundary.Address = d.Address
	switch {
	case d.Policy != nil:
		p.Boundary.Document, p.Boundary.State = d, account.BoundaryPresent
		if p.Boundary.ARN == "" {
			p.Boundary.ARN = d.ARN
		}
	case d.NotAtHand:
		p.Boundary.State = account.BoundaryNotAtHand
		p.Boundary.Address = ""
	default:
		p.Boundary.State = account.BoundaryUnknown
		if d.Address == p.Address {
			p.Boundary.Address = ""
		}
	}
}

// boundaryText is the boundary's text that the configuration file gives.
func (b *builder) boundaryText(arn string) ([]byte, bool) {
	if b.config == nil {
		return nil, false
	}
	d, ok := b.config.Boundary.Documents[arn]
	return d.Text, ok
}

// written reports whether the configuration writes an argument.
func (b *builder) written(rc *tfjson.ResourceChange, path string) bool {
	c := b.refs.of(rc)
	return c != nil && argument(c.Expressions, path).Given
}

// computed reads the arguments of a role that list what is attached to it.
// Where one is written it says what is attached. Where it is not, it is what AWS
// reported when the plan was made, and resources of their own may change that.
func (b *builder) computed(it item) {
	b.ccParts(it)
	p := b.principals[it.rc.Address]
	if p == nil || p.Kind != account.Role || it.rc.Type == ccRole {
		return
	}
	for _, block := range it.v.Attr("inline_policy").List() {
		name := block.Attr("name").Text()
		if !b.written(it.rc, "inline_policy") && (b.stale(p, it.rc, name) || b.exclusive[dedicatedKey(p, "inline")] && !b.exclusive[dedicatedKey(p, "inline "+name)]) {
			continue
		}
		// A block without a policy says that there are no inline policies.
		if text, ok := block.Attr("policy").V.(string); ok && text == "" {
			continue
		}
		if d := b.document(it.rc, block.Attr("policy"), policy.Identity); d != nil {
			d.Name = name
			b.give(p, b.keep(d))
		}
	}
	if isTemplateRole(it.rc.Type) {
		b.reported(it, p, it.v.Attr("other_policies"))
		return
	}
	b.computedManaged(it, p)
}

// reported attaches the managed policies that AWS reported for a role when the
// plan was made, but for those that a resource of their own attaches.
func (b *builder) reported(it item, p *account.Principal, v value) {
	list, _ := v.Strings()
	for _, arn := range list {
		if strings.HasPrefix(arn, "arn:") && !b.stale(p, it.rc, arn) && !b.exclusive[dedicatedKey(p, "managed")] {
			b.givePolicy(p, b.policyByARN(it.rc, arn, v.Path, policy.Identity))
		}
	}
}

func (b *builder) computedManaged(it item, p *account.Principal) {
	v := it.v.Attr("managed_policy_arns")
	switch {
	case v.IsNull():
	case b.written(it.rc, v.Path):
		b.giveList(it, p, v)
	case v.IsUnknown():
		if b.refs.of(it.rc) == nil && b.plan.configuration != nil {
			// The configuration section does not hold the role, though the plan
			// changes it: what it writes cannot be told.
			b.give(p, b.managed(it.rc, v, policy.Identity))
		}
	default:
		b.reported(it, p, v)
	}
}

// givePolicy attaches a managed policy.
func (b *builder) givePolicy(p *account.Principal, d *account.Document, via ...account.Related) {
	if d.Address != "" && d.Address != p.Address {
		via = append(slices.Clone(via), account.Related{Address: d.Address, Relation: "policy"})
	}
	b.give(p, d, via...)
}

// giveList attaches the managed policies of a list, of which some may not be
// known until apply.
func (b *builder) giveList(it item, p *account.Principal, v value, via ...account.Related) {
	known, unknown := v.Strings()
	for _, arn := range known {
		d := b.policyByARN(it.rc, arn, v.Path, policy.Identity)
		d.Sensitive = d.Sensitive || d.Address == "" && v.IsSensitive()
		b.dedicated[dedicatedKey(p, arn)] = true
		b.givePolicy(p, d, via...)
	}
	if unknown == 0 {
		return
	}
	said := b.giveEvaluated(it, p, v, via...)
	if said == inFull {
		return
	}
	refs := b.resolve(it.rc, v.Path)
	whole := said == mute && len(refs.targets) > 0 && len(refs.lost) == 0
	for _, t := range refs.targets {
		if d := b.policies[t.change.Address]; d != nil && t.identifies() {
			b.givePolicy(p, d, via...)
		} else {
			whole = false
		}
	}
	if !whole {
		b.give(p, b.managed(it.rc, value{Unknown: true, Path: v.Path}, policy.Identity), via...)
	}
}

// exclusives are the resources that say all that is attached to a principal,
// with the argument that names it and the one that lists what is attached.
var exclusives = map[string]struct {
	kind      account.Kind
	who, list string
}{
	"aws_iam_role_policy_attachments_exclusive":  {account.Role, "role_name", "policy_arns"},
	"aws_iam_user_policy_attachments_exclusive":  {account.User, "user_name", "policy_arns"},
	"aws_iam_group_policy_attachments_exclusive": {account.Group, "group_name", "policy_arns"},
	"aws_iam_role_policies_exclusive":            {account.Role, "role_name", "policy_names"},
	"aws_iam_user_policies_exclusive":            {account.User, "user_name", "policy_names"},
	"aws_iam_group_policies_exclusive":           {account.Group, "group_name", "policy_names"},
}

// exclusively reads a resource that says all that is attached: what AWS
// reported for the principal besides does not stay.
func (b *builder) exclusively(it item) {
	x, ok := exclusives[it.rc.Type]
	if !ok {
		return
	}
	v := it.v.Attr(x.list)
	for _, p := range b.find(it.rc, x.kind, it.v.Attr(x.who)) {
		if x.list == "policy_names" {
			b.exclusive[dedicatedKey(p, "inline")] = true
			names, _ := v.Strings()
			for _, name := range names {
				b.exclusive[dedicatedKey(p, "inline "+name)] = true
			}
			continue
		}
		b.exclusive[dedicatedKey(p, "managed")] = true
		b.giveList(it, p, v, account.Related{Address: b.address(it.rc), Relation: "attachment"})
	}
}

// stale reports whether an attachment that AWS reported has a resource of its
// own, which says better whether it is still there.
func (b *builder) stale(p *account.Principal, rc *tfjson.ResourceChange, what string) bool {
	if b.dedicated[dedicatedKey(p, what)] {
		return true
	}
	if b.earlier == nil {
		return false
	}
	old := b.earlier.principals[rc.Address]
	return old != nil && b.earlier.dedicated[dedicatedKey(old, what)]
}
