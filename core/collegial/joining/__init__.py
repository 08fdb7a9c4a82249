"""Joining: from an applicant's form to a member with shares.

Owns applications, the board's decisions on them, what was paid before the admission, and consents.
"""
