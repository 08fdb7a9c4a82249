"""A second factor: who must have one, codes of an app on the phone, recovery codes, and the step between."""
