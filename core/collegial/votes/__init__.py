"""The votes: ballots cast on a resolution, their sums by college and the decision they make.

Owns the way from a ballot to an adopted or rejected resolution.
"""
