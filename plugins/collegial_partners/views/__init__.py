"""The pages of the partners."""
