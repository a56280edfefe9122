// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package logfilter_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/logfilter"
)

const event = `{
	"eventName": "ConsoleLogin", "eventSource": "signin.amazonaws.com", "errorMessage": "Failed authentication", "sourceIPAddress": "203.0.113.7",
	"userIdentity": {"type": "IAMUser", "userName": "jane"}, "additionalEventData": {"MFAUsed": "No"}, "count": 3, "list": [{"id": "a"}, {"id": "b"}],
	"readOnly": false, "nothing": null, "a-b": {"c:d": "x"}
}`

func TestMatch(t *testing.T) {
	var e map[string]any
	if err := json.Unmarshal([]byte(event), &e); err != nil {
		t.Fatal(err)
	}
	const yes, no, maybe = logfilter.Yes, logfilter.No, logfilter.Maybe
	for pattern, want := range map[string]logfilter.Truth{
		`{ $.eventName = "ConsoleLogin" }`: yes,
		`{$.eventName=ConsoleLogin}`:       yes,
		`{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }`: yes,
		`{ $.eventName = "consolelogin" }`:                                               no,
		`{ $.eventName != "ConsoleLogin" }`:                                              no,
		`{ $.eventName = "Console*" }`:                                                   yes,
		`{ $.eventName = *Log*in }`:                                                      yes,
		`{ $.eventName = "Login*" }`:                                                     no,
		`{ $.eventName = "" }`:                                                           no,
		`{ $.errorCode = "AccessDenied*" }`:                                              no,
		`{ $.errorCode != "AccessDenied" }`:                                              maybe,
		`{ $.errorCode != "AccessDenied" && $.eventName = "Other" }`:                     no,
		`{ $.errorCode != "AccessDenied" || $.eventName = "ConsoleLogin" }`:              yes,
		`{ $.userIdentity.invokedBy NOT EXISTS }`:                                        yes,
		`{ $.userIdentity.type NOT EXISTS }`:                                             no,
		`{ $.userIdentity.type EXISTS }`:                                                 yes,
		`{ $.userIdentity.type.further NOT EXISTS }`:                                     yes,
		`{ $.nothing IS NULL }`:                                                          yes,
		`{ $.missing IS NULL }`:                                                          no,
		`{ $.readOnly IS FALSE }`:                                                        yes,
		`{ $.readOnly IS TRUE }`:                                                         no,
		`{ $.readOnly = false }`:                                                         yes,
		`{ $.count = 3 }`:                                                                yes,
		`{ $.count > 2 && $.count <= 3.0 }`:                                              yes,
		`{ $.count < 3 || $.count >= 4 }`:                                                no,
		`{ $.eventName > 3 }`:                                                            no,
		`{ $.list[1].id = "b" }`:                                                         yes,
		`{ $.list[2].id = "b" }`:                                                         no,
		`{ $.list.id = "b" }`:                                                            no,
		`{ $.['a-b'].c:d = x }`:                                                          yes,
		`{ $.eventName = %^Console(Login|Logout)$% }`:                                    yes,
		`{ $.sourceIPAddress = 203.0.113.* }`:                                            yes,
		`{ $.userIdentity = "jane" }`:                                                    no,
		`{ $.eventName = X || $.eventName = ConsoleLogin && $.count = 4 }`:               no,
		`{ ($.eventName = ConsoleLogin || $.eventName = X) && $.count = 3 }`:             yes,
		`{ $.eventName = ConsoleLogin || $.eventName = X && $.count = 4 }`:               yes,
		`{ $.eventName NOT EXISTS || ($.additionalEventData.MFAUsed != "Yes") }`:         yes,
		``:                          yes,
		`ConsoleLogin`:              yes,
		`"Failed authentication"`:   yes,
		`ConsoleLogin -jane`:        no,
		`?CreateUser ?ConsoleLogin`: yes,
		`?CreateUser ?DeleteUser`:   no,
		`%Console(Login|Logout)%`:   yes,
		`ConsoleLogin CreateUser`:   no,
		`[ip, user, ...]`:           no,
	} {
		p, err := logfilter.Parse(pattern)
		if err != nil {
			t.Errorf("%s: %v", pattern, err)
			continue
		}
		if got := p.Match(e); got != want {
			t.Errorf("%s: %d, want %d", pattern, got, want)
		}
	}
}

// TestRefused: what AWS refuses is an error that says where.
func TestRefused(t *testing.T) {
	for _, pattern := range []string{
		`{`, `{}`, `{ $.a }`, `{ $.a = }`, `{ $.a = "b }`, `{ $.a = Failed authentication }`, `{ ($.a = b }`, `{ $.a = b ) }`, `{ $.a = b } more`,
		`{ eventName = b }`, `{ $ = b }`, `{ $.a[x] = b }`, `{ $.a[1 = b }`, `{ $.a NOT b }`, `{ $.a IS ODD }`, `{ $.a > b }`, `{ $.a = %[% }`, `{ $.a = %b }`,
		`{ $.a = b & $.c = d }`, `{ ` + strings.Repeat("(", 100) + `$.a = b` + strings.Repeat(")", 100) + ` }`, `"open`, `%[%`, `?`, strings.Repeat("x", 1025),
	} {
		if _, err := logfilter.Parse(pattern); err == nil {
			t.Errorf("%s was taken", pattern)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`{ ($.a = "b*") && $.c[0].d NOT EXISTS || $.e > 1e3 }`, `?a -b "c d" %e%`, `[a, b]`, `{ $.['x'] IS NULL }`, "{$.\xff=\xff}"} {
		f.Add(s)
	}
	var e map[string]any
	if err := json.Unmarshal([]byte(event), &e); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, s string) {
		if p, err := logfilter.Parse(s); err == nil {
			p.Match(e)
		}
	})
}
