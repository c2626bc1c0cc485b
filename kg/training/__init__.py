"""How the learned parts are made from annotated papers. Never imported by the rest of kg."""
