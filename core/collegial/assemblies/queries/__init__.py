"""Reads of assemblies, by the question that a page asks."""
