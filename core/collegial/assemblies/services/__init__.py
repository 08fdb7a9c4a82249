"""Acts on assemblies, by the moment they belong to."""
