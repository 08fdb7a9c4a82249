"""Chantiers: base structures, institutions and resource actors work on a shared problem."""
