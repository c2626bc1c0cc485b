"""How the neural reader is made: adapted to the field, fine-tuned on annotated papers, quantized. Needs `kg[train]`."""
