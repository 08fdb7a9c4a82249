"""What plugin authors and our own tests stand on: a program on a throwaway database, a frozen clock, viewers."""
