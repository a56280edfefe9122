# Unusual, and accepted by AWS: one statement as an object, single values and lists, unquoted booleans, the old version in a trust.
# Expect no policy-invalid.

resource "aws_iam_role" "old_trust" {
  name = "old-trust"

  assume_role_policy = jsonencode({
    Version = "2008-10-17"
    Statement = {
      Sid       = ""
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = ["ec2.amazonaws.com", "lambda.amazonaws.com"] }
    }
  })
}

resource "aws_iam_role_policy" "unusual" {
  name   = "inline"
  role   = aws_iam_role.old_trust.id
  policy = <<-EOT
    {
      "Statement": {
        "Resource": [ "arn:aws:s3:::reports/$${aws:username}/*" ],
        "Condition": { "Bool": { "aws:SecureTransport": true }, "NumericLessThan": { "s3:max-keys": 10 } },
        "Action": "S3:GETOBJECT",
        "Effect": "Allow"
      },
      "Id": "unusual",
      "Version": "2012-10-17"
    }
  EOT
}
