"""Forms of the ateliers, in the order of an atelier's life."""
