regions = ["us-east-1"]
tables  = ["arn:aws:dynamodb:us-east-1:123456789012:table/charts"]

trust {
  pod {
    cluster          = "clinical"
    namespace        = "portal"
    service_accounts = ["api"]
  }
}
