"""The command line in the language of whoever sits at it: its texts, its help, and the words of click."""
