"""Pages of membership, by who uses them."""
