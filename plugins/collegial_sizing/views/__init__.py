"""The pages of the sizing."""
