"""Batches: a designer's sheet becomes a plan, the plan a folder of proven files."""
