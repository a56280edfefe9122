# Two modules with resources of the same type and name, under a key with a dot. Expect admin-access at
# module.second.aws_iam_role.this and nothing above low at module.first's.

module "first" {
  source = "./role"
  name   = "first"
  action = "s3:ListBucket"
}

module "second" {
  source = "./role"
  name   = "second"
  action = "*"
}
