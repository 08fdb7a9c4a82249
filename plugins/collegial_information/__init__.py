"""Information: a directory of resources for the structures of the territory, kept fresh, that anyone may search."""
