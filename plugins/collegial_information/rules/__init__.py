"""What a resource is, which words find it, when it is stale, and whom it fits: on values alone."""
