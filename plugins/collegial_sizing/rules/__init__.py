"""The arithmetic of a sizing: exact, to the cent, on values alone."""
