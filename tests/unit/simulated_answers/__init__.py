"""The answering half of the simulated model: words, not decisions."""
