"""What an experiment fund has, what is earmarked for a call, what it can commit and offer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from collegial.plugin import ZERO, Money, Refused, t


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a fund stands: what is still promised to it, what it received, committed and paid."""

    promised: Money
    received: Money
    committed: Money
    paid: Money

    @property
    def in_hand(self) -> Money:
        """Return the money that is there."""
        return self.received - self.paid

    @property
    def to_pay(self) -> Money:
        """Return what is committed and not paid yet."""
        return self.committed - self.paid

    @property
    def available(self) -> Money:
        """Return what may still be committed: only what was received counts, never what is promised."""
        return self.received - self.committed


@dataclass(frozen=True, kw_only=True)
class Pots:
    """What a fund received and committed by call: earmarked money serves its call alone, the rest serves all."""

    free: Money
    earmarked: Mapping[int, Money]
    committed: Mapping[int, Money]
    envelopes: Mapping[int, Money]

    def drawn_from_free(self, *, without: int | None = None) -> Money:
        """Return what the calls take from the money that is free, beyond what is earmarked for them."""
        return self._beyond_earmarked({one: used for one, used in self.committed.items() if one != without})

    def _beyond_earmarked(self, by_call: Mapping[int, Money]) -> Money:
        rests = (used - self.earmarked.get(one, ZERO) for one, used in by_call.items())
        return sum((max(ZERO, one) for one in rests), ZERO)

    def left_for_new(self, under_way: Collection[int]) -> Money:
        """Return what a new call can offer of what is there; those under way may still take what they offer."""
        held = dict(self.committed)
        held |= {one: max(self.envelopes[one], self.committed.get(one, ZERO)) for one in under_way}
        return max(ZERO, self.free - self._beyond_earmarked(held))

    def available_for(self, call_id: int) -> Money:
        """Return what may still be committed to the applications of a call, within what it offers in all."""
        spent = self.committed.get(call_id, ZERO)
        own = self.earmarked.get(call_id, ZERO) + self.free - self.drawn_from_free(without=call_id)
        return max(ZERO, min(own, self.envelopes[call_id]) - spent)


def check_available(pots: Pots, call_id: int, asked: Money, *, field: str = "amount") -> None:
    """Refuse a commitment beyond what was received for it: Refused `finance.over_available`."""
    left = pots.available_for(call_id)
    if asked > left:
        raise Refused(
            "finance.over_available",
            t(
                "The fund can still commit %(left)s to this call: within what the call offers, only money "
                "received counts, and what is earmarked for another call does not.",
                left=left,
            ),
            field=field,
        )


def check_offer(envelope: Money, left: Money, *, may_wait: bool) -> None:
    """Ask before a call offers more than is there: Refused `finance.offer_beyond_available` until `may_wait`."""
    if envelope > left and not may_wait:
        raise Refused(
            "finance.offer_beyond_available",
            t(
                "The call offers %(envelope)s, and %(left)s is there for it now. No more than what came in is granted: "
                "confirm that the call waits for the rest.",
                envelope=envelope,
                left=left,
            ),
            field="may_wait",
        )
