"""Questions over many papers, each a function to a plain result."""
