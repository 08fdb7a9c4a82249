"""Whether the program lives and can work, and its figures: for proxies, monitors and Prometheus."""
