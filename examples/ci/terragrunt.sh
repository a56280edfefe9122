#!/usr/bin/env bash
# Plans every unit below this directory, and checks all plans at once: each unit is a stack of the report.
# Terragrunt writes plans/UNIT/tfplan.json; older releases do by: terragrunt run-all plan --terragrunt-json-out-dir DIR
set -euo pipefail

plans=$PWD/plans
rm -rf "$plans"
terragrunt run --all --non-interactive --json-out-dir "$plans" -- plan -input=false
hipaacheck plan --format text --format json=hipaacheck.json "$plans"
