"""Indicators that can be proved: definitions as data, figures from records, evidence one click away."""
