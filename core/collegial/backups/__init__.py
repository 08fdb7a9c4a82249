"""Take a whole deployment away into one file, and make it again from that file on an empty machine."""
