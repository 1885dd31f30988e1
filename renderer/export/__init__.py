"""Exporters: each turns one artwork into the bytes of one file, and lays nothing out."""
