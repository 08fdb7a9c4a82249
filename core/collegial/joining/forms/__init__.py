"""Forms of joining."""
