"""The only door to files, fonts and the clock."""

from renderer.workspace.config import ImageEntry
from renderer.workspace.starter import write_starter
from renderer.workspace.toml import describe_faults, parse_toml, read_toml
from renderer.workspace.workspace import MARKER, Workspace

__all__ = ["MARKER", "ImageEntry", "Workspace", "describe_faults", "parse_toml", "read_toml", "write_starter"]
