"""What the pages of tie surveys read."""
