"""The page of the modules: what is installed, what is on, what is broken and why."""
