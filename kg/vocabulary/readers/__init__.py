"""Vocabularies of others: one module for each form, and `read`, which tells the forms apart by their content."""
