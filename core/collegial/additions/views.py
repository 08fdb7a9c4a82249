"""Show who is told of an added item by post; print the letters, and note them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from collegial.additions import queries, services
from collegial.additions.letters import letters_pdf
from collegial.assemblies.models import AdditionLetter, MemberItem
from collegial.assemblies.naming import batch_name
from collegial.assemblies.queries.member_items import member_item
from collegial.kernel.text import t
from collegial.web.letters import Batch, batch_of, flash_noted, letters_response, noted_letters
from collegial.web.request import act, session

_LETTERS = t("Item added to the agenda")


def telling(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Show how far those without an address are told of an item, and the letters to print."""
    item = _item(assembly_id, item_id)
    told = next((one for one in queries.told_of(session(), assembly_id) if one.item.id == item_id), None)
    return render_template(
        "additions/telling.html", item=item, assembly=item.assembly, told=told, batch=_batch(item_id)
    )


def letters(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Print one batch of the letters: those in the language that is asked for, or in its first."""
    item, batch = _item(assembly_id, item_id), _batch(item_id)
    locale, wanted = batch.wanted()
    printed = letters_pdf(session(), item, wanted, locale=locale)
    return letters_response(printed, batch_name(item.assembly, _LETTERS, batch, locale=locale))


def posted(assembly_id: int, item_id: int) -> ResponseReturnValue:
    """Write down that the letters of one batch, or all, were posted or handed over."""
    wanted = noted_letters(queries.letters_to_post(item_id))
    count = services.note_posted(act(), _item(assembly_id, item_id), wanted)
    flash_noted(count)
    return redirect(url_for("additions.telling", assembly_id=assembly_id, item_id=item_id, _anchor="post"))


def _item(assembly_id: int, item_id: int) -> MemberItem:
    return member_item(session(), assembly_id, item_id)


def _batch(item_id: int) -> Batch[AdditionLetter]:
    return batch_of(
        queries.letters_to_post(item_id),
        lambda found: queries.addressed(session(), [one.id for one in found]),
    )
