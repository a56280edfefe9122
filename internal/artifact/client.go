// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package artifact

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// emptyHash is the SHA-256 of a request without a body.
const emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// maxAnswer bounds what is read of one answer, in bytes. A page of 300
// agreements is far smaller.
const maxAnswer = 8 << 20

// maxPages bounds a list whose pages never end.
const maxPages = 1000

// Client asks one endpoint.
type Client struct {
	endpoint    Endpoint
	credentials aws.CredentialsProvider
	http        aws.HTTPClient
	retryer     aws.RetryerV2
	agent       string
	now         func() time.Time
}

// New returns a client with the credentials, the HTTP client and the retry
// settings of a configuration. agent is the user agent that audit records show.
func New(cfg aws.Config, endpoint Endpoint, agent string) *Client {
	attempts := func(o *retry.StandardOptions) {
		if cfg.RetryMaxAttempts > 0 {
			o.MaxAttempts = cfg.RetryMaxAttempts
		}
	}
	var retryer aws.RetryerV2 = retry.NewStandard(attempts)
	if cfg.RetryMode == aws.RetryModeAdaptive {
		retryer = retry.NewAdaptiveMode(func(o *retry.AdaptiveModeOptions) { o.StandardOptions = append(o.StandardOptions, attempts) })
	}
	c := &Client{endpoint: endpoint, credentials: cfg.Credentials, http: cfg.HTTPClient, retryer: retryer, agent: agent, now: time.Now}
	if c.http == nil {
		c.http = http.DefaultClient
	}
	return c
}

// Denied reports whether AWS refused because the caller may not ask. Credentials
// that do not work are another matter.
func Denied(err error) bool {
	var e smithy.APIError
	return errors.As(err, &e) && (e.ErrorCode() == "AccessDeniedException" || e.ErrorCode() == "AccessDenied")
}

// get asks for one path and decodes the answer. What may pass is repeated, as
// often as the configuration says.
func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	for attempt := 1; ; attempt++ {
		err := c.try(ctx, path, query, into)
		if err == nil || ctx.Err() != nil || attempt >= c.retryer.MaxAttempts() || !c.retryer.IsErrorRetryable(err) {
			return err
		}
		release, e := c.retryer.GetRetryToken(ctx, err)
		if e != nil {
			return err // too many have failed already
		}
		delay, e := c.retryer.RetryDelay(attempt, err)
		if e != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w, after: %w", ctx.Err(), err)
		case <-time.After(delay):
		}
		_ = release(nil)
	}
}

// try asks once.
func (c *Client) try(ctx context.Context, path string, query url.Values, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(c.endpoint.URL, "/")+path+"?"+query.Encode(), http.NoBody)
	if err != nil {
		return err
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.agent)
	credentials, err := c.credentials.Retrieve(ctx)
	if err != nil {
		return fmt.Errorf("there are no AWS credentials: %w", err)
	}
	if err := v4.NewSigner().SignHTTP(ctx, credentials, req, emptyHash, "artifact", c.endpoint.Region, c.now()); err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return &smithyhttp.RequestSendError{Err: err}
	}
	defer resp.Body.Close() //nolint:errcheck // it was only read
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return &smithyhttp.RequestSendError{Err: err}
	}
	if resp.StatusCode != http.StatusOK {
		return refusal(resp, text)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("AWS Artifact answered with something else than JSON of an answer: %w", err)
	}
	return nil
}

// refusal is the error of an answer, of the REST-JSON protocol.
func refusal(resp *http.Response, text []byte) error {
	var body struct {
		Type    string `json:"__type"`
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	_ = json.Unmarshal(text, &body) // what is no JSON, as of a proxy, has no message
	code := cmp.Or(resp.Header.Get("X-Amzn-Errortype"), body.Code, body.Type)
	code, _, _ = strings.Cut(code, ":")
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	return &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: resp},
		Err:      &smithy.GenericAPIError{Code: cmp.Or(code, "Unknown"), Message: body.Message},
	}
}
