"""Pages of a secret vote: the bureau's, the voter's, the scrutineers', the boards."""
