"""Show the lists, give one, and what is prepared for someone."""
