output "clinician_role_arn" {
  description = "ARN of the clinicians' role, for the identity provider."
  value       = hipaa_clinician_role.cardiology.arn
}
