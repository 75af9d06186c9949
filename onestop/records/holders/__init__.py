"""Holders of rights: found, matched with the names that documents print, merged and parted again."""
