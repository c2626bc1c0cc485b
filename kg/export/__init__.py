"""The graph in the forms of other tools: a page, RDF files, networks, records."""
