# Public policies of stores, none of which the change opens: one leaves Terraform's management with its bucket (forget), one is replaced with its
# queue, which is deleted first, and one with its secret, which is made anew first. Expect three findings of resource-public, all existing.

removed {
  from = aws_s3_bucket_policy.open
  lifecycle { destroy = false }
}

removed {
  from = aws_s3_bucket.open
  lifecycle { destroy = false }
}

resource "aws_sqs_queue" "first" {
  name = "results-renamed"
}

resource "aws_sqs_queue_policy" "results" {
  queue_url = aws_sqs_queue.first.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }]
  })
}

resource "aws_secretsmanager_secret" "token" {
  name = "token-renamed"
  lifecycle { create_before_destroy = true }
}

resource "aws_secretsmanager_secret_policy" "token" {
  secret_arn = aws_secretsmanager_secret.token.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }]
  })
  lifecycle { create_before_destroy = true }
}
