"""How often each rule is right: its precision on the annotated papers, drawn towards 0.6 where it fires rarely."""

_PRECISION = {
    "figure.absolute": 0.82,
    "figure.adjective": 0.82,
    "figure.bare": 0.58,
    "figure.bracket": 0.40,
    "figure.by": 0.84,
    "figure.chain": 0.86,
    "figure.change": 0.74,
    "figure.gain": 0.85,
    "figure.gain-of": 0.76,
    "figure.halves": 0.53,
    "figure.loss": 0.65,
    "figure.metric-of": 0.82,
    "figure.named-unit": 0.81,
    "figure.near": 0.55,
    "figure.preserved": 0.47,
    "figure.ratio": 0.63,
    "figure.saves": 0.93,
    "figure.share": 0.58,
    "figure.signed": 0.66,
    "figure.small-loss": 0.55,
    "figure.unit": 0.32,
    "figure.within": 0.65,
    "words.beats": 0.88,
    "words.change": 0.84,
    "words.compared": 0.80,
    "words.equals": 0.77,
    "words.improves": 0.89,
    "words.improves-weakly": 0.88,
    "words.kept": 0.74,
    "words.lags": 0.40,
    "words.lead": 0.83,
    "words.over": 0.77,
    "words.state-of-the-art": 0.96,
    "words.than": 0.82,
    "words.worse-than": 0.40,
}
_UNKNOWN = 0.5


def confidence(rule: str) -> float:
    """Return the confidence of a rule: for a figure that ends and value are right, else that the ends are."""
    return _PRECISION.get(rule, _UNKNOWN)
