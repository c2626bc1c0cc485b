"""Figures as RDF: the numbers in a reported value, and the units that have an IRI."""

import re
from decimal import Decimal

from kg.model import Iri
from kg.vocab import QUDT_UNIT, UNIT

_NUMBER = r"[-+−]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,12})?|[0-9]{1,15}(?:\.[0-9]{1,12})?|\.[0-9]{1,12})\s?[kKMBT]?"
_SINGLE = re.compile(_NUMBER)
_RANGE = re.compile(rf"({_NUMBER})\s?(?:-|–|—|~|to)\s?({_NUMBER})")
_SCALE = {"k": 3, "K": 3, "M": 6, "B": 9, "T": 12}


def numbers(value: str) -> tuple[Decimal, ...]:
    """Return the one number of a reported value, the two ends of a range, or nothing.

    >>> numbers("1,140"), numbers("41-137"), numbers("29.7K"), numbers("several")
    ((Decimal('1140'),), (Decimal('41'), Decimal('137')), (Decimal('2.97E+4'),), ())
    """
    stripped = value.strip()
    if _SINGLE.fullmatch(stripped):
        return (_decimal(stripped),)
    match = _RANGE.fullmatch(stripped)
    return (_decimal(match[1]), _decimal(match[2])) if match else ()


def _decimal(text: str) -> Decimal:
    plain = text.replace(",", "").replace("−", "-")
    exponent = _SCALE.get(plain[-1], 0)
    return Decimal(plain.rstrip("kKMBT ")).scaleb(exponent)


_SYMBOLS: dict[Iri, str] = {
    UNIT.Times: "x|times|fold|factor",
    UNIT.PercentagePoint: "points|point|pp|percentage points|percentage point|AP|p.p.",
    UNIT.OrderOfMagnitude: "orders of magnitude|order of magnitude",
    UNIT.Token: "tokens|token",
    UNIT.TokenPerSecond: "tokens/s|tokens per second|token/s|tokens/sec|tok/s",
    UNIT.Parameter: "parameters|params",
    UNIT.GpuHour: "GPU hours|GPU hour|GPU-hours",
    UNIT.FloatingPointOperation: "FLOPs",
    UNIT.TeraOperationPerSecond: "TOPS",
    UNIT.TeraOperationPerSecondPerWatt: "TOPS/W|TOPs/W",
    QUDT_UNIT.PERCENT: "%|percent",
    QUDT_UNIT.BIT: "bits|bit",
    QUDT_UNIT.BYTE: "bytes|byte",
    QUDT_UNIT.KiloBYTE: "KB|kB",
    QUDT_UNIT.MegaBYTE: "MB",
    QUDT_UNIT.GigaBYTE: "GB",
    QUDT_UNIT.TeraBYTE: "TB",
    QUDT_UNIT.GibiBYTE: "GiB",
    QUDT_UNIT["GigaBYTE-PER-SEC"]: "GB/s",
    QUDT_UNIT["GigaBIT-PER-SEC"]: "Gb/s|Gbps",
    QUDT_UNIT.NanoSEC: "ns|nanoseconds",
    QUDT_UNIT.MicroSEC: "us|µs|μs|microseconds",
    QUDT_UNIT.MilliSEC: "ms|msec|milliseconds",
    QUDT_UNIT.SEC: "s|sec|second|seconds",
    QUDT_UNIT.MIN: "min|minute|minutes",
    QUDT_UNIT.HR: "h|hour|hours",
    QUDT_UNIT.DAY: "day|days",
    QUDT_UNIT.HZ: "Hz",
    QUDT_UNIT.KiloHZ: "kHz|KHz",
    QUDT_UNIT.MegaHZ: "MHz",
    QUDT_UNIT.GigaHZ: "GHz",
    QUDT_UNIT["FRAME-PER-SEC"]: "FPS|fps|frames/s|frames per second",
    QUDT_UNIT["NUM-PER-SEC"]: "images/s|images per second|samples/s|samples per second|requests/s|queries/s|QPS",
    QUDT_UNIT.FLOPS: "FLOPS|FLOP/s",
    QUDT_UNIT.GigaFLOPS: "GFLOPS|GFLOP/s",
    QUDT_UNIT.TeraFLOPS: "TFLOPS|TFLOP/s",
    QUDT_UNIT.PetaFLOPS: "PFLOPS|PFLOP/s",
    QUDT_UNIT.MilliW: "mW",
    QUDT_UNIT.W: "W|watts|watt",
    QUDT_UNIT.KiloW: "kW",
    QUDT_UNIT.PicoJ: "pJ",
    QUDT_UNIT.NanoJ: "nJ",
    QUDT_UNIT.MicroJ: "uJ|µJ|μJ",
    QUDT_UNIT.MilliJ: "mJ",
    QUDT_UNIT.J: "J|joules|joule",
    QUDT_UNIT["KiloW-HR"]: "kWh",
    QUDT_UNIT.NanoM: "nm",
    QUDT_UNIT.MilliM: "mm",
    QUDT_UNIT.CentiM: "cm",
    QUDT_UNIT.MilliM2: "mm2|mm^2|mm²",
    QUDT_UNIT.DeciB: "dB",
    QUDT_UNIT.DEG: "degrees|degree|°",
    QUDT_UNIT.CCY_USD: "USD|$",
}
UNITS: dict[str, Iri] = {symbol: iri for iri, symbols in _SYMBOLS.items() for symbol in symbols.split("|")}
"""The IRI of a unit by the way that a text writes it; units that are not here stand as text only."""
