# Modules at any depth, with for_each and count, inputs and outputs that are not known.
resource "aws_s3_bucket" "b" {
  for_each = toset(["x", "y"])
}

module "store" {
  source   = "./store"
  for_each = aws_s3_bucket.b
  name     = each.key
  arn      = each.value.arn
}

module "off" {
  source = "./store"
  count  = 0
  name   = "off"
  arn    = "none"
}

module "defaults" {
  source = "./store"
  name   = "d"
}

resource "aws_iam_policy" "all" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Effect   = "Allow"
    Action   = "s3:GetObject"
    Resource = concat([for m in module.store : m.arn], module.off[*].arn, [module.defaults.arn])
  }] })
}

resource "test" "t" {
  one  = module.store["x"].inner
  all  = jsonencode({ for k, m in module.store : k => m.name })
  whole = jsonencode(module.defaults)
  path = "${path.root} ${path.module} ${module.defaults.path}"
}
