"""Convocations: the letter each voter gets, the proof that it left, and what came back."""
