"""Texts typeset and bound to a master, on the pages of a print: laid out, knows no file format."""
