output "healthlake_may_hold_phi" {
  value = provider::hipaa::is_eligible_service("healthlake")
}
