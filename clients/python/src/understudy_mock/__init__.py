"""Understudy for Python: a mock of the Chatlayer and Inkeep Analytics APIs for your tests.

With pytest there is nothing to import: the fixture ``understudy_namespace`` is a world of its own for each test.
"""

from ._http import UnderstudyError
from .client import Clock, ExpectationError, Fault, FaultCounts, JournalFilter, Mock, Snapshot, World
from .namespace import Namespace
from .server import Server, binary_path, start

__version__ = "0.1.0"

__all__ = [
    "Clock",
    "ExpectationError",
    "Fault",
    "FaultCounts",
    "JournalFilter",
    "Mock",
    "Namespace",
    "Server",
    "Snapshot",
    "UnderstudyError",
    "World",
    "binary_path",
    "start",
]
