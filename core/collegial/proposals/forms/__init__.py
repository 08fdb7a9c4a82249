"""The forms of proposals."""
