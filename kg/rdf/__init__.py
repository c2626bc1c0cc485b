"""The graph: extractions as RDF and back, the store, Turtle, shapes and named queries."""
