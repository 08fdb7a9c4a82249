"""Double entry, in whole cents, written once."""
