"""Registers: tables of entries found by a key, each stored from what a source says of it (`RegisterRecord`)."""
