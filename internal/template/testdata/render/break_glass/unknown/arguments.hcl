# A boundary and users that are made in the same plan.
scope                = "platform"
permissions_boundary = unknown

trust {
  mfa {
    users = [unknown, unknown]
  }
}
