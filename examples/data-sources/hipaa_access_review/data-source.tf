data "hipaa_access_review" "account" {}

# A check warns when a plan or a health assessment runs, and stops nothing.
check "sign_in" {
  assert {
    condition     = length(data.hipaa_access_review.account.users_without_mfa) == 0
    error_message = "Without a second factor: ${join(", ", data.hipaa_access_review.account.users_without_mfa[*].name)}."
  }
  assert {
    condition     = length(data.hipaa_access_review.account.old_access_keys) == 0
    error_message = "Keys older than 90 days: ${join(", ", data.hipaa_access_review.account.old_access_keys[*].user)}."
  }
}

check "reviews" {
  assert {
    condition     = length(data.hipaa_access_review.account.overdue_reviews) == 0
    error_message = "To be reviewed: ${join(", ", [for r in data.hipaa_access_review.account.overdue_reviews : "${r.name} (${r.review_by})"])}."
  }
}

check "access" {
  assert {
    condition     = data.hipaa_access_review.account.complete && data.hipaa_access_review.account.counts.findings["critical"] == 0
    error_message = join("\n", [for f in data.hipaa_access_review.account.findings : "${f.arn}: ${f.message}" if f.severity == "critical" && !f.waived])
  }
}

# For an access review: terraform output -raw authorization_details > account.json
# hipaacheck review new account.json
output "authorization_details" {
  value = data.hipaa_access_review.account.authorization_details
}
