"""The pages of groups and of their meetings."""
