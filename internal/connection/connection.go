// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package connection

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/middleware"

	"github.com/hipaa-iam/terraform-provider-hipaa/internal/artifact"
)

// fallbackRegion is used where no Region is set anywhere. IAM is global, so that
// any Region of the partition signs as well as another.
const fallbackRegion = "us-east-1"

// attemptTimeout bounds one attempt of a request, so that a server which never
// answers is asked again. IAM answers within seconds.
const attemptTimeout = time.Minute

// Connection is a way to AWS that is opened when it is first needed. It is safe
// for concurrent use.
type Connection struct {
	settings Settings

	mu     sync.Mutex
	opened *Clients

	partition     string
	partitionOnce sync.Once
}

// Clients are what an open connection offers.
type Clients struct {
	IAM *iam.Client
	// Artifact is nil where the partition has no AWS Artifact.
	Artifact *artifact.Client
	// Account is empty where it was not to be asked for.
	Account   string
	Partition string
}

// New returns a connection that is not open yet.
func New(settings Settings) *Connection { return &Connection{settings: settings} }

// Open returns the clients. The first call looks for credentials, asks whether
// they work and whose they are, and refuses an account that is not allowed; a
// failed call is tried again by the next.
func (c *Connection) Open(ctx context.Context) (*Clients, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opened != nil {
		return c.opened, nil
	}
	s := &c.settings
	if s.SkipRequestingAccountID && len(s.AllowedAccounts)+len(s.ForbidAccounts) > 0 {
		return nil, fmt.Errorf("allowed_account_ids and forbidden_account_ids cannot be kept with skip_requesting_account_id: remove one of them")
	}
	cfg, err := s.load(ctx)
	if err != nil {
		return nil, err
	}
	clients := &Clients{Partition: partitionOf(cfg.Region)}
	if !s.SkipCredentialsValidation || !s.SkipRequestingAccountID {
		if clients.Account, err = s.account(ctx, cfg); err != nil {
			return nil, err
		}
	}
	clients.IAM = iam.NewFromConfig(cfg, func(o *iam.Options) {
		if s.IAMEndpoint != "" {
			o.BaseEndpoint = aws.String(s.IAMEndpoint)
		}
	})
	clients.Artifact = s.artifact(cfg)
	c.opened = clients
	return clients, nil
}

// Partition returns the AWS partition by the Region that is set, without asking
// AWS. It is "aws" where no Region is set.
func (c *Connection) Partition(ctx context.Context) string {
	c.partitionOnce.Do(func() {
		region := c.settings.Region
		if region == "" {
			// A configuration that cannot be read is reported when it is needed.
			if cfg, err := config.LoadDefaultConfig(ctx, c.settings.fileOptions()...); err == nil {
				region = cfg.Region
			}
		}
		c.partition = partitionOf(region)
	})
	return c.partition
}

func partitionOf(region string) string {
	switch {
	case strings.HasPrefix(region, "us-gov-"):
		return "aws-us-gov"
	case strings.HasPrefix(region, "cn-"):
		return "aws-cn"
	case strings.HasPrefix(region, "us-iso-"):
		return "aws-iso"
	case strings.HasPrefix(region, "us-isob-"):
		return "aws-iso-b"
	}
	return "aws"
}

// account asks whose the credentials are.
func (s *Settings) account(ctx context.Context, cfg aws.Config) (string, error) {
	id, err := s.sts(cfg).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", fmt.Errorf("the AWS credentials do not work, or STS cannot be reached: %w", err)
	}
	account := aws.ToString(id.Account)
	if len(s.AllowedAccounts) > 0 && !slices.Contains(s.AllowedAccounts, account) {
		return "", fmt.Errorf("the credentials belong to account %s, which allowed_account_ids does not list", account)
	}
	if slices.Contains(s.ForbidAccounts, account) {
		return "", fmt.Errorf("the credentials belong to account %s, which forbidden_account_ids lists", account)
	}
	return account, nil
}

// artifact is nil where the partition has none and no endpoint is set: in the
// provider's configuration, or as the SDK's services take it from the environment.
func (s *Settings) artifact(cfg aws.Config) *artifact.Client {
	endpoint, err := artifact.EndpointOf(cfg.Region, s.UseFIPS, s.UseDualStack)
	if url := cmp.Or(s.ArtifactEndpoint, os.Getenv("AWS_ENDPOINT_URL_ARTIFACT"), aws.ToString(cfg.BaseEndpoint)); url != "" {
		endpoint.URL, err = url, nil
		endpoint.Region = cmp.Or(endpoint.Region, cfg.Region)
	}
	if err != nil {
		return nil
	}
	return artifact.New(cfg, endpoint, "terraform-provider-hipaa/"+s.Version)
}

func (s *Settings) sts(cfg aws.Config) *sts.Client {
	return sts.NewFromConfig(cfg, func(o *sts.Options) {
		if s.STSEndpoint != "" {
			o.BaseEndpoint = aws.String(s.STSEndpoint)
		}
	})
}

// fileOptions say where the shared configuration is and which profile counts.
func (s *Settings) fileOptions() []func(*config.LoadOptions) error {
	var opts []func(*config.LoadOptions) error
	if s.Profile != "" {
		opts = append(opts, config.WithSharedConfigProfile(s.Profile))
	}
	if len(s.SharedConfigFiles) > 0 {
		opts = append(opts, config.WithSharedConfigFiles(s.SharedConfigFiles))
	}
	if len(s.SharedCredentialsFiles) > 0 {
		opts = append(opts, config.WithSharedCredentialsFiles(s.SharedCredentialsFiles))
	}
	return opts
}

func (s *Settings) load(ctx context.Context) (aws.Config, error) {
	opts := append(s.fileOptions(), config.WithDefaultRegion(fallbackRegion))
	if s.Region != "" {
		opts = append(opts, config.WithRegion(s.Region))
	}
	if s.AccessKey != "" || s.SecretKey != "" {
		opts = append(opts, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(s.AccessKey, s.SecretKey, s.Token)))
	}
	if s.UseFIPS {
		opts = append(opts, config.WithUseFIPSEndpoint(aws.FIPSEndpointStateEnabled))
	}
	if s.UseDualStack {
		opts = append(opts, config.WithUseDualStackEndpoint(aws.DualStackEndpointStateEnabled))
	}
	if s.RetryMode != "" {
		mode, err := aws.ParseRetryMode(s.RetryMode)
		if err != nil {
			return aws.Config{}, fmt.Errorf("retry_mode: %w", err)
		}
		opts = append(opts, config.WithRetryMode(mode))
	}
	retries := DefaultMaxRetries
	if s.MaxRetries != nil {
		retries = *s.MaxRetries
	}
	opts = append(opts, config.WithRetryMaxAttempts(retries+1))
	opts = append(opts, config.WithAPIOptions([]func(*middleware.Stack) error{
		awsmiddleware.AddUserAgentKeyValue("terraform-provider-hipaa", s.Version),
	}))
	client, err := s.httpClient()
	if err != nil {
		return aws.Config{}, err
	}
	opts = append(opts, config.WithHTTPClient(client))
	cfg, err := config.LoadDefaultConfig(ctx, opts...)
	if err != nil {
		return aws.Config{}, fmt.Errorf("the AWS configuration cannot be read: %w", err)
	}
	return s.assume(cfg), nil
}

// httpClient honours the proxy and TLS settings. Without them it takes the
// proxy from the environment.
func (s *Settings) httpClient() (*awshttp.BuildableClient, error) {
	proxy, err := s.proxy()
	if err != nil {
		return nil, err
	}
	return awshttp.NewBuildableClient().WithTimeout(attemptTimeout).WithTransportOptions(func(t *http.Transport) {
		if proxy != nil {
			t.Proxy = proxy
		}
		if s.Insecure {
			if t.TLSClientConfig == nil {
				t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
			}
			t.TLSClientConfig.InsecureSkipVerify = true //nolint:gosec // the user asks for it, by the name insecure
		}
	}), nil
}

func (s *Settings) proxy() (func(*http.Request) (*url.URL, error), error) {
	if s.HTTPProxy == "" && s.HTTPSProxy == "" {
		return nil, nil //nolint:nilnil // no proxy of our own
	}
	parse := func(name, raw string) (*url.URL, error) {
		if raw == "" {
			return nil, nil //nolint:nilnil // no proxy for this scheme
		}
		u, err := url.Parse(raw)
		if err != nil || u.Host == "" {
			return nil, fmt.Errorf("%s is no URL", name)
		}
		return u, nil
	}
	plain, err := parse("http_proxy", s.HTTPProxy)
	if err != nil {
		return nil, err
	}
	secure, err := parse("https_proxy", s.HTTPSProxy)
	if err != nil {
		return nil, err
	}
	if secure == nil {
		// As in the AWS provider, http_proxy alone serves both.
		secure = plain
	}
	return func(req *http.Request) (*url.URL, error) {
		if exempt(req.URL.Hostname(), s.NoProxy) {
			return nil, nil //nolint:nilnil // straight there
		}
		if req.URL.Scheme == "https" {
			return secure, nil
		}
		return plain, nil
	}, nil
}

// exempt reports whether a host is in a list of hosts and domains.
func exempt(host, list string) bool {
	for _, entry := range strings.Split(list, ",") {
		entry = strings.TrimPrefix(strings.TrimSpace(entry), "*")
		if entry == "" {
			continue
		}
		if host == strings.TrimPrefix(entry, ".") || strings.HasSuffix(host, "."+strings.TrimPrefix(entry, ".")) {
			return true
		}
	}
	return false
}
