"""Pages of experiment funds: the money, the calls, the applications, the agreements."""
