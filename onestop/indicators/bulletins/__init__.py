"""The district's monthly bulletin: what it says, kept as it was said, draft until an officer publishes it."""
