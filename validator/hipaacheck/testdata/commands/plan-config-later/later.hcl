extends = "platform/hipaacheck.hcl"
