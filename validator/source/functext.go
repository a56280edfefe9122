// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package source

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"  //nolint:gosec // Terraform's function, not security
	"crypto/sha1" //nolint:gosec // Terraform's function, not security
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// textFunc makes a function of texts to a text.
func textFunc(n int, f func(a []string) (string, error)) function.Function {
	return textTo(n, cty.String, func(a []string) (cty.Value, error) {
		s, err := f(a)
		return cty.StringVal(s), err
	})
}

func textTo(n int, ty cty.Type, f func(a []string) (cty.Value, error)) function.Function {
	params := make([]function.Parameter, n)
	for i := range params {
		params[i] = function.Parameter{Name: fmt.Sprintf("arg%d", i+1), Type: cty.String}
	}
	return function.New(&function.Spec{
		Params: params,
		Type:   function.StaticReturnType(ty),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			texts := make([]string, len(args))
			for i, a := range args {
				texts[i] = a.AsString()
			}
			return f(texts)
		},
	})
}

func testFunc(f func(s, t string) bool) function.Function {
	return textTo(2, cty.Bool, func(a []string) (cty.Value, error) { return cty.BoolVal(f(a[0], a[1])), nil })
}

var (
	startsWithFunc   = testFunc(strings.HasPrefix)
	endsWithFunc     = testFunc(strings.HasSuffix)
	containsTextFunc = testFunc(strings.Contains)

	basenameFunc = textFunc(1, func(a []string) (string, error) { return path.Base(a[0]), nil })
	dirnameFunc  = textFunc(1, func(a []string) (string, error) { return path.Dir(a[0]), nil })

	base64EncodeFunc = textFunc(1, func(a []string) (string, error) { return base64.StdEncoding.EncodeToString([]byte(a[0])), nil })
	base64DecodeFunc = textFunc(1, func(a []string) (string, error) {
		s, err := base64.StdEncoding.DecodeString(a[0])
		if err != nil {
			return "", errors.New("the text is not base64")
		}
		if !utf8.Valid(s) {
			return "", errors.New("the decoded bytes are no text")
		}
		return string(s), nil
	})
	base64GzipFunc = textFunc(1, func(a []string) (string, error) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := w.Write([]byte(a[0]))
		err = errors.Join(err, w.Flush(), w.Close())
		return base64.StdEncoding.EncodeToString(b.Bytes()), err
	})
	urlEncodeFunc = textFunc(1, func(a []string) (string, error) { return url.QueryEscape(a[0]), nil })
	urlDecodeFunc = textFunc(1, func(a []string) (string, error) { return url.QueryUnescape(a[0]) })

	md5Func          = hashFunc("md5")
	sha1Func         = hashFunc("sha1")
	sha256Func       = hashFunc("sha256")
	sha512Func       = hashFunc("sha512")
	base64Sha256Func = hashFunc("base64sha256")
	base64Sha512Func = hashFunc("base64sha512")

	// replaceFunc: a search text in slashes is a regular expression.
	replaceFunc = textFunc(3, func(a []string) (string, error) {
		if s := a[1]; len(s) > 1 && s[0] == '/' && s[len(s)-1] == '/' {
			re, err := regexp.Compile(s[1 : len(s)-1])
			if err != nil {
				return "", err
			}
			return re.ReplaceAllString(a[0], a[2]), nil
		}
		return strings.ReplaceAll(a[0], a[1], a[2]), nil
	})

	timeCmpFunc = textTo(2, cty.Number, func(a []string) (cty.Value, error) {
		x, err := time.Parse(time.RFC3339, a[0])
		if err != nil {
			return cty.NilVal, errors.New("a time is not in the form of RFC 3339")
		}
		y, err := time.Parse(time.RFC3339, a[1])
		if err != nil {
			return cty.NilVal, errors.New("a time is not in the form of RFC 3339")
		}
		return cty.NumberIntVal(int64(x.Compare(y))), nil
	})

	// uuidv5Func is RFC 4122, section 4.3, with SHA-1.
	uuidv5Func = textFunc(2, func(a []string) (string, error) {
		spaces := map[string]string{
			"dns": "6ba7b810-9dad-11d1-80b4-00c04fd430c8", "url": "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
			"oid": "6ba7b812-9dad-11d1-80b4-00c04fd430c8", "x500": "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
		}
		name := a[0]
		if s := spaces[name]; s != "" {
			name = s
		}
		space, err := hex.DecodeString(strings.ReplaceAll(name, "-", ""))
		if err != nil || len(space) != 16 {
			return "", errors.New("the namespace is no UUID")
		}
		h := sha1.Sum(append(space, a[1]...)) //nolint:gosec // version 5 is defined with SHA-1
		h[6], h[8] = h[6]&0x0f|0x50, h[8]&0x3f|0x80
		return fmt.Sprintf("%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16]), nil
	})
)

// hashes are Terraform's digests by name.
var hashes = map[string]func([]byte) string{
	"md5":          func(s []byte) string { h := md5.Sum(s); return hex.EncodeToString(h[:]) },  //nolint:gosec // as above
	"sha1":         func(s []byte) string { h := sha1.Sum(s); return hex.EncodeToString(h[:]) }, //nolint:gosec // as above
	"sha256":       func(s []byte) string { h := sha256.Sum256(s); return hex.EncodeToString(h[:]) },
	"sha512":       func(s []byte) string { h := sha512.Sum512(s); return hex.EncodeToString(h[:]) },
	"base64sha256": func(s []byte) string { h := sha256.Sum256(s); return base64.StdEncoding.EncodeToString(h[:]) },
	"base64sha512": func(s []byte) string { h := sha512.Sum512(s); return base64.StdEncoding.EncodeToString(h[:]) },
}

func hashFunc(name string) function.Function {
	return textFunc(1, func(a []string) (string, error) { return hashes[name]([]byte(a[0])), nil })
}
