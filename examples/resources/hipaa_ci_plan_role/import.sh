terraform import hipaa_ci_plan_role.example ci-plan
