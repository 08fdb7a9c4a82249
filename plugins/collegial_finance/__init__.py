"""Financial tools: a ledger that all share, funding rounds, guarantees, loans and local patronage."""
