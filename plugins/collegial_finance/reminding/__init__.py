"""Letters that remind of what is due: instalments of loans, evidence and reports of projects."""
