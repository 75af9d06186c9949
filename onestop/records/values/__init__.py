"""One cleaner per kind of value: `clean(text)` gives the canonical form or raises UserError."""
