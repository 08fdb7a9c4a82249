"""Acts of a secret vote, in the order in which they happen."""
