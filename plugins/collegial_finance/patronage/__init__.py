"""Local patronage: gifts, who may give a receipt for them, and what the law gives back."""
