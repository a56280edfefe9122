terraform import hipaa_role.example pathologist
