"""``python -m mtkit.train``: train from a recipe, and export what was trained."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path

from mtkit.errors import MtkitError
from mtkit.train.loop import train


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def main() -> int:
    """Run the command line; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m mtkit.train", description=__doc__)
    parser.add_argument("--config", type=Path, required=True, help="the recipe, a TOML file")
    parser.add_argument("--data", type=Path, required=True, help="folder with train/, domain/ and eval/")
    parser.add_argument("--out", type=Path, required=True, help="folder for the checkpoint, outside the project")
    parser.add_argument("--max-minutes", type=float, help="stop after so many minutes; run again to go on")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--export", type=Path, metavar="DIR", help="export the checkpoint to DIR instead of training")
    options = parser.parse_args()
    try:
        if options.export is not None:
            from mtkit.train.export import export

            export(options.out, options.export, config=options.config)
            return 0
        halted = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: halted.set())
        outcome = train(
            options.config,
            data=options.data,
            out=options.out,
            max_minutes=options.max_minutes,
            device=options.device,
            stop=halted.is_set,
            progress=_say,
        )
    except MtkitError as error:
        _say(f"error: {error}")
        return error.exit_code
    _say(f"{'finished' if outcome.finished else 'stopped'} at step {outcome.steps}, loss {outcome.loss:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
