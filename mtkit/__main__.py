"""``python -m mtkit``."""

from __future__ import annotations

import signal
import sys
from typing import Any, NoReturn

__all__ = ["run"]


def run() -> NoReturn:
    """The command line. Ctrl-C ends the process by itself while there is nothing to keep: as it starts and leaves."""
    _hear(signal.SIG_DFL)
    from mtkit.cli.app import main

    try:
        _hear(signal.default_int_handler)
        main()
    except KeyboardInterrupt:  # once more, while the first was being answered
        sys.exit(130)
    finally:
        _hear(signal.SIG_DFL)


def _hear(answer: Any) -> None:
    """Answer Ctrl-C so, unless we were started deaf to it (``nohup``, ``&``)."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, answer)


if __name__ == "__main__":
    run()
