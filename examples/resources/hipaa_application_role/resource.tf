resource "hipaa_application_role" "example" {
  name                 = "application"
  permissions_boundary = "arn:aws:iam::123456789012:policy/phi-workload"
  justification        = "Application that handles records"

  regions            = ["us-east-1"]
  tables             = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]
  buckets            = [{ arn = "arn:aws:s3:::hospital-app", prefix = "uploads/" }]
  database_users     = ["arn:aws:rds-db:us-east-1:123456789012:dbuser:db-ABCDEFG/app"]
  secrets            = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:app-AbCdEf"]
  secret_tag         = { key = "Application", value = "portal" }
  queues             = ["arn:aws:sqs:us-east-1:123456789012:orders"]
  keys               = ["arn:aws:kms:us-east-1:123456789012:key/1"]
  encryption_context = { key = "application", value = "portal" }
  log_groups         = ["arn:aws:logs:us-east-1:123456789012:log-group:/app/portal"]
  tracing            = true
  vpcs               = ["vpc-0123456789abcdef0"]
  organization_id    = "o-a1b2c3d4e5"

  trust {
    service {
      services        = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]
      source_accounts = ["123456789012"]
    }
  }
}
