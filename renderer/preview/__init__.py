"""What is being drawn, shown at every save."""
