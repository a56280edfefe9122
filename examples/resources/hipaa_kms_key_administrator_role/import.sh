# A role is imported by its name.
terraform import hipaa_kms_key_administrator_role.keys key-administrator
