"""Broken and hostile input for every door of the command, drawn at random from seeds, and what may come of it."""
