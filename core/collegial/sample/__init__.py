"""Sample data: something to try a new Pays with, marked as such, and taken away at one click."""
