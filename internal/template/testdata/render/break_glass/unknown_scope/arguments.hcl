# Which half of the role there is cannot be told.
scope                = unknown
permissions_boundary = unknown
regions              = ["us-east-1"]
record_tables        = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]

trust {
  mfa {
    users = [unknown, unknown]
  }
}
