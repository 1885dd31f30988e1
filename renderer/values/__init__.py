"""Small values that everything speaks in: errors, lengths, dates, colours, points and boxes."""
