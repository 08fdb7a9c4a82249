"""Three ways of holding a secret vote, what each demands, and the questionnaire that proposes one: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from collegial.kernel.errors import Invalid
from collegial.kernel.text import Text, t


class Profile(StrEnum):
    """From a club to a contested election; the risk levels of the CNIL's recommendation are 1, 2 and 3."""

    LIGHT = "light"
    STANDARD = "standard"
    REINFORCED = "reinforced"

    @property
    def level(self) -> int:
        """Return the level of risk that it answers."""
        return list(Profile).index(self) + 1

    @property
    def server_holds_part(self) -> bool:
        """Say whether the server is one of those who hold the key."""
        return self is Profile.LIGHT

    @property
    def codes_apart(self) -> bool:
        """Say whether somebody else than the server makes the voting codes, on a program that stays the same."""
        return self is Profile.REINFORCED


_ONE_AND_THE_SERVER = (1, 2)
_FEWEST = {Profile.STANDARD: 2, Profile.REINFORCED: 3}
_FEWEST_NEEDED = 2


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who is to hold the key of a vote: named people, how many hands are needed, who makes the codes."""

    people: int
    needed: int
    may_vote_again: bool
    has_registrar: bool


@dataclass(frozen=True, kw_only=True)
class Profiled:
    """How a profile is told: what it is for, what it demands, what it guarantees, and what it does not."""

    profile: Profile
    name: Text
    use: Text
    demands: Text
    guarantees: tuple[Text, ...]
    limits: tuple[Text, ...]


def check_profile(profile: Profile, hands: Hands) -> None:
    """Refuse a plan that does not hold what its profile promises."""
    if profile is Profile.LIGHT:
        _check_light(hands)
    else:
        _check_number(hands.people, hands.needed, fewest=_FEWEST[profile])
    if profile is Profile.REINFORCED:
        _check_reinforced(hands)
    elif hands.has_registrar:
        raise Invalid(
            "secret.registrar_unused",
            t("Only in the reinforced profile does somebody make the codes apart. Leave this empty, or choose "
                "that profile."),
            field="registrar",
        )  # fmt: skip


def _check_light(hands: Hands) -> None:
    if (hands.people, hands.needed) != _ONE_AND_THE_SERVER:
        raise Invalid(
            "secret.light",
            t("In the light profile one scrutineer and the server hold the key, and both are needed: name "
                "one, and 2 needed."),
            field="scrutineers",
        )  # fmt: skip


def _check_number(people: int, needed: int, *, fewest: int) -> None:
    if people < fewest:
        raise Invalid(
            "secret.too_few_scrutineers",
            t("Name at least %(number)d scrutineers: fewer could read every vote.", number=fewest),
            field="scrutineers",
        )
    if not _FEWEST_NEEDED <= needed <= people:
        raise Invalid("secret.threshold", _needed_of(people), field="needed")


def _needed_of(people: int) -> Text:
    """Say which number must be written; of two scrutineers there is no choice."""
    if people == _FEWEST_NEEDED:
        return t("With two scrutineers, both are needed for the count: write 2.")
    return t(
        "At least two scrutineers must be needed for the count, and no more than there are: "
        "write a number from 2 to %(number)d.",
        number=people,
    )


def _check_reinforced(hands: Hands) -> None:
    if hands.needed == hands.people:
        raise Invalid(
            "secret.no_spare",
            t(
                "In the reinforced profile the count must be possible when one scrutineer is missing: need one fewer."
            ),
            field="needed",
        )
    if not hands.has_registrar:
        raise Invalid(
            "secret.no_registrar",
            t(
                "In the reinforced profile a member who is no scrutineer makes the voting codes: give the number."
            ),
            field="registrar",
        )
    if hands.may_vote_again:
        raise Invalid(
            "secret.code_once",
            t(
                "In the reinforced profile a code serves once: nobody can replace a vote, and nobody may vote again."
            ),
            field="may_vote_again",
        )


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence on the vote, true or false; one of both answers adds to the risk."""

    key: str
    text: Text
    risk_if: bool


# The grid of the CNIL (recommendation 2019-053): ten sentences, a point each.
STATEMENTS = (
    Statement(key="postponed", text=t("The vote can be postponed, if something goes wrong."), risk_if=False),
    Statement(key="under_50", text=t("Fewer than 50 people vote."), risk_if=False),
    Statement(key="under_1000", text=t("Fewer than 1,000 people vote."), risk_if=False),
    Statement(key="other_ways", text=t("One can also vote in another way, on paper for example."), risk_if=False),
    Statement(key="power", text=t("What is voted gives or takes power: a board, a chair, an exclusion, the "
        "statutes."), risk_if=True),
    Statement(key="in_country", text=t("All who vote are in the country, or nearly all."), risk_if=False),
    Statement(key="in_europe", text=t("All who vote are in Europe."), risk_if=False),
    Statement(key="threats", text=t("Something makes you fear for the vote: a conflict, threats, an interest "
        "from outside."), risk_if=True),
    Statement(key="proof", text=t("Somebody may demand formal proof that it went as it should."), risk_if=True),
    Statement(key="duty", text=t("The law demands this vote."), risk_if=True),
)  # fmt: skip
_LAST_OF_LEVEL = {Profile.LIGHT: 2, Profile.STANDARD: 6}


def risk(answers: Mapping[str, bool]) -> int:
    """Count the points of a questionnaire; what was left open counts as a risk."""
    return sum(answers.get(one.key, one.risk_if) is one.risk_if for one in STATEMENTS)


def proposed(answers: Mapping[str, bool]) -> Profile:
    """Propose the profile for a risk: 0 to 2 points light, 3 to 6 standard, 7 and more reinforced."""
    points = risk(answers)
    return next((one for one, last in _LAST_OF_LEVEL.items() if points <= last), Profile.REINFORCED)


PROFILES = (
    Profiled(
        profile=Profile.LIGHT, name=t("Light (level 1)"),
        use=t("Few people, no conflict, little at stake."),
        demands=t("One scrutineer. The server holds the other part of the key; both are needed."),
        guarantees=(
            t("Neither the server alone nor a copy of its database reads a vote, nor the scrutineer alone."),
            t("Everybody can check the board and the count with a program that is not ours."),
        ),
        limits=(
            t("Whoever runs the server and the scrutineer together could read every vote."),
            t("If the scrutineer loses the key, the vote cannot be counted."),
            t("The server makes the voting codes: its operator could vote for the absent. The list of who "
                "voted shows it."),
        ),
    ),
    Profiled(
        profile=Profile.STANDARD, name=t("Standard (level 2)"),
        use=t("The assemblies of most cooperatives: something is at stake, without open conflict."),
        demands=t("Two scrutineers at least; better three, the chair and two more, two of whom are needed. The "
            "server holds no part."),
        guarantees=(
            t("Nobody reads a single vote, unless as many scrutineers as are needed agree to do so."),
            t("The vote is counted although a scrutineer is missing, when fewer are needed than named."),
            t("Everybody can check the board and the count with a program that is not ours."),
        ),
        limits=(
            t("The server makes the voting codes: its operator could vote for the absent. The list of who "
                "voted shows it."),
            t("The program that encrypts comes from the server: one that cheats could send another to somebody."),
        ),
    ),
    Profiled(
        profile=Profile.REINFORCED, name=t("Reinforced (level 3)"),
        use=t("A contested election, an exclusion, a conflict. Weigh whether to vote on paper instead."),
        demands=t(
            "Three scrutineers at least, of whom one may be missing, and a member who makes the voting "
            "codes and hands them out by some other way than this site."
        ),
        guarantees=(
            t("All that the standard profile guarantees."),
            t("The server has no voting code: nobody who runs it can vote for the absent, nor replace a vote."),
            t("The program of the pages is the same from the preparation to the end: with another, the site "
                "takes no vote."),
            t("The heads of the boards are mailed to those who guard the vote at the opening, the closing "
                "and the result."),
        ),
        limits=(
            t("Whoever makes the codes and whoever runs the server could together vote for the absent. The "
                "list of who voted shows it."),
            t("A lost code cannot be made again: whoever lost it cannot vote on this site."),
            t("That the program stays the same is said by the server: compare its fingerprint on several devices."),
        ),
    ),
)  # fmt: skip


def told(profile: Profile) -> Profiled:
    """Return how a profile is told."""
    return next(one for one in PROFILES if one.profile is profile)
