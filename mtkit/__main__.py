"""``python -m mtkit``."""

from mtkit.cli.app import main

main()
