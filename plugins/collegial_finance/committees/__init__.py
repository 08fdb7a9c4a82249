"""The committee that decides on the files of a fund: its vote, and who is in conflict of interest."""
