"""Drawings compared."""
