"""Whoever moves money or capital has signed in a moment ago: read off the map, so that no page is forgotten."""

# Where money and capital are moved. A new page there that takes a form asks for a recent sign-in, or says why not.
OF_MONEY = ("shares", "joining", "imports", "finance_", "atelier")
WITHOUT = {
    # prepares or describes: nothing is owed, paid or owned by it
    "joining": {
        "apply", "confirm", "send_again", "withdraw", "withdraw_consent",  # by those who have no account yet
        "link", "desk_send_again", "desk_withdraw", "forget", "publish", "choose_convening",
    },
    "imports": {"new", "columns", "stop", "discard"},
    "shares": {"posted"},
    "finance_ledger": {"accounts"},
    "finance_rounds": {"create", "invite", "link", "revoke"},
    "finance_fund": {
        "create", "open_call", "apply", "attach", "withdraw", "review", "conflict", "vote", "draw", "redraw", "report",
        "evidence",
    },
    "finance_guarantees": {"create", "committee", "ask", "conflict"},
    "finance_loans": {"create", "committee", "ask", "conflict"},
    "finance_patronage": {"simulate", "create"},
    "atelier": {
        "create", "change", "spot", "call", "answer", "fund", "take_round", "start", "take", "choose", "season",
        "draw", "work", "finish", "begin", "edit", "move", "offer", "ask", "match", "close",
    },
}  # fmt: skip


def acts(app):
    """Give every page that takes a form where money is moved: its blueprint, its name, whether it asks."""
    for rule in app.url_map.iter_rules():
        blueprint, _, name = rule.endpoint.partition(".")
        if "POST" in rule.methods and blueprint.startswith(OF_MONEY):
            yield blueprint, name, app.view_functions[rule.endpoint].gate.fresh


def test_what_moves_money_asks_for_a_recent_sign_in(app):
    forgotten = {
        f"{blueprint}.{name}"
        for blueprint, name, asks in acts(app)
        if not asks and name not in WITHOUT.get(blueprint, ())
    }
    assert not forgotten


def test_what_needs_none_exists_and_asks_for_none(app):
    without = {(blueprint, name) for blueprint, name, asks in acts(app) if not asks}
    listed = {(blueprint, name) for blueprint, names in WITHOUT.items() for name in names}
    assert listed <= without
