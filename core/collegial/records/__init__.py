"""The record of an assembly: one file with all it takes to recount everything, and its own small verifier."""
