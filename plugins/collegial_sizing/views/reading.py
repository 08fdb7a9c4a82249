"""Show scenarios, compare them, take one away as a workbook."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from collegial.plugin import DomainError, attachment, dated_name, say, session
from collegial_sizing import queries, words
from collegial_sizing.rules.comparing import MOST_COMPARED, compare, wholes
from collegial_sizing.rules.plan import Section
from collegial_sizing.showing import cost_bars, found, resource_bars, share_bars


def index() -> ResponseReturnValue:
    """Show all scenarios."""
    sized = queries.size_all(session(), queries.scenarios(session()))
    return render_template("sizing/index.html", scenarios=sized, most=MOST_COMPARED)


def show(scenario_id: int) -> ResponseReturnValue:
    """Show a scenario."""
    return scenario_page(scenario_id)


def scenario_page(scenario_id: int, refusal: DomainError | None = None) -> str:
    """Return the page of a scenario, with what was refused."""
    sized = queries.sized(session(), found(scenario_id))
    return render_template(
        "sizing/show.html",
        scenario=sized.scenario,
        sized=sized,
        costs=cost_bars(sized.years),
        shares=share_bars(sized.years),
        resources=resource_bars(sized),
        budgets=queries.budgets(session(), sized),
        sections=Section,
        words=words,
        refusal=refusal,
    )


def comparison() -> ResponseReturnValue:
    """Put the scenarios of the address beside each other."""
    wanted = request.args.getlist("scenario", type=int)[:MOST_COMPARED]
    by_id = {one.id: one for one in queries.scenarios(session())}
    sized = queries.size_all(session(), [by_id[one] for one in dict.fromkeys(wanted) if one in by_id])
    bars = [
        bar | {"label": f"{bar['label']} · {one.scenario.title}"}
        for one in sized
        for bar in map(dict, cost_bars(one.years))
    ]
    return render_template(
        "sizing/compare.html",
        all=list(by_id.values()),
        compared=sized,
        wholes=wholes([one.years for one in sized]),
        years=compare([one.years for one in sized]),
        bars=sorted(bars, key=lambda bar: str(bar["label"])),
        words=words,
        most=MOST_COMPARED,
    )


def workbook(scenario_id: int) -> Response:
    """Give a scenario as a workbook whose sums are formulas."""
    # Its library is slow to import, and few processes ever write such a workbook.
    from collegial_sizing.workbook import MEDIA_TYPE, write_workbook  # noqa: PLC0415

    scenario = found(scenario_id)
    content = write_workbook(queries.sized(session(), scenario), say=say)
    return attachment(content, f"{dated_name(scenario.title)}.xlsx", MEDIA_TYPE)
