"""The journal: every act of consequence, in order, hash-chained, append-only.

Written from events, in the transaction of the act.
"""
