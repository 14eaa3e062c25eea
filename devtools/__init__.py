"""What `dev.py` does: an environment, private servers, the product's processes. Not part of the product."""
