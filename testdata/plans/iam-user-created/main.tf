# Long-lived identities, two by for_each, one of them with a key, and a key for a user outside the plan.
# Expect iam-user-created at each user, access-key-created at both keys.

resource "aws_iam_user" "people" {
  for_each = toset(["ada", "b.o"])
  name     = each.key
}

resource "aws_iam_access_key" "ada" {
  user = aws_iam_user.people["ada"].name
}

resource "aws_iam_access_key" "elsewhere" {
  user   = "vendor-upload"
  status = "Inactive"
}
