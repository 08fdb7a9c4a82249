"""Numbers of rows, as forms and addresses give them."""

import pytest

from collegial.web.forms import row_number


@pytest.mark.parametrize(
    ("written", "number"),
    [("7", 7), (7, 7), ("2147483647", 2**31 - 1), ("2147483648", None), ("²", None), ("٧", None)]  # noqa: RUF001
    + [(one, None) for one in ("", None, "-1", "7 ", "1_0", "0x7", "9" * 5000)],
)
def test_what_is_no_number_of_a_row_is_none(written, number):
    assert row_number(written) == number
