"""What a desk has settled once: ``mtkit.toml``, found upwards from the working directory, and where each value is from.

A value comes from the first of these that says something: an option on the command line, an environment variable, the
profile that is chosen, the top of the file, the default. ``mtkit config show`` says which.
"""

from mtkit.config.files import FILE, OFF, find
from mtkit.config.keys import KEYS, Key, Kind
from mtkit.config.model import Config, Value
from mtkit.config.read import load, read

__all__ = ["FILE", "KEYS", "OFF", "Config", "Key", "Kind", "Value", "find", "load", "read"]
