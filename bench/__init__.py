"""Measurements on a database of their own; see README.md beside this. Nothing of the product imports them."""
