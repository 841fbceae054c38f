class SchemaEmptyParserError(Exception):
    """Never raised here: there are no parsers."""
