"""What structures do together, whatever module leads it: who takes part and why, the duties, the meetings.

Owns the works, the charter, participations, duties and meetings. A module adds its own tables beside a work.
"""
