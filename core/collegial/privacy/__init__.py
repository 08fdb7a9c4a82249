"""Personal data: what is held of someone, given to them, and erased as far as the law allows."""
