"""The proposal pipeline: versions frozen one after the other, and the gates between them."""
