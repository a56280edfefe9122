data "hipaa_eligible_services" "all" {}

output "eligible_prefixes" {
  value = data.hipaa_eligible_services.all.prefixes
}
