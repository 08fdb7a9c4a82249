"""The command `collegial`, which begins quickly."""

import gc


def main() -> None:
    """Run the command.

    All that is imported stays, so no garbage is looked for meanwhile: it took a fifth of a start. Nor is it later, in
    what is there by then.
    """
    gc.disable()
    from collegial.cli import main as run  # noqa: PLC0415 (what is imported here is what the collector leaves alone)

    gc.freeze()
    gc.enable()
    run()
