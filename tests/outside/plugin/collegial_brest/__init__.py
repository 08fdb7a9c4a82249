"""Funding rounds as the Pays de Brest holds them: everybody pledges, and no round without its proposal."""
