"""While an assembly sits: the item at hand, who speaks and for how long, and what troubled the meeting."""
