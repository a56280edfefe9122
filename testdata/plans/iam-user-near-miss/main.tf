# Users that are there already: one only tagged, one renamed in code by moved, one imported; and the key of the first.
# Expect no iam-user-created and no access-key-created as introduced.

import {
  to = aws_iam_user.imported
  id = "imported"
}

moved {
  from = aws_iam_user.old_name
  to   = aws_iam_user.new_name
}

resource "aws_iam_user" "tagged" {
  name = "tagged"
  tags = { Owner = "it" }
}

resource "aws_iam_access_key" "tagged" {
  user = aws_iam_user.tagged.name
}

resource "aws_iam_user" "new_name" {
  name = "same-person"
}

resource "aws_iam_user" "imported" {
  name = "imported"
}
