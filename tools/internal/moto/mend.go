// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package moto

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	trailARN = regexp.MustCompile(`"Name":"arn:[^"]*:trail/`)
	created  = regexp.MustCompile(`<(CreateDate|UpdateDate)>[^<]*</`)
	keyID    = regexp.MustCompile(`<AccessKeyId>[^<]*</`)
	secret   = regexp.MustCompile(`<SecretAccessKey>[^<]*</`)
)

// asked is the key under which the trails of a DescribeTrails request travel
// to its answer.
type asked struct{}

// mend returns the proxy to moto at target. It changes four things:
//
//   - CloudTrail takes a trail's name or ARN. moto's StartLogging, StopLogging,
//     UpdateTrail and DeleteTrail know only the name; they answer an ARN with
//     500, which the AWS provider retries for ever, or ignore it.
//   - moto's DescribeTrails gives all trails, whichever were asked for.
//   - IAM's dates of creation become one fixed date, so that a plan recorded
//     again differs only where it has to.
//   - Access keys become the ones of the AWS documentation, which secret
//     scanners know: a plan holds the secret in clear.
func mend(target *url.URL) http.Handler {
	return &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			// Without this Go would ask for gzip, and the answer could not be read below.
			r.Out.Header.Set("Accept-Encoding", "identity")
			if _, operation, ok := strings.Cut(r.In.Header.Get("X-Amz-Target"), "CloudTrail_20131101."); ok {
				mendTrailRequest(r, operation)
			}
		},
		ModifyResponse: func(res *http.Response) error {
			names, _ := res.Request.Context().Value(asked{}).([]string)
			xml := strings.Contains(res.Header.Get("Content-Type"), "xml")
			if len(names) == 0 && !xml {
				return nil
			}
			body, err := io.ReadAll(res.Body)
			if err != nil {
				return err
			}
			_ = res.Body.Close()
			if xml {
				body = created.ReplaceAll(body, []byte("<$1>2026-01-05T09:00:00Z</"))
				body = keyID.ReplaceAll(body, []byte("<AccessKeyId>AKIAIOSFODNN7EXAMPLE</"))
				body = secret.ReplaceAll(body, []byte("<SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</"))
			} else if res.StatusCode == http.StatusOK {
				if body, err = onlyTrails(body, names); err != nil {
					return err
				}
			}
			res.Body = io.NopCloser(bytes.NewReader(body))
			res.ContentLength = int64(len(body))
			res.Header.Set("Content-Length", strconv.Itoa(len(body)))
			return nil
		},
	}
}

func mendTrailRequest(r *httputil.ProxyRequest, operation string) {
	body, err := io.ReadAll(r.In.Body)
	if err != nil {
		return // moto refuses the cut request.
	}
	switch operation {
	case "StartLogging", "StopLogging", "UpdateTrail", "DeleteTrail":
		body = trailARN.ReplaceAll(body, []byte(`"Name":"`))
	case "DescribeTrails":
		var request struct {
			Names []string `json:"trailNameList"`
		}
		if json.Unmarshal(body, &request) == nil {
			r.Out = r.Out.WithContext(context.WithValue(r.Out.Context(), asked{}, request.Names))
		}
	}
	r.Out.Body = io.NopCloser(bytes.NewReader(body))
	r.Out.ContentLength = int64(len(body))
}

// onlyTrails takes out of an answer of DescribeTrails the trails whose name or
// ARN is not among names.
func onlyTrails(body []byte, names []string) ([]byte, error) {
	var answer struct {
		Trails []json.RawMessage `json:"trailList"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	var failed error
	answer.Trails = slices.DeleteFunc(answer.Trails, func(text json.RawMessage) bool {
		var trail struct{ Name, TrailARN string }
		if err := json.Unmarshal(text, &trail); err != nil {
			failed = err
		}
		return !slices.Contains(names, trail.Name) && !slices.Contains(names, trail.TrailARN)
	})
	if failed != nil {
		return nil, failed
	}
	return json.Marshal(answer)
}
