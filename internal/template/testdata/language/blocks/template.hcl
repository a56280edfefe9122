block "unnumbered" {
  title     = "Title"
  purpose   = "Purpose."
  citations = []
  statement "Deny" {
    effect    = "Deny"
    actions   = ["s3:DeleteObject"]
    resources = [role.name]
  }
}
profile "portal@1" {
  title     = "Title"
  purpose   = "Purpose."
  citations = []
  people    = true
  statement "Nobody" {
    actions   = ["sts:AssumeRole"]
    resources = ["*"]
  }
}
profile "portal@1" {
  title     = "Title"
  purpose   = "Purpose."
  citations = []
  people    = "perhaps"
}
