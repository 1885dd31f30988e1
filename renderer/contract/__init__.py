"""What is asked and what must come of it: order, expectation, manifest, and the tables of print."""
