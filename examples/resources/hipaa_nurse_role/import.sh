terraform import hipaa_nurse_role.example nurse
