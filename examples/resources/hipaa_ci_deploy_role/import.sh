terraform import hipaa_ci_deploy_role.example ci-deploy
