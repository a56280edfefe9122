# for_each and count: instances, each, count.index, and references to instances.
locals {
  buckets = { images = "read", notes = "write" }
}

resource "aws_s3_bucket" "b" {
  for_each = local.buckets
}

resource "aws_sqs_queue" "q" {
  count = 2
}

resource "aws_iam_policy" "each" {
  for_each = local.buckets
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:${each.value}", Resource = "${aws_s3_bucket.b[each.key].arn}/*" }] })
}

resource "aws_iam_policy" "chained" {
  for_each = aws_s3_bucket.b
  policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:${each.key}", Resource = "${each.value.arn}/*" }] })
}

resource "test" "t" {
  count     = 2
  own       = aws_sqs_queue.q[count.index].arn
  splat     = jsonencode(aws_sqs_queue.q[*].arn)
  legacy    = jsonencode(aws_sqs_queue.q.*.arn)
  all       = jsonencode([for k, b in aws_s3_bucket.b : "${k}=${b.arn}"])
  map       = jsonencode({ for k, b in aws_s3_bucket.b : k => b.arn })
  values    = jsonencode(values(aws_s3_bucket.b)[*].arn)
  keys      = jsonencode(keys(aws_s3_bucket.b))
  length    = length(aws_s3_bucket.b)
  attribute = aws_s3_bucket.b.images.arn
  missing   = try(aws_sqs_queue.q[7].arn, "none")
}

resource "test" "set" {
  for_each = toset(["a", "b"])
  value    = "${each.key}${each.value}"
}

resource "test" "none" {
  count = 0
  value = "x"
}

resource "test" "one" {
  one  = one(aws_sqs_queue.q[*].arn)
  join = join("", aws_sqs_queue.q[*].arn)
}
