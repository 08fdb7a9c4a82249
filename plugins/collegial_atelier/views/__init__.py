"""The pages of the ateliers."""
