"""Programs that answer over HTTP on this machine."""
