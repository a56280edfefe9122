regions = [for i in range(3) : "us-east-${i}"]

tables          = [for i in range(5) : format("arn:aws:dynamodb:us-east-1:123456789012:table/a-table-with-a-rather-long-name-%02d", i)]
buckets         = [for i in range(5) : { arn = format("arn:aws:s3:::a-bucket-with-a-name-as-long-as-they-may-be-with-letters-%03d", i), prefix = "documents/discharge-letters/" }]
database_users  = [for i in range(4) : format("arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABCDEFGHIJKLMNOPQRSTUVWX%02d/app", i)]
secrets         = [for i in range(5) : format("arn:aws:secretsmanager:us-east-1:123456789012:secret:application/a-secret-%02d-AbCdEf", i)]
queues          = [for i in range(5) : format("arn:aws:sqs:us-east-1:123456789012:a-queue-with-a-long-name-%02d", i)]
keys            = [for i in range(5) : format("arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-5555555555%02d", i)]
log_groups      = [for i in range(3) : format("arn:aws:logs:us-east-1:123456789012:log-group:/aws/service/a-log-group-%02d", i)]
tracing         = true
vpcs            = ["vpc-0123456789abcdef0", "vpc-0123456789abcdef1"]
organization_id = "o-a1b2c3d4e5"
trust {
  service {
    services        = ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com", "ec2.amazonaws.com"]
    source_accounts = ["123456789012"]
  }
}
