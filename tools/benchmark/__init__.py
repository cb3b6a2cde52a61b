"""Measures the portal beside a floor: `make benchmark`, or `python -m tools.benchmark --help`."""
