# include hipaacheck.mk, then: make hipaacheck
TERRAFORM  ?= terraform
HIPAACHECK ?= hipaacheck

.PHONY: hipaacheck
hipaacheck:
	$(TERRAFORM) init -input=false
	$(TERRAFORM) plan -input=false -out=tfplan
	$(HIPAACHECK) plan --format text --format html=hipaacheck.html tfplan
