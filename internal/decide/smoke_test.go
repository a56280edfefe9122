package decide

import (
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/policy"
)

func TestSmoke(t *testing.T) {
	for _, tc := range []struct {
		old, new string
		kind     policy.Kind
	}{
		{`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}`, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`, policy.Identity},
		{`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}`, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::b/*"}}`, policy.Identity},
		{`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}}`, `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::b*"}}`, policy.Identity},
		{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`, policy.Identity},
		{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/*"}]}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/x/*"}]}`, policy.Identity},
		{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/bob/*"}]}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username}/x/*"}]}`, policy.Identity},
		{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole"}]}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}}]}`, policy.Trust},
		{`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}}}]}`, `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/x"},"Action":"sts:AssumeRole"}]}`, policy.Trust},
	} {
		o, p1 := policy.Parse([]byte(tc.old), tc.kind)
		n, p2 := policy.Parse([]byte(tc.new), tc.kind)
		if p1 != nil || p2 != nil {
			t.Error(p1, p2)
		}
		a := DocumentNewAccess(o, n, tc.kind, Options{})
		t.Logf("%v %q", a.Result, a.Reason)
		if a.Witness != nil {
			t.Logf("   %s %s %s %v", a.Witness.Principal, a.Witness.Action, a.Witness.Resource, a.Witness.Context)
		}
		b := DocumentNewAccess(n, n, tc.kind, Options{})
		if b.Result != No {
			t.Errorf("self %v %s", b.Result, b.Reason)
		}
	}
}
