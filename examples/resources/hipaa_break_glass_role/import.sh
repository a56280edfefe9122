# A role is imported by its name.
terraform import hipaa_break_glass_role.records break-glass-records
