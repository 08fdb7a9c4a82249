"""Pages of assemblies, by who uses them."""
