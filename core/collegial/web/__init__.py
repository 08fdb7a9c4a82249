"""What every page stands on: the gate, the languages, the look, the errors. Knows no feature."""
