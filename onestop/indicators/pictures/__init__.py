"""What charts draw: figures of many years, ages, expiries, fields of technology and the ways that rights go."""
