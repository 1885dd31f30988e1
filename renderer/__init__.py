"""codong: official Vietnamese signage, from an approved slogan to the print shop."""

__version__ = "0.1.0"
