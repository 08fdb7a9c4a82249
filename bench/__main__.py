"""`python -m bench [NAME …] [--rounds N] [--list]`."""

import argparse

from bench.harness import FEWEST_ROUNDS, all_entries, report


def main() -> None:
    """Measure what is named, or everything."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=FEWEST_ROUNDS)
    parser.add_argument("--list", action="store_true", help="say what can be measured")
    asked = parser.parse_args()
    if asked.list:
        parser.exit(message="".join(f"{one.name}: {one.what}\n" for one in all_entries()))
    unknown = set(asked.names) - {one.name for one in all_entries()}
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    if not report(asked.names, asked.rounds):
        parser.exit(1)


if __name__ == "__main__":
    main()
