# A bucket's policy is put together from documents that a module picks by its switches, and a name in it is not known until apply. What else may be in
# such a list, no reference tells: without source expect policy-undetermined about both buckets' policies. Of the topic's only a condition is not known,
# and it is judged: nobody but a service is let in.

module "images" {
  source     = "./bucket"
  insecure   = false
  attach     = true
  attached   = data.aws_iam_policy_document.reader.json
  everybody  = false
  bucket_arn = aws_s3_bucket.images.arn
  bucket     = aws_s3_bucket.images.id
}

module "shared" {
  source     = "./bucket"
  insecure   = true
  everybody  = true
  bucket_arn = aws_s3_bucket.shared.arn
  bucket     = aws_s3_bucket.shared.id
}

resource "aws_s3_bucket" "images" {
  bucket_prefix = "images-"
}

resource "aws_s3_bucket" "shared" {
  bucket_prefix = "shared-"
}

data "aws_iam_policy_document" "reader" {
  statement {
    sid       = "Reader"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.images.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:role/reader"]
    }
  }
}

resource "aws_sns_topic" "results" {
  name = "results"
}

data "aws_iam_policy_document" "results" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["arn:aws:sns:us-east-1:123456789012:results"]
    principals {
      type        = "Service"
      identifiers = ["s3.amazonaws.com"]
    }
    dynamic "condition" {
      for_each = toset([aws_s3_bucket.images.arn])
      content {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_sns_topic_policy" "results" {
  arn    = aws_sns_topic.results.arn
  policy = data.aws_iam_policy_document.results.json
}
