"""What the tools did in a year, what a closed period moved, where a round stands for its funders."""
