"""Making the indexes of parsers, which is done outside."""
