"""Defects for the preflight to find: planted in the files of other programs, and forged into our own."""
