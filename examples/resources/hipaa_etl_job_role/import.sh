terraform import hipaa_etl_job_role.example etl-job
