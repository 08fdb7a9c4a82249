"""Votes by correspondence: the form that a member fills in before an assembly, and the desk that enters paper ones."""
