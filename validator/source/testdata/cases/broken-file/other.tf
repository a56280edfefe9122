locals {
  elsewhere = "x"
