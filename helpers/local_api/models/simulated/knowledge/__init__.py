"""What the simulated model knows: words, their senses in three languages, names of places and things."""
