"""What invented members choose where the plan of the demonstration says nothing: by chance, as the method takes it."""

from random import Random

from collegial.hooks.voting import BLANK, Ask, Asks
from collegial.votes.asking import Asked
from collegial.votes.models import Choice

_ONE_IN = 12  # votes blank


def invented_choice(one: Asked, chance: Random) -> str:
    """Return a choice in the canonical text of its method: of a list as many as there are seats."""
    if one.method.asks is Asks.TEXT:
        return str(chance.choice((Choice.FOR, Choice.FOR, Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)))
    form, number = one.method.form, max(one.poll.least, min(one.poll.seats, one.poll.most or one.poll.seats))
    drawn = _preferred(len(one.poll.options), number, chance)
    written = [form.backing(one.poll, names) for names in (drawn, sorted(drawn))] if form.backing else []
    return next((choice for choice in written if form.holds(one.poll, choice)), BLANK)


def invented_answers(ask: Ask, chance: Random) -> list[int]:
    """Return the answer to a question of a secret ballot, 0 or 1 for each choice, a blank vote first."""
    is_blank = ask.takes_blank and chance.randrange(_ONE_IN) == 0
    chosen = [] if is_blank else _preferred(len(ask.answers), ask.most, chance)
    answers = [int(place in chosen) for place in range(1, len(ask.answers) + 1)]
    return [int(is_blank), *answers] if ask.takes_blank else answers


def _preferred(of: int, number: int, chance: Random) -> list[int]:
    """Draw some places of a list; whoever stands further up is drawn more often: few ties remain."""
    return sorted(range(1, of + 1), key=lambda place: place + 2 * chance.random())[:number]
