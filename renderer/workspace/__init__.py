"""The only door to files, fonts and the clock."""
