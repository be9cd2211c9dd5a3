"""What is known of a number from the way it is printed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Printed:
    """A printed number.

    Attributes
    ----------
    value
        The number.
    unit
        What its last place is worth: 0.01 for ``"3.20"``.
    decimal
        Whether it has a point or an exponent, as ``"12.0"`` has.
    whole
        Whether it has neither a fraction nor an exponent, as ``"12.0"`` and
        ``"12"``.
    precise
        Whether its digits are so many that the last one may be rounded
        otherwise: four significant ones, or two with four decimals.
    """

    value: float
    unit: float
    decimal: bool
    whole: bool
    precise: bool

    @classmethod
    def parse(cls, text: str) -> "Printed":
        """Read a number, with or without commas between thousands."""
        plain = text.replace(",", "").lower()
        mantissa, has_exponent, exponent = plain.partition("e")
        places = len(mantissa.partition(".")[2])
        digits = len(mantissa.lstrip("+-0.").replace(".", ""))
        value = float(plain)
        long = not has_exponent and places >= 4 and digits >= 2
        return cls(
            value=value,
            unit=float(f"1e{int(exponent or 0) - places}"),
            decimal="." in plain or bool(has_exponent),
            whole=not has_exponent and value.is_integer(),
            precise=digits >= 4 or long,
        )
