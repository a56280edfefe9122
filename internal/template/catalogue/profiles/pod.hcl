# Copyright (c) the terraform-provider-hipaa authors
# SPDX-License-Identifier: MPL-2.0


profile "pod@1" {
  title     = "Pods of an EKS cluster"
  purpose   = "EKS Pod Identity gives the role to the pods of named service accounts in one namespace of one cluster."
  citations = ["164.312(d)", "164.312(a)(2)(i)"]
  people    = false

  parameter "cluster" {
    type        = string
    description = "Name of the EKS cluster."
  }

  parameter "namespace" {
    type        = string
    description = "Namespace of Kubernetes."
  }

  parameter "service_accounts" {
    type        = list(string)
    description = "Service accounts of Kubernetes in that namespace."
    validation {
      condition = length(var.service_accounts) > 0
      message   = "names no service account: give at least one"
    }
  }

  statement "PodsOfServiceAccounts" {
    description = "Pods that run as these service accounts."
    actions     = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = ["pods.eks.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/eks-cluster-name"
      values   = [var.cluster]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-namespace"
      values   = [var.namespace]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/kubernetes-service-account"
      values   = var.service_accounts
    }
  }
}
