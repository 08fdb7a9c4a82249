"""The statutes: colleges, categories, weights, quorums, majorities, notice and proxies, with their dates.

Owns what the statutes say and whether the law allows it; applies none of it.
"""
