# As rules-good, for what looks at every PHI store of the account.

module "phi-data-events-missing" {
  source = "./phi-data-events-missing"
}
