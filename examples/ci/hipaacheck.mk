# include hipaacheck.mk, then: make hipaacheck
.PHONY: hipaacheck
hipaacheck:
	terraform plan -input=false -out=tfplan
	hipaacheck plan --format text --format html=hipaacheck.html tfplan
