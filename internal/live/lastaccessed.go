// Copyright (c) the terraform-provider-hipaa authors
// SPDX-License-Identifier: MPL-2.0

package live

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// Service is a service that a user or role may use.
type Service struct {
	// Prefix is of its actions, in lower case.
	Prefix string
	// Used is when it was last used; zero: not since AWS keeps track of it, at most
	// 400 days.
	Used time.Time
}

// LastAccessed asks for each user or role when it last used which service. The
// answers are by ARN; what was deleted meanwhile has none. The first error ends it.
func (r *Reader) LastAccessed(ctx context.Context, arns []string) (map[string][]Service, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		mu    sync.Mutex
		group sync.WaitGroup
		first error
	)
	out := map[string][]Service{}
	next := make(chan string)
	for range max(1, r.Patience.Jobs) {
		group.Go(func() {
			for arn := range next {
				list, err := r.lastAccessed(ctx, arn)
				mu.Lock()
				switch {
				case is(err, "NoSuchEntity"):
				case err != nil && first == nil:
					first = fmt.Errorf("%s: %w", arn, err)
					cancel()
				case err == nil:
					out[arn] = list
				}
				mu.Unlock()
			}
		})
	}
	for _, arn := range arns {
		select {
		case next <- arn:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(next)
	group.Wait()
	if first == nil {
		first = ctx.Err()
	}
	if first != nil {
		return nil, first
	}
	return out, nil
}

// lastAccessed runs one job and reads all its pages.
func (r *Reader) lastAccessed(ctx context.Context, arn string) ([]Service, error) {
	job, err := r.API.GenerateServiceLastAccessedDetails(ctx, &iam.GenerateServiceLastAccessedDetailsInput{Arn: &arn, Granularity: types.AccessAdvisorUsageGranularityTypeServiceLevel})
	if err != nil {
		return nil, fmt.Errorf("iam:GenerateServiceLastAccessedDetails: %w", err)
	}
	out := []Service{}
	in := &iam.GetServiceLastAccessedDetailsInput{JobId: job.JobId}
	for {
		var page *iam.GetServiceLastAccessedDetailsOutput
		err := r.wait(ctx, "when "+arn+" last used which service", func() (bool, error) {
			page, err = r.API.GetServiceLastAccessedDetails(ctx, in)
			switch {
			case err != nil:
				return false, fmt.Errorf("iam:GetServiceLastAccessedDetails: %w", err)
			case page.JobStatus == types.JobStatusTypeFailed:
				why := "no reason is told"
				if page.Error != nil {
					why = aws.ToString(page.Error.Message)
				}
				return false, errors.New("iam:GetServiceLastAccessedDetails: the job failed: " + why)
			}
			return page.JobStatus == types.JobStatusTypeCompleted, nil
		})
		if err != nil {
			return nil, err
		}
		for _, s := range page.ServicesLastAccessed {
			out = append(out, Service{Prefix: strings.ToLower(aws.ToString(s.ServiceNamespace)), Used: aws.ToTime(s.LastAuthenticated).UTC()})
		}
		if !page.IsTruncated {
			break
		}
		if aws.ToString(page.Marker) == aws.ToString(in.Marker) {
			return nil, errors.New("iam:GetServiceLastAccessedDetails: a page leads to itself, so that the rest cannot be read")
		}
		in.Marker = page.Marker
	}
	slices.SortFunc(out, func(a, b Service) int { return strings.Compare(a.Prefix, b.Prefix) })
	return out, nil
}
