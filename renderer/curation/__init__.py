"""The catalogue kept in order: lists in, checks, templates filled, exports."""
