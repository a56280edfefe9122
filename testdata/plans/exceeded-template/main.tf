# Roles that say of which template they are made, and may do more than that.
# Expect template-exceeded at hipaa_clinician_role.widened, aws_iam_role.drawn_widened and aws_iam_role.tagged, and at
# nothing else: aws_iam_role.drawn has the template's documents alone, and hipaa_clinician_role.narrowed gets a denial.

locals {
  account = "123456789012"
  records = "arn:aws:healthlake:us-east-1:${local.account}:datastore/fhir/0123456789abcdef0123456789abcdef"
  key     = "arn:aws:kms:us-east-1:${local.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  saml    = "arn:aws:iam::${local.account}:saml-provider/Workforce"
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "hipaa_clinician_role" "widened" {
  name                  = "widened"
  permissions_boundary  = "arn:aws:iam::${local.account}:policy/phi-workforce"
  max_session_duration  = 14400
  justification         = "Cardiologists read records at the bedside"
  regions               = ["us-east-1"]
  healthlake_datastores = [local.records]
  keys                  = [local.key]

  trust {
    saml {
      provider_arn    = local.saml
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Cardiologist"]
    }
  }
}

resource "aws_iam_role_policy" "widened" {
  name = "more"
  role = hipaa_clinician_role.widened.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::cardiology-letters/*" }]
  })
}

resource "hipaa_clinician_role" "narrowed" {
  name                  = "narrowed"
  permissions_boundary  = "arn:aws:iam::${local.account}:policy/phi-workforce"
  max_session_duration  = 14400
  justification         = "Cardiologists read records at the bedside"
  regions               = ["us-east-1"]
  healthlake_datastores = [local.records]
  keys                  = [local.key]

  trust {
    saml {
      provider_arn    = local.saml
      mfa_enforced_by = "idp"
      mfa_evidence    = "Sign-in policy SEC-12"
      job_functions   = ["Cardiologist"]
    }
  }
}

resource "aws_iam_role_policy" "narrowed" {
  name = "less"
  role = hipaa_clinician_role.narrowed.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "healthlake:SearchWithGet", Resource = "*" }]
  })
}

data "hipaa_role_policy_document" "nurse" {
  template  = "nurse"
  role_name = "drawn"
  arguments = {
    regions               = ["us-east-1"]
    healthlake_datastores = [local.records]
    keys                  = [local.key]
  }
}

resource "aws_iam_role" "drawn" {
  name               = "drawn"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "drawn" {
  for_each = data.hipaa_role_policy_document.nurse.policies

  name   = each.key
  role   = aws_iam_role.drawn.name
  policy = each.value
}

resource "aws_iam_role" "drawn_widened" {
  name               = "drawn-widened"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "drawn_widened" {
  for_each = data.hipaa_role_policy_document.nurse.policies

  name   = each.key
  role   = aws_iam_role.drawn_widened.name
  policy = each.value
}

resource "aws_iam_role_policy_attachment" "drawn_widened" {
  role       = aws_iam_role.drawn_widened.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSQSFullAccess"
}

resource "aws_iam_role" "tagged" {
  name               = "tagged"
  assume_role_policy = local.trust
  tags               = { HipaaRoleTemplate = "${data.hipaa_role_policy_document.nurse.template}@${data.hipaa_role_policy_document.nurse.template_version}" }
}

resource "aws_iam_role_policy" "tagged" {
  name = "own"
  role = aws_iam_role.tagged.name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "dynamodb:DeleteItem", Resource = "arn:aws:dynamodb:us-east-1:${local.account}:table/charts" }]
  })
}
