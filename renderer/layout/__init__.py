"""Layouts: read, drawn, separated and kept as masters."""
