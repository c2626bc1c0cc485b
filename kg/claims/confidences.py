"""How often each rule is right: its precision on annotated papers, drawn towards 0.6 where it fires rarely.

Measured by `kg.training.rules` on links of models that have not learned from the papers.
"""

_PRECISION = {
    "figure.absolute": 0.88,
    "figure.adjective": 0.73,
    "figure.bare": 0.78,
    "figure.bracket": 0.70,
    "figure.by": 0.83,
    "figure.chain": 0.88,
    "figure.change": 0.70,
    "figure.gain": 0.78,
    "figure.gain-of": 0.72,
    "figure.halves": 0.54,
    "figure.loss": 0.74,
    "figure.metric-of": 0.71,
    "figure.named-unit": 0.78,
    "figure.near": 0.40,
    "figure.preserved": 0.28,
    "figure.ratio": 0.63,
    "figure.saves": 0.82,
    "figure.share": 0.48,
    "figure.signed": 0.77,
    "figure.small-loss": 0.70,
    "figure.solved": 0.47,
    "figure.unit": 0.31,
    "figure.versus": 0.56,
    "figure.within": 0.40,
    "words.beats": 0.81,
    "words.better": 0.91,
    "words.change": 0.84,
    "words.comparative": 0.54,
    "words.compared": 0.94,
    "words.equals": 0.76,
    "words.gains": 0.88,
    "words.improves": 0.83,
    "words.improves-weakly": 0.89,
    "words.kept": 0.74,
    "words.lags": 0.45,
    "words.lead": 0.74,
    "words.over": 0.88,
    "words.state-of-the-art": 0.87,
    "words.than": 0.81,
    "words.worse-over": 0.45,
}
_UNKNOWN = 0.5


def confidence(rule: str) -> float:
    """Return the confidence of a rule: for a figure that ends and value are right, else that the ends are."""
    return _PRECISION.get(rule, _UNKNOWN)


def is_measured(rule: str) -> bool:
    """Tell whether the confidence of a rule was counted; it is a guess where the rule fires too rarely."""
    return rule in _PRECISION
