"""First steps: what a new Pays and a new member still have to do, read from the data, each with the page for it."""
