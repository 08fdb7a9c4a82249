"""The border between the core and its plugins: hook specifications, value objects, API version."""
