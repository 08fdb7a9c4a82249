"""The register of decisions: each under a number without a gap, followed until it is done."""
