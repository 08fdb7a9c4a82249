"""The assemblies: their dates, agenda, attendance, quorum and proxies.

Owns who may be in the room and whether the room may decide.
"""
