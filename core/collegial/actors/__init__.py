"""The actors of the territory: persons and organisations, members or not, by family and level."""
