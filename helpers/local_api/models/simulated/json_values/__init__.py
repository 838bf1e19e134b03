"""Values for a JSON schema, from what a turn says."""
