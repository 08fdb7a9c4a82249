"""Meetings to which people are invited, whoever holds them.

Works and groups keep theirs; here are the invitation, the word that one is moved or called off, and who was told.
"""
