data "hipaa_role_templates" "all" {}

output "templates" {
  value = data.hipaa_role_templates.all.templates
}
