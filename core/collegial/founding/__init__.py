"""`collegial init`: a new deployment, from a few questions or a file of answers."""
