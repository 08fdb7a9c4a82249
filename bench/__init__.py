"""Speed, measured: each figure beside a reference of the same run. `make bench`, or `make bench ONLY=name`."""
