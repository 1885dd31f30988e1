"""From an order to its resolved content: names, pages, wordings, the hash that stands for all, and the release."""
