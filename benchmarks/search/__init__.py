"""`python -m benchmarks.search`: see `__main__`."""
