"""Webhooks: other programs are told at an address of theirs what happened here, signed, and again if they missed it."""
