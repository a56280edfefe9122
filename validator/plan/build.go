// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package plan

import (
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/account"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/config"
	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
	"github.com/hipaa-iam/terraform-provider-hipaa/validator/plan/bearers"
)

// Change builds the account before and after the plan.
func (p *Plan) Change(cfg *config.Config) (*account.Change, error) {
	prior := p.priorState()
	refs, accounts := p.resolved(cfg)
	out := &account.Change{SourceGiven: p.Source != nil, Kept: map[string]bool{}}
	for _, rc := range p.Changes {
		if slices.Contains(rc.Change.Actions, forget) && rc.Change.After == nil {
			out.Kept[rc.Address] = true
		}
	}
	texts := documentTexts{}
	build := func(when moment, earlier *builder) *builder {
		b := &builder{
			plan: p, when: when, refs: refs, prior: prior, accounts: accounts, config: cfg, earlier: earlier, texts: texts,
			account: &account.Account{}, principals: map[string]*account.Principal{}, providers: map[*account.Principal]string{}, policies: map[string]*account.Document{},
			byARN: map[string]*account.Document{}, dedicated: map[string]bool{}, exclusive: map[string]bool{}, stores: newStores(), assigned: map[*account.Principal]int{},
		}
		b.data = &dataSources{refs: refs, arn: b.arnByName}
		b.run()
		return b
	}
	before := build(atBefore, nil)
	out.Before = before.account
	after := build(atAfter, before)
	out.After = after.account
	p.evaluation = after.evaluator
	rendered := prior.templateDocuments()
	fromTemplates(out.Before, rendered)
	fromTemplates(out.After, rendered)
	before.stand(out.After)
	after.stand(out.Before)
	if len(p.Drift) > 0 {
		recorded := build(atRecorded, nil)
		recorded.stand(out.Before)
		out.Recorded = recorded.account
		recorded.release()
		fromTemplates(out.Recorded, rendered)
	}
	before.release()
	after.release()
	out.Share()
	return out, nil
}

const forget = tfjson.Action("forget")

// release lets go of what only building needs: resources of the account refer to
// the builder for as long as there are rules that follow their references.
func (b *builder) release() {
	*b = builder{
		plan: b.plan, when: b.when, refs: b.refs, data: b.data, prior: b.prior, accounts: b.accounts, config: b.config, evaluation: b.evaluation,
	}
}

// moment is a side of the change.
type moment uint8

const (
	atRecorded moment = iota // as Terraform last wrote it
	atBefore                 // as it was found when the plan was made
	atAfter                  // as the plan makes it
)

// builder builds one side.
type builder struct {
	plan     *Plan
	when     moment
	refs     *resolver
	data     *dataSources
	prior    *prior
	accounts *accounts
	config   *config.Config
	account  *account.Account
	texts    documentTexts
	// earlier is the builder of the side before, or nil.
	earlier *builder

	index      index
	principals map[string]*account.Principal // by address
	providers  map[*account.Principal]string // the provider configuration of each
	policies   map[string]*account.Document  // managed policies of the plan, by address
	byARN      map[string]*account.Document  // managed policies outside the plan
	stores     *stores
	org        *organization
	assigned   map[*account.Principal]int // assignments of permission sets
	// dedicated are documents that a resource of their own attaches: principal,
	// NUL, ARN or name of the policy.
	dedicated map[string]bool
	// exclusive are principals whose managed or inline policies a resource of
	// their own lists, and the inline ones listed.
	exclusive map[string]bool
	// evaluation is made when a document first needs it.
	evaluation *evaluation
}

// item is one resource on one side.
type item struct {
	rc *tfjson.ResourceChange
	v  value
}

// items lists the managed resources of this side by address.
func (b *builder) items() []item {
	drift := map[string]*tfjson.ResourceChange{}
	if b.when == atRecorded {
		for _, rc := range b.plan.Drift {
			drift[rc.Address] = rc
			if rc.PreviousAddress != "" {
				drift[rc.PreviousAddress] = rc
			}
		}
	}
	out := make([]item, 0, len(b.plan.Changes))
	for _, rc := range b.plan.Changes {
		if rc.Mode != tfjson.ManagedResourceMode || rc.DeposedKey != "" {
			continue
		}
		at := rc
		if d := drift[rc.Address]; d != nil {
			at = d
			delete(drift, rc.Address)
			delete(drift, d.PreviousAddress)
		}
		v, ok := side(at.Change, b.when == atAfter)
		if b.when == atAfter && rc.Change.After == nil && slices.Contains(rc.Change.Actions, forget) {
			v, ok = side(rc.Change, false) // out of management, not out of the account
		}
		if ok {
			out = append(out, item{rc: rc, v: v})
		}
	}
	for _, rc := range b.plan.Drift {
		if drift[rc.Address] == rc && rc.Mode == tfjson.ManagedResourceMode && rc.DeposedKey == "" {
			if v, ok := side(rc.Change, false); ok { // deleted outside Terraform
				out = append(out, item{rc: rc, v: v})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y item) int { return strings.Compare(x.rc.Address, y.rc.Address) })
	return out
}

// address is the resource's address on this side.
func (b *builder) address(rc *tfjson.ResourceChange) string {
	if b.when != atAfter && rc.PreviousAddress != "" {
		return rc.PreviousAddress
	}
	return rc.Address
}

// previous is the address before a move, on the after side.
func (b *builder) previous(rc *tfjson.ResourceChange) string {
	if b.when == atAfter {
		return rc.PreviousAddress
	}
	return ""
}

// run reads principals and policies first, then what joins them.
func (b *builder) run() {
	items := b.items()
	for i, it := range items {
		b.resource(&items[i])
		b.define(it)
	}
	for _, it := range items {
		b.attach(it)
	}
	b.resourcePolicies(items)
	for _, it := range items {
		b.boundary(it)
		b.computed(it)
	}
	b.fillOutside()
	b.organize(items)
	for _, rc := range b.plan.strays {
		b.stray(rc)
	}
	b.sort()
}

func (b *builder) sort() {
	slices.SortStableFunc(b.account.Principals, func(x, y *account.Principal) int { return strings.Compare(x.Key(), y.Key()) })
}

// define reads what stands on its own.
func (b *builder) define(it item) {
	switch it.rc.Type {
	case "aws_iam_role":
		b.role(it)
	case "aws_iam_user":
		b.principal(it, account.User)
	case "aws_iam_group":
		b.principal(it, account.Group)
	case "aws_iam_policy":
		b.managedPolicy(it)
	case ownBoundaryType:
		b.boundaryPolicy(it)
	case "aws_iam_account_password_policy", ownPasswordType:
		b.passwordPolicy(it)
	case trailType:
		b.trail(it)
	case "aws_iam_saml_provider", "aws_iam_openid_connect_provider":
		b.account.Providers = append(b.account.Providers, &account.IdentityProvider{
			Address: b.address(it.rc), ARN: it.v.Attr("arn").Text(), SAML: it.rc.Type == "aws_iam_saml_provider", URL: it.v.Attr("url").Text(),
		})
	case permissionSetType, ccPermissionSetType:
		b.permissionSet(it)
	default:
		if isTemplateRole(it.rc.Type) {
			b.role(it)
		}
		b.ccDefine(it)
	}
	if bearers.IsStore(it.rc.Type) {
		b.store(it)
	}
}

// attach reads what joins documents, groups and credentials to principals.
func (b *builder) attach(it item) {
	switch it.rc.Type {
	case "aws_iam_role_policy":
		b.inline(it, account.Role, "role")
	case "aws_iam_user_policy":
		b.inline(it, account.User, "user")
	case "aws_iam_group_policy":
		b.inline(it, account.Group, "group")
	case "aws_iam_role_policy_attachment":
		b.attachment(it, account.Role, "role")
	case "aws_iam_user_policy_attachment":
		b.attachment(it, account.User, "user")
	case "aws_iam_group_policy_attachment":
		b.attachment(it, account.Group, "group")
	case "aws_iam_policy_attachment":
		b.attachments(it, it.v.Attr("policy_arn"), map[account.Kind]value{
			account.Role: it.v.Attr("roles"), account.User: it.v.Attr("users"), account.Group: it.v.Attr("groups"),
		})
	case "aws_iam_user_group_membership":
		for _, user := range b.find(it.rc, account.User, it.v.Attr("user")) {
			for _, group := range b.findAll(it.rc, account.Group, it.v.Attr("groups")) {
				b.join(it, user, group)
			}
		}
	case "aws_iam_group_membership":
		for _, group := range b.find(it.rc, account.Group, it.v.Attr("group")) {
			for _, user := range b.findAll(it.rc, account.User, it.v.Attr("users")) {
				b.join(it, user, group)
			}
		}
	case "aws_iam_access_key":
		for _, user := range b.find(it.rc, account.User, it.v.Attr("user")) {
			user.AccessKeys = append(user.AccessKeys, &account.Credential{
				Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Active: it.v.Attr("status").Text() != "Inactive",
			})
		}
	case "aws_iam_user_login_profile":
		for _, user := range b.find(it.rc, account.User, it.v.Attr("user")) {
			user.Login = &account.Credential{Address: b.address(it.rc), PreviousAddress: b.previous(it.rc), Active: true}
		}
	default:
		b.exclusively(it)
		b.identityCenter(it)
		b.ccAttach(it)
	}
}

func (b *builder) join(it item, user, group *account.Principal) {
	user.Groups = append(user.Groups, account.Membership{Group: group, Address: b.address(it.rc)})
}

// keep adds a document to the account.
func (b *builder) keep(d *account.Document) *account.Document {
	if d != nil {
		b.account.Documents = append(b.account.Documents, d)
	}
	return d
}

func (b *builder) managedPolicy(it item) {
	b.definePolicy(it, b.document(it.rc, it.v.Attr("policy"), policy.Identity))
}

// boundaryPolicy reads a managed policy that this project's provider makes to be
// a boundary. Its text is unknown as soon as any part of it is, as a role's.
func (b *builder) boundaryPolicy(it item) {
	b.definePolicy(it, b.roleDocument(it, it.v.Attr("policy"), it.v.Attr("statements"), policy.Boundary))
}

func (b *builder) definePolicy(it item, d *account.Document) {
	if d == nil {
		return
	}
	d.Managed = true
	d.Name = it.v.Attr("name").Text()
	d.ARN = it.v.Attr("arn").Text()
	if d.ARN == "" && d.Name != "" {
		d.ARN = b.accounts.arn(it.rc, "policy", it.v.Attr("path").Text(), d.Name)
	}
	b.policies[it.rc.Address] = b.keep(d)
}
