"""From a text to what it states: values, dates, names, and the parts of a question."""
