"""What is pure in the public site: its texts, the months of its calendar."""
