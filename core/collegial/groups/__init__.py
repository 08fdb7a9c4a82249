"""Named bodies with members and a mandate: pilot group, follow-up group, board, working groups."""
