"""The guide as a site at /docs, its search, and the way from each page to what explains it."""
