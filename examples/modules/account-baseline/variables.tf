variable "name" {
  description = "Begins the name of everything."
  type        = string
}

variable "account_id" {
  description = "The account."
  type        = string
}

variable "organization_id" {
  description = "The organisation of the account, o-…."
  type        = string
}

variable "region" {
  description = "Home Region of the account."
  type        = string
}

variable "approved_regions" {
  description = "Regions in which anything may be done at all."
  type        = list(string)
}

variable "organization_trail" {
  description = "Whether the trail records the whole organisation: in its management account only."
  type        = bool
  default     = false
}

variable "guardrail_target" {
  description = "Account, unit or root to which the guardrails are attached."
  type        = string
}

variable "platform_roles" {
  description = "ARNs of the roles that set up accounts and that the guardrails exempt."
  type        = list(string)
}

variable "key_administrators" {
  description = "ARNs of further roles that keep the keys, the one that applies this among them."
  type        = list(string)
}

variable "saml_provider_arn" {
  description = "The identity provider of the workforce, which asks for a second factor."
  type        = string
}

variable "mfa_evidence" {
  description = "Where it is written that the identity provider asks for a second factor."
  type        = string
}

variable "break_glass_users" {
  description = "ARNs of the two users for emergencies."
  type        = list(string)
}

variable "security_email" {
  description = "Who is told of alarms."
  type        = string
}

variable "owner" {
  description = "Who answers for all this."
  type        = string
}

variable "review_by" {
  description = "Day by which access is reviewed, YYYY-MM-DD."
  type        = string
}

variable "audit_ends" {
  description = "When the auditor's access ends, in UTC."
  type        = string
}
