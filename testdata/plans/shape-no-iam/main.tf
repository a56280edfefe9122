# Resources, but none that has to do with IAM.
# Expect a pass that says so.

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
