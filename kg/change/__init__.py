"""What changed between two graphs: differences, patches, and saved queries that tell what is new."""
