# The service roles of one department: each reads and writes only the
# department's part of the imaging bucket, unless its entry says otherwise.

variable "name" {
  type = string
}

variable "bucket_arn" {
  type = string
}

variable "boundary_arn" {
  type = string
}

variable "services" {
  description = "The department's services, by name."
  type = map(object({
    service = string
    actions = list(string)
    all     = optional(bool, false)
  }))
}

module "service_role" {
  source   = "../service-role"
  for_each = var.services

  name         = "${var.name}-${each.key}"
  service      = each.value.service
  boundary_arn = var.boundary_arn

  statements = [{
    actions   = each.value.actions
    resources = each.value.all ? ["*"] : ["${var.bucket_arn}/${var.name}/*"]
  }]

  tags = {
    Owner              = "${var.name}@riverside.example"
    DataClassification = "phi"
    ReviewBy           = "2027-06-30"
  }
}
