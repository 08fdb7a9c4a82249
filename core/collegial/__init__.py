"""collegial: the governance of cooperatives of collective interest."""

__version__ = "0.1.0"
