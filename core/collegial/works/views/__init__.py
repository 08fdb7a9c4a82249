"""The pages of common works."""
