# A document that the plan marks sensitive: judged, and no value of it told.
# Expect admin-access at aws_iam_role.secretive with a null witness; nowhere the word in its Sid.

variable "policy" {
  type      = string
  sensitive = true
  default   = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"DoNotRepeatThis\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}"
}

resource "aws_iam_role" "secretive" {
  name = "secretive"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "secretive" {
  name   = "inline"
  role   = aws_iam_role.secretive.id
  policy = var.policy
}
