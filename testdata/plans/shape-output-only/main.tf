# Only an output changes: the plan has no resource_changes at all.
# Expect a pass that says so.

output "greeting" {
  value = "hello"
}
