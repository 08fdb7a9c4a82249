"""What becomes of an assembly that is convened and cannot be held as it was announced: called off, put off, moved."""
