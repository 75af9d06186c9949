"""OneStop IP (知产一站通)."""

__version__ = "0.1.0"
