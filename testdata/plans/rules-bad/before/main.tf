# What the examples of removals begin with.

module "access-key-old" {
  source = "./access-key-old"
}

module "access-unused" {
  source = "./access-unused"
}

module "audit-store-removed" {
  source = "./audit-store-removed"
}

module "boundary-removed" {
  source = "./boundary-removed"
}

module "detection-removed" {
  source = "./detection-removed"
}

module "guardrail-weakened" {
  source = "./guardrail-weakened"
}

module "mfa-enforcement-removed" {
  source = "./mfa-enforcement-removed"
}

module "password-policy-removed" {
  source = "./password-policy-removed"
}

module "trail-removed" {
  source = "./trail-removed"
}

module "trail-stopped" {
  source = "./trail-stopped"
}

module "user-without-mfa" {
  source = "./user-without-mfa"
}
