"""Minutes (procès-verbal): what a general meeting did, written down so that anyone can check it.

Owns the facts that minutes must hold, their wording and their printed form; counts nothing again.
"""
