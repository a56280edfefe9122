variable "aws_endpoint" {
  description = "URL of an AWS API other than AWS's own, such as moto's."
  type        = string
  default     = null
}

variable "session_hours" {
  description = "How long a clinician stays signed in. Twelve hours are refused while planning: session-too-long, 45 CFR 164.312(a)(2)(iii)."
  type        = number
  default     = 4
}
