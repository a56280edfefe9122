# A role is imported by its name.
terraform import hipaa_clinician_role.cardiology cardiology-clinician
