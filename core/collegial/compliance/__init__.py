"""Whether the cooperative keeps to the law: one light per rule, with its figure, its source and the way out."""
