"""Numeric formats: one spelling for all spellings, and what each is a kind of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.naming.formats import number_format

SPELLED = [
    ("INT4", "INT4"),
    ("int4", "INT4"),
    ("Int-4", "INT4"),
    ("int 4", "INT4"),
    ("INT8 quantization", "INT8"),
    ("int8 data type", "INT8"),
    ("int8 datatypes", "INT8"),
    ("INT8 arithmetic", "INT8"),
    ("uint8", "UINT8"),
    ("fp16", "FP16"),
    ("FP-8", "FP8"),
    ("FP16 precision", "FP16"),
    ("bf16", "BF16"),
    ("nf4", "NF4"),
    ("TF32 format", "TF32"),
    ("mxfp4", "MXFP4"),
    ("MXINT8", "MXINT8"),
    ("nvfp4", "NVFP4"),
    ("Posit-16", "posit16"),
    ("posit 16", "posit16"),
    ("E4M3", "FP8 E4M3"),
    ("e5m2", "FP8 E5M2"),
    ("FP8 E4M3", "FP8 E4M3"),
    ("fp8-e4m3", "FP8 E4M3"),
    ("FP8 (E4M3)", "FP8 E4M3"),
    ("FP8(E5M2)", "FP8 E5M2"),
    ("FP8 E4M3 format", "FP8 E4M3"),
    ("FP4 E2M1", "FP4 E2M1"),
    ("E2M1", "FP4 E2M1"),
    ("E3M2", "FP6 E3M2"),
    ("W4A8", "W4A8"),
    ("w4a8", "W4A8"),
    ("A8W4", "W4A8"),
    ("W4A8 quantization", "W4A8"),
    ("w4a16g128", "W4A16g128"),
    ("W4A4KV4", "W4A4KV4"),
    ("w4a4kv4g64", "W4A4KV4g64"),
    ("  INT4  ", "INT4"),
]


@pytest.mark.parametrize(("name", "label"), SPELLED, ids=[name for name, _ in SPELLED])
def test_a_format_has_one_spelling(name, label):
    found = number_format(name)
    assert found is not None
    assert found[0] == label


NONE = ["", "INT", "4", "W4", "A8", "int4x2", "INT4/INT8", "int4.5", "integer 8", "FP", "E4", "M3", "point8", "fp16 GPU",
        "mint4", "W4A", "E4M3M2", "posit", "bits", "FP8 and INT4"]  # fmt: skip


@pytest.mark.parametrize("name", NONE)
def test_other_names_are_no_formats(name):
    assert number_format(name) is None


@pytest.mark.xfail(reason="the module's first line names 3-bit as a format; FP8 and its kind are read only when apart")
@pytest.mark.parametrize("name", ["3-bit", "fp8e4m3"])
def test_formats_that_are_not_read_yet(name):
    assert number_format(name) is not None


ABOVE = [
    ("INT3", "integer format"),
    ("UINT4", "integer format"),
    ("MXFP6", "microscaling"),
    ("MXINT4", "microscaling"),
    ("NVFP4", "block floating point"),
    ("posit8", "posit"),
    ("FP12", "floating-point format"),
    ("BF16", "floating-point format"),
    ("W2A16", "weight-activation quantization"),
    ("FP8 E5M2", "FP8"),
]


@pytest.mark.parametrize(("name", "nearest"), ABOVE, ids=[name for name, _ in ABOVE])
def test_the_nearest_kind_stands_first(name, nearest):
    found = number_format(name)
    assert found is not None
    label, above = found
    assert above[0] == nearest
    assert label not in above
    assert len(above) > 1, "one more in case the catalogue lacks the nearest"


BITS = st.integers(1, 64)


@given(BITS, BITS)
def test_weights_and_activations_are_never_mixed_up(weights, activations):
    found = number_format(f"W{weights}A{activations}")
    assert found is not None
    assert found[0] == f"W{weights}A{activations}"
    assert number_format(f"a{activations}w{weights}") == found
    assert (number_format(f"W{activations}A{weights}") == found) == (weights == activations)


@given(st.sampled_from(["INT", "UINT", "FP", "BF", "NF", "MXFP", "MXINT", "NVFP", "TF", "posit"]), BITS, BITS)
def test_another_number_of_bits_is_another_format(kind, bits, others):
    one, other = number_format(f"{kind}{bits}"), number_format(f"{kind}-{others}")
    assert one is not None
    assert (one == other) == (bits == others)


@given(st.integers(1, 9), st.integers(0, 9))
def test_the_bits_of_a_small_float_follow_from_its_parts(exponent, mantissa):
    found = number_format(f"E{exponent}M{mantissa}")
    assert found == number_format(f"FP{1 + exponent + mantissa} E{exponent}M{mantissa}")
    assert found is not None
    assert found[1][0] == f"FP{1 + exponent + mantissa}"


@given(st.sampled_from([name for name, _ in SPELLED]), st.sampled_from(["lower", "upper", "title"]))
def test_case_plays_no_part_and_the_spelling_stays_itself(name, form):
    found = number_format(name)
    assert found is not None
    assert number_format(getattr(name, form)()) == found
    assert number_format(found[0]) == found
