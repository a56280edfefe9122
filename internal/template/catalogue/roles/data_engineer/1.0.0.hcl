# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0

template "data_engineer" {
  version   = "1.0.0"
  title     = "Data engineer who builds pipelines"
  purpose   = "People who build and run pipelines over records. They see tables, jobs and logs, and no row."
  citations = ["164.308(a)(3)(ii)(A)", "164.308(a)(4)(ii)(B)", "164.312(a)(1)", "164.502(b)"]

  tags = {
    JobFunction        = "DataEngineer"
    DataClassification = "CompanyConfidential"
  }

  trust "saml@1" {}
  trust "oidc@1" {}

  limits {
    session     = "4h"
    max_session = "8h"
    boundary    = "nophi-ops"
  }

  parameter "regions" {
    type        = list(string)
    description = "The Regions to work in. Nothing regional is allowed outside of them."
    validation {
      condition = length(var.regions) > 0
      message   = "give at least one Region"
    }
    validation {
      condition = alltrue([for r in var.regions : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", r))])
      message   = "must be names of Regions, as in us-east-1"
    }
  }

  parameter "jobs" {
    type        = list(string)
    default     = []
    description = "ARNs of Glue jobs that are run and changed."
    validation {
      condition = alltrue([for a in var.jobs : can(regex("^arn:aws[a-z-]*:glue:[a-z0-9-]+:[0-9]{12}:job/.+$", a))])
      message   = "must be ARNs of Glue jobs, arn:aws:glue:REGION:ACCOUNT:job/NAME"
    }
  }

  parameter "databases" {
    nesting     = "list"
    default     = []
    description = "Glue databases whose tables are described and created."
    attribute "region" {
      type        = string
      description = "Region, as in us-east-1."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
    attribute "name" {
      type        = string
      description = "Name of the database."
    }
    validation {
      condition = alltrue([for p in var.databases : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", p.region)) && can(regex("^[0-9]{12}$", p.account_id))])
      message   = "must have a Region, as in us-east-1, and an account of twelve digits"
    }
  }

  parameter "state_machines" {
    nesting     = "list"
    default     = []
    description = "Step Functions state machines that are run."
    attribute "region" {
      type        = string
      description = "Region, as in us-east-1."
    }
    attribute "account_id" {
      type        = string
      description = "Account, twelve digits."
    }
    attribute "name" {
      type        = string
      description = "Name of the state machine."
    }
    validation {
      condition = alltrue([for p in var.state_machines : can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]+$", p.region)) && can(regex("^[0-9]{12}$", p.account_id))])
      message   = "must have a Region, as in us-east-1, and an account of twelve digits"
    }
  }

  parameter "buckets" {
    type        = list(string)
    default     = []
    description = "ARNs of buckets whose keys may be listed; nothing in them is read."
    validation {
      condition = alltrue([for a in var.buckets : can(regex("^arn:aws[a-z-]*:s3:::[^/]+$", a))])
      message   = "must be ARNs of buckets, arn:aws:s3:::NAME"
    }
  }

  parameter "log_groups" {
    type        = list(string)
    default     = []
    description = "ARNs of log groups of the pipelines. What their data protection masks stays masked."
    validation {
      condition = alltrue([for a in var.log_groups : can(regex("^arn:aws[a-z-]*:logs:[a-z0-9-]+:[0-9]{12}:log-group:[^:*]+$", a))])
      message   = "must be ARNs of log groups, arn:aws:logs:REGION:ACCOUNT:log-group:NAME, without a star at the end"
    }
  }

  parameter "job_roles" {
    type        = list(string)
    default     = []
    description = "ARNs of the roles that jobs run with; they alone may be passed, and to Glue alone."
    validation {
      condition = alltrue([for a in var.job_roles : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$", a))])
      message   = "must be ARNs of roles, arn:aws:iam::ACCOUNT:role/NAME"
    }
  }

  validation {
    condition = length(var.jobs) + length(var.databases) + length(var.state_machines) + length(var.buckets) + length(var.log_groups) > 0
    message   = "the role does nothing: give at least one of jobs, databases, state_machines, buckets and log_groups"
  }

  policy "access" {
    statement "RunJobs" {
      description = "Runs the named jobs and looks after them."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.jobs) > 0
      actions = [
        "glue:BatchStopJobRun",
        "glue:GetJob",
        "glue:GetJobRun",
        "glue:GetJobRuns",
        "glue:StartJobRun",
      ]
      resources = var.jobs
    }

    statement "ChangeJobs" {
      description = "Changes the named jobs, which run with the named roles alone."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)", "164.308(a)(8)"]
      when        = length(var.jobs) > 0 && length(var.job_roles) > 0
      actions     = ["glue:UpdateJob"]
      resources   = var.jobs
    }

    statement "KeepTables" {
      description = "Describes tables and makes new ones."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.databases) > 0
      actions = [
        "glue:CreateTable",
        "glue:GetDatabase",
        "glue:GetPartitions",
        "glue:GetTable",
        "glue:GetTables",
        "glue:UpdateTable",
      ]
      resources = flatten([for d in var.databases : ["arn:${aws.partition}:glue:${d.region}:${d.account_id}:catalog", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:database/${d.name}", "arn:${aws.partition}:glue:${d.region}:${d.account_id}:table/${d.name}/*"]])
    }

    statement "RunStateMachines" {
      description = "Runs the named state machines."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.state_machines) > 0
      actions     = ["states:DescribeStateMachine", "states:ListExecutions", "states:StartExecution"]
      resources   = [for m in var.state_machines : "arn:${aws.partition}:states:${m.region}:${m.account_id}:stateMachine:${m.name}"]
    }

    statement "FollowExecutions" {
      description = "Looks after their executions."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.state_machines) > 0
      actions     = ["states:DescribeExecution", "states:StopExecution"]
      resources   = [for m in var.state_machines : "arn:${aws.partition}:states:${m.region}:${m.account_id}:execution:${m.name}:*"]
    }

    statement "ListBuckets" {
      description = "Sees which objects there are, without their content."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.buckets) > 0
      actions     = ["s3:ListBucket"]
      resources   = var.buckets
    }

    statement "ReadLogs" {
      description = "Reads the logs of pipelines, with what is masked in them masked."
      citations   = ["164.312(b)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.log_groups) > 0
      actions     = ["logs:FilterLogEvents", "logs:GetLogEvents"]
      resources   = flatten([for a in var.log_groups : [a, "${a}:*"]])
    }

    statement "PassJobRoles" {
      description = "Gives the jobs their roles."
      citations   = ["164.312(a)(1)", "164.308(a)(4)(ii)(B)"]
      when        = length(var.job_roles) > 0
      actions     = ["iam:PassRole"]
      resources   = var.job_roles
      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = ["glue.amazonaws.com"]
      }
    }
  }

  policy "safeguards" {
    include "phi@2" {}
    include "tls@1" {}
    include "region@1" {
      regions = var.regions
    }
    include "audit@1" {}
    include "iam@1" {
      pass_roles = var.job_roles
    }
    include "boundary@1" {
      boundary = role.permissions_boundary
    }
    include "kms@1" {}
    include "export@1" {}
    include "chain@1" {}
  }

  changelog "1.0.0" {
    date  = "2026-11-28"
    notes = ["First version."]
  }
}
