resource "aws_iam_group_policy_attachment" "reporting" {
  group      = aws_iam_group.reporting.name
  policy_arn = aws_iam_policy.reports.arn
}
