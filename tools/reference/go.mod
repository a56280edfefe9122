// A module of its own, so that this generator needs none of the development tools' dependencies.
module github.com/hipaa-iam/terraform-provider-hipaa/tools/reference

go 1.26.0

require github.com/hipaa-iam/terraform-provider-hipaa v0.0.0

replace github.com/hipaa-iam/terraform-provider-hipaa => ../..
