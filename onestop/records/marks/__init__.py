"""How near two marks are: by writing, sound, shape and order. Pure functions on texts; nothing is stored here."""
