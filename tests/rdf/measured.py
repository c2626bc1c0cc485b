"""A record of quality with figures that nobody measured."""

from kg.quality import Figure, Measured, Reading, Record, Row

READING = Reading("1.2", "a" * 64, "b" * 64, 0.4, 0.3, False, "kg")
PLAIN = Row(Figure(0.75), Figure(0.6), Figure(0.6667), 6, 4, 2)
WITH_INTERVALS = Row(Figure(0.8, 0.71, 0.88), Figure(0.5, 0.4, 0.61), Figure(0.6154, 0.52, 0.7), 8, 8, 2)
GOLD = Measured(
    name="herons.jsonl",
    papers=20,
    sha256="c" * 64,
    seen=0,
    measures=dict.fromkeys(("concept", "typed", "role", "relation", "quantity"), WITH_INTERVALS),
    by_type={"Model": PLAIN, "Task": WITH_INTERVALS},
    by_predicate={"uses": WITH_INTERVALS, "partOf": Row(Figure(0.0), Figure(0.0), Figure(0.0), 0, 1, 0)},
    shares={"metric": Figure(0.9), "evidence": Figure(1.0)},
    calibration={"typed": Figure(0.05), "role": Figure(0.06), "relation": Figure(0.11)},
)
RECORD = Record(READING, "d" * 64, "swans.jsonl", (GOLD,))
