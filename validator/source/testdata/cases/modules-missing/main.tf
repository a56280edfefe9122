# A module whose source is not at hand: its outputs are not known, and the reason says what to do.
module "gone" {
  source  = "registry.example/gone"
  version = "1.0"
}

module "outside" {
  source = "../outside"
}

resource "test" "t" {
  output  = module.gone.arn
  outside = module.outside.arn
  text    = "${module.gone.arn}/*"
  choice  = module.gone.arn == "x" ? "a" : "b"
}

resource "aws_iam_policy" "p" {
  policy = module.gone.policy
}
