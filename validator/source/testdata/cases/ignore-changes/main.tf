# What lifecycle.ignore_changes names stays as it is, whatever the configuration says.
resource "aws_ssm_parameter" "p" {
  name  = "p"
  value = "from configuration"
  lifecycle {
    ignore_changes = [value]
  }
}

resource "foreign_thing" "all" {
  value = "from configuration"
  lifecycle {
    ignore_changes = all
  }
}

resource "test" "t" {
  ignored = aws_ssm_parameter.p.value
  kept    = aws_ssm_parameter.p.name
  all     = foreign_thing.all.value
}
