"""What is measured; each module here offers its entries as `ENTRIES`."""
