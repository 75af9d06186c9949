"""Rows of other departments' lists: honours, contracts about rights, awards, population and more."""
