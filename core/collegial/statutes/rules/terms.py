"""What statutes can say, as values: one object per clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from collegial.kernel.errors import Missing
from collegial.kernel.money import Money
from collegial.kernel.text import t


class LegalForm(StrEnum):
    """The form of the company or body that the statutes found."""

    SA = "SA"
    SAS = "SAS"
    SARL = "SARL"
    ASSOCIATION = "association"

    @property
    def is_scic(self) -> bool:
        """Say whether the cooperative law on colleges and categories binds this form."""
        return self is not LegalForm.ASSOCIATION


class DecisionKind(StrEnum):
    """The kind of decision, which sets its quorum and its majority."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"


class Convocation(StrEnum):
    """The round of convening: the second follows a meeting that missed its quorum."""

    FIRST = "first"
    SECOND = "second"


class Carry(StrEnum):
    """How the votes of a college become its part of the total."""

    PROPORTIONAL = "proportional"
    MAJORITY = "majority"
    HEADS = "heads"


class Fallback(StrEnum):
    """What becomes of the weight of a college that takes no side."""

    DROP = "drop"
    SHARE = "share"
    AGAINST = "against"


class OnArrival(StrEnum):
    """What becomes of a form of vote by correspondence when its member comes in person."""

    BOUND = "bound"
    FREE = "free"


class BlankProxy(StrEnum):
    """How a proxy without a holder is used: the chair votes for what the board backs, against the rest."""

    BOARD = "board"


class QuorumBase(StrEnum):
    """What attendance is measured on: all voting rights alike, or each college by its weight."""

    MEMBERS = "members"
    WEIGHTED = "weighted"


class MajorityBase(StrEnum):
    """What the votes in favour are compared with."""

    CAST = "cast"
    PRESENT = "present"
    MEMBERS = "members"


@dataclass(frozen=True, kw_only=True)
class QuorumRule:
    """The least attendance that allows a decision; `at_least` 0 asks for none."""

    at_least: Fraction
    base: QuorumBase = QuorumBase.MEMBERS
    per_college: bool = False


@dataclass(frozen=True, kw_only=True)
class MajorityRule:
    """The share of votes in favour that adopts: more than the threshold if strict, else at least it."""

    threshold: Fraction
    strict: bool
    base: MajorityBase = MajorityBase.CAST


@dataclass(frozen=True, kw_only=True)
class CollegeRule:
    """A college: how the vote of its members weighs, and how many seats on the board are reserved to it (L24)."""

    key: str
    name: str
    weight: Fraction
    board_seats: int | None = None


@dataclass(frozen=True, kw_only=True)
class CategoryRule:
    """A category: why one is a member, and the college its members join unless told otherwise."""

    key: str
    name: str
    mandatory: bool = False
    college: str | None = None


@dataclass(frozen=True, kw_only=True)
class CapitalRule:
    """The clauses on the variable capital (L10–L14).

    `minimum` is the capital below which the statutes never let it fall; `floor` the share of the highest
    capital ever reached that must remain (art. 13); `paid_at_subscription` the share of each subscription
    paid at once; `payment_years` the time to pay the rest; `redemption_years` how long a redemption may be
    deferred.
    """

    nominal: Money
    minimum: Money
    floor: Fraction
    paid_at_subscription: Fraction
    payment_years: int
    redemption_years: int


@dataclass(frozen=True, kw_only=True)
class AssemblyRule:
    """What members may ask of an assembly before it is held (L33); None where the statutes are silent.

    `items_threshold` is the share of the voting rights that puts an item on the agenda, asked for at least
    `items_days` before the assembly; `questions_days` is how long before it written questions end.
    """

    items_threshold: Fraction | None = None
    items_days: int | None = None
    questions_days: int | None = None


@dataclass(frozen=True, kw_only=True)
class CorrespondenceRule:
    """How one votes by correspondence (L38).

    A paper form is received at the latest `paper_days` before the day of the assembly, one filled in online
    until the hour `online_hour` of the day before; None where that way is not open. `on_arrival` says whether
    a member who comes after all is bound by the form, or free to vote in person.
    """

    paper_days: int | None
    online_hour: int | None
    on_arrival: OnArrival = OnArrival.BOUND


@dataclass(frozen=True, kw_only=True)
class BoardRule:
    """The seats on the board that all members elect together, beside those of colleges, and the term of a seat."""

    seats: int | None = None
    term_years: int | None = None


@dataclass(frozen=True, kw_only=True)
class StatuteRules:
    """The rules of one version of the statutes.

    No college means one member, one vote; no capital, that there are no shares (an association, L5).
    `proxy_pair_days` is how far an ordinary and an extraordinary assembly may lie apart for one proxy to hold in
    both. Where these three are silent the law may speak: `distance.py` says what holds. `demands` names rules of
    modules, by kind of decision, that hold beside the majority, `quorum_demands` those that hold beside the quorum.
    """

    label: str
    legal_form: LegalForm
    colleges: tuple[CollegeRule, ...]
    categories: tuple[CategoryRule, ...]
    quorums: Mapping[DecisionKind, Mapping[Convocation, QuorumRule]] = field(hash=False)
    majorities: Mapping[DecisionKind, Mapping[Convocation, MajorityRule]] = field(hash=False)
    carry: Carry
    on_tie: Fallback | None
    on_empty: Fallback | None
    notice_days: int
    second_notice_days: int
    proxies_per_holder: int
    capital: CapitalRule | None = None
    assemblies: AssemblyRule | None = None
    correspondence: CorrespondenceRule | None = None
    blank_proxies: BlankProxy | None = None
    proxy_pair_days: int | None = None
    demands: Mapping[DecisionKind, tuple[str, ...]] = field(default_factory=dict, hash=False)
    spouse_proxies: bool = False
    quorum_demands: Mapping[DecisionKind, tuple[str, ...]] = field(default_factory=dict, hash=False)
    board: BoardRule | None = None

    def quorum(self, kind: DecisionKind, convocation: Convocation) -> QuorumRule:
        """Give the quorum of a kind of decision at one round of convening."""
        return self.quorums[kind][convocation]

    def majority(self, kind: DecisionKind, convocation: Convocation) -> MajorityRule:
        """Give the majority that a kind of decision needs at one round of convening (L35)."""
        return self.majorities[kind][convocation]

    def reserved_seats(self) -> dict[str, int]:
        """Give the seats on the board that are reserved to colleges, by their keys."""
        return {one.key: one.board_seats for one in self.colleges if one.board_seats}

    def board_seats(self, college_key: str | None) -> int | None:
        """Give the seats on the board that a college elects, all members without a key; None if unsaid."""
        if college_key is None:
            return self.board.seats if self.board else None
        return self.reserved_seats().get(college_key)

    def rules_of_modules(self) -> frozenset[str]:
        """Give the keys of all rules of modules that hold beside a quorum and a majority."""
        named = (*self.demands.values(), *self.quorum_demands.values())
        return frozenset(key for keys in named for key in keys)

    def weight(self, college_key: str) -> Fraction:
        """Give the weight of a college; raise Missing `statutes.no_college` for an unknown key."""
        for college in self.colleges:
            if college.key == college_key:
                return college.weight
        raise Missing(
            "statutes.no_college",
            t("The statutes have no college “%(key)s”. Choose one that they name.", key=college_key),
        )
