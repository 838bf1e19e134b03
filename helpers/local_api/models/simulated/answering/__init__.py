"""From a turn to what is said: outputs in sentences, questions back, plain words about what it cannot know."""
