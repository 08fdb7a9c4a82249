"""Votes of a group on a subject that a module puts to it: who may answer, who is set aside, what it decided."""
