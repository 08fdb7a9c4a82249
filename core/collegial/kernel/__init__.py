"""What every feature stands on: tables, time, texts, errors, events, permissions. Knows no feature."""
