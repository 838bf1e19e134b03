"""From a turn to a decision: which functions to call, with which arguments, or what to ask for."""
