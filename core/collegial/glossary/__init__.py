"""The words of the cooperative, one for each thing: what they mean, and where the law says so."""
