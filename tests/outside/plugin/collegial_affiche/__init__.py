"""The board of the Pays de Brest: shows the rounds of whichever module holds them."""
