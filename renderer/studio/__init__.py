"""What stays warm between renders, and the hash of the program itself."""
