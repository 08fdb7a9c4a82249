"""When a person comes of age; whoever was born on a 29 February does so on 1 March."""

from datetime import date

# Code civil, art. 414: “La majorité est fixée à dix-huit ans accomplis.”
AGE_OF_MAJORITY = 18


def of_age_on(born_on: date) -> date:
    """Return the first day on which a person is of age."""
    try:
        return born_on.replace(year=born_on.year + AGE_OF_MAJORITY)
    except ValueError:
        return date(born_on.year + AGE_OF_MAJORITY, 3, 1)


def is_of_age(born_on: date, day: date) -> bool:
    """Tell whether a person is of age on a day."""
    return of_age_on(born_on) <= day


def latest_birth_of_age(day: date) -> date:
    """Return the latest birth of someone who is of age on a day: what a query compares births with."""
    try:
        return day.replace(year=day.year - AGE_OF_MAJORITY)
    except ValueError:
        return date(day.year - AGE_OF_MAJORITY, 2, 28)
