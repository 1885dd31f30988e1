"""The way into the catalogue and out of it: lists of slogans as offices send them, checks, exports."""
