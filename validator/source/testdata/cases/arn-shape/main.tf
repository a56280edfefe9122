# What is known of an ARN before it is: it begins with arn:, names its service, and has no wildcards.
resource "aws_sqs_queue" "q" {}
resource "aws_cloudwatch_log_group" "g" {}
resource "foreign_thing" "f" {}

resource "test" "t" {
  star     = aws_sqs_queue.q.arn == "*" ? "all" : "one"
  star_in  = "${aws_sqs_queue.q.arn}/x" == "a/*" ? "all" : "one"
  other    = aws_sqs_queue.q.arn == "sqs" ? "same" : "different"
  starts   = startswith(aws_sqs_queue.q.arn, "arn:") ? "arn" : "no"
  starts2  = startswith(aws_sqs_queue.q.arn, "arn:aws:") ? "arn" : "no"
  not      = startswith(aws_sqs_queue.q.arn, "https:") ? "url" : "no"
  service  = split(":", aws_sqs_queue.q.arn)[2]
  logs     = element(split(":", aws_cloudwatch_log_group.g.arn), 2)
  account  = split(":", aws_sqs_queue.q.arn)[4]
  built    = split(":", "arn:aws:s3:::${foreign_thing.f.name}/x")[2]
  beyond   = split(":", "arn:aws:s3:::${foreign_thing.f.name}/x")[5]
  contains = contains(["sqs", "sns"], split(":", aws_sqs_queue.q.arn)[2]) ? "queue" : "no"
  wild     = foreign_thing.f.arn == "*" ? "all" : "one"
}
