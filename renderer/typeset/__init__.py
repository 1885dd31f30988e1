"""Typesetting: a face, its runs and skylines, where lines break, how large they can be."""
