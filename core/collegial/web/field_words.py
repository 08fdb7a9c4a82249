"""WTForms' own sentences, said as ours are; those that no form can show are left as they are."""

from collegial.kernel.text import Text, t

_CHOICE = t("Choose one from the list.")
_NUMBER = t("This is not a number.")
_WORDS: dict[str, Text] = {
    "This field is required.": t("This answer is needed."),
    "Not a valid choice.": _CHOICE,
    "Invalid Choice: could not coerce.": _CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOICE,
    "'%(value)s' is not a valid choice for this field.": _CHOICE,
    "Not a valid date value.": t("This is not a date: give the day, the month and the year."),
    "Not a valid datetime value.": t("This is not a date with an hour."),
    "Not a valid time value.": t("This is not a time of day."),
    "Not a valid integer value.": t("This is not a whole number."),
    "Not a valid decimal value.": _NUMBER,
    "Not a valid float value.": _NUMBER,
    "Number must be at least %(min)s.": t("Give a number of at least %(min)s."),
    "Number must be at most %(max)s.": t("Give a number of at most %(max)s."),
    "Number must be between %(min)s and %(max)s.": t("Give a number between %(min)s and %(max)s."),
    "Field must be at least %(min)d character long.": t("Use at least %(min)d characters."),
    "Field cannot be longer than %(max)d character.": t("Use at most %(max)d characters."),
    "Field must be exactly %(max)d character long.": t("Use exactly %(max)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": t("Use %(min)d to %(max)d characters."),
    "Field must be equal to %(other_name)s.": t("The two are not the same."),
    "Invalid URL.": t("This is not a web address: it looks like https://example.org."),
    "Invalid email address.": t("This is not an e-mail address: it looks like name@example.org."),
}


def in_our_words(sentence: str) -> str:
    """Return the English of ours that stands for a sentence of WTForms; any other sentence as it is."""
    ours = _WORDS.get(sentence)
    return sentence if ours is None else ours.msgid
