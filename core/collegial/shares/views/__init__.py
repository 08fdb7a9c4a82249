"""The pages on shares: the register, the acts, the queues, the papers."""
