# Modules as terraform init leaves them.
module "iam" {
  source = "example/iam/aws"
  name   = "n"
}

resource "test" "t" {
  arn  = module.iam.arn
  path = module.iam.path
}
