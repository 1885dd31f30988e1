"""The way an asset travels, and the table of what it may become."""
