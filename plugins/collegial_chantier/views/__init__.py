"""The pages of the chantiers, by phase."""
