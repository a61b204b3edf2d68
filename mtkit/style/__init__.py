"""The house's hand in machine text: quotation marks, digits, spaces, dates in numerals, Hans or Hant.

Only what a machine wrote is ever touched, and of that nothing that is held: names, codes, addresses. Each switch is
off or on by language (``data.toml``), a desk says otherwise in ``[style]`` of its mtkit.toml or with ``--style``.
"""

from mtkit.style.model import OFF, SWITCHES, Style
from mtkit.style.rules import Edit, Rule, rules
from mtkit.style.variant import conversion, convertible, engine, regional

__all__ = ["OFF", "SWITCHES", "Edit", "Rule", "Style", "conversion", "convertible", "engine", "regional", "rules"]
