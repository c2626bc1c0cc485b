"""The graph as a few flat tables, which analyses read: from Parquet by DuckDB, or from the store; one answer."""
