"""The share register: what each member holds and has paid, and the capital that follows from it."""
