"""The JSON API: reads for other programs, by tokens, through the same rights as the pages."""
