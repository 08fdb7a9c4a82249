"""Accounts: how a person signs in, with which roles; a member needs none to be a member."""
