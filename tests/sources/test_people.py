"""Names of authors in the shapes that people store them in."""

import pytest

from kg.sources.people import authors, first_last


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ann Roe", ("Ann Roe",)),
        ("Ann Roe, Bo Poe and Cy Doe", ("Ann Roe", "Bo Poe", "Cy Doe")),
        ("Ann Roe, Bo Poe, and Cy Doe", ("Ann Roe", "Bo Poe", "Cy Doe")),
        ("Ann Roe and Bo Poe", ("Ann Roe", "Bo Poe")),
        ("Roe, Ann", ("Ann Roe",)),
        ("Roe, Ann and Poe, Bo", ("Ann Roe", "Bo Poe")),
        ("Roe, A.; Poe, B.; Doe, C.", ("A. Roe", "B. Poe", "C. Doe")),
        ("Ann Roe;Bo Poe", ("Ann Roe", "Bo Poe")),
        ("A. Roe (Acme Labs), B. Poe (Orchard Inst., Pearton)", ("A. Roe", "B. Poe")),
        ("C. Bal\\'azs, J. M\\\"uller", ("C. Balázs", "J. Müller")),
        ("Ann Roe,\n  Bo   Poe", ("Ann Roe", "Bo Poe")),
        ("Sandra Anderson, Rolando Ferrand", ("Sandra Anderson", "Rolando Ferrand")),
        (["Ann Roe", "Poe, Bo", None, 3, ""], ("Ann Roe", "Bo Poe")),
        (
            [{"name": "Ann Roe"}, {"first": "Bo", "last": "Poe"}, {"given": "Cy", "family": "Doe"}],
            ("Ann Roe", "Bo Poe", "Cy Doe"),
        ),
        ([{"author": {"display_name": "Ann Roe"}}, {"user": "x"}], ("Ann Roe",)),
        ([["Roe", "Ann", ""], ["Poe", "Bo", "Jr."]], ("Ann Roe", "Bo Poe Jr.")),
        ({"name": "Ann Roe"}, ("Ann Roe",)),
        (["Ann Roe", "Ann Roe"], ("Ann Roe",)),
        ("", ()),
        (None, ()),
        (3, ()),
        ("x" * 1000, ()),
    ],
    ids=lambda value: str(value)[:40],
)
def test_names_come_given_name_first_in_order(value: object, names: tuple[str, ...]) -> None:
    assert authors(value) == names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Roe, Ann", "Ann Roe"),
        ("Ann Roe", "Ann Roe"),
        ("Roe, Jr., Ann", "Ann Roe, Jr."),
        ("Ann Roe, Jr.", "Ann Roe, Jr."),
        ("van Roe, Ann B.", "Ann B. van Roe"),
        ("Roe,", "Roe,"),
        ("a, b, c", "a, b, c"),
    ],
)
def test_a_family_name_before_a_comma_goes_last(given: str, name: str) -> None:
    assert first_last(given) == name
