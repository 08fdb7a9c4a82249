"""Exchange with other deployments: whom this one knows, what it gave and received."""

from io import BytesIO

from flask import Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from collegial.plugin import (
    FormPage,
    Missing,
    Text,
    act,
    exchange_kinds,
    form_act,
    received,
    say,
    session,
    t,
    viewer,
)
from collegial_partners import queries, services, words
from collegial_partners.forms import GiveForm, PeerForm, ReceiveForm, ReplaceKeyForm
from collegial_partners.models import ProtocolState
from collegial_partners.rules import SUCCESSION, fingerprint
from collegial_partners.showing import Crumbs, Facts, crumbs

_TYPE = "application/octet-stream"


def exchange() -> ResponseReturnValue:
    """Show the key of this deployment, those it knows, what was given and received; the first reader makes the key."""
    kinds = [one for one in exchange_kinds(session()) if viewer().may(one.permission)]
    return render_template(
        "partners/exchange.html", key=services.own_key(act()), peers=queries.peers(session()), kinds=kinds,
        parcels=queries.parcels(session()), fingerprint=fingerprint, words=words,
        labels=_labels(), former_keys=queries.former_keys(session()), is_on_its_way=services.is_on_its_way,
    )  # fmt: skip


def replace_key() -> ResponseReturnValue:
    """Sign by a new key from now on."""
    form = ReplaceKeyForm()
    if not form.is_submitted():
        form.replacing.data = services.own_key(act()).public_key
    page = FormPage(
        title=t("Replace the key of this Pays"), submit=t("Replace the key now"), tone="danger", crumbs=_crumbs(),
        facts=_who_follows(),
        lead=t(
            "The new key is announced by the former one: Pays with an address follow by themselves, hand the "
            "announcement over to the others. What was signed before still verifies. If someone else may hold the "
            "present key, do not count on the announcement: compare the new fingerprint by telephone."
        ),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.replace_key(act(), replacing=form.replacing.data or ""),
        page, done=t("This Pays signs by a new key."), to=url_for("partners.exchange", _anchor="key"),
    )  # fmt: skip


def _who_follows() -> Facts:
    """Say which key goes, who follows by itself and who must be told."""
    key, peers = services.own_key(act()), queries.peers(session())
    follow = [one.name for one in peers if one.address]
    by_hand = [one.name for one in peers if not one.address]
    return [
        (t("Fingerprint of the present key"), Markup("<code>{}</code>").format(fingerprint(key.public_key))),
        (t("Follow by themselves"), follow or t("None")),
        (t("To be told by hand"), by_hand or t("None")),
    ]


def know() -> ResponseReturnValue:
    """Record the key of another deployment."""
    form = PeerForm()
    in_force = queries.board(session())[ProtocolState.IN_FORCE]
    form.offer([party for one in in_force for party in one.partners])
    page = FormPage(
        title=t("Recognise another Pays"), submit=t("Trust this key"), crumbs=_crumbs(),
        lead=t("From then on what it signs is taken in, and shown with its origin."),
    )  # fmt: skip
    return form_act(
        form,
        lambda: services.know_peer(
            act(), name=form.name.data, public_key=form.public_key.data, address=form.address.data,
            party_id=form.party_id.data,
        ),
        page, done=t("The key is known."), to=url_for("partners.exchange"),
    )  # fmt: skip


def forget(peer_id: int) -> ResponseReturnValue:
    """Trust a key no more."""
    services.forget_peer(act(), peer_id=peer_id)
    flash(say(t("The key is no longer trusted. What came from it stays.")), "success")
    return redirect(url_for("partners.exchange"))


def give(kind: str) -> ResponseReturnValue:
    """Sign a thing for another deployment."""
    form, found = GiveForm(), services.kind_named(act(), kind)
    choices = services.choices(act(), found)
    if not choices:
        flash(say(t("There is nothing of this kind to give at the moment.")), "info")
        return redirect(url_for("partners.exchange"))
    form.offer(choices, queries.peers(session()))
    page = FormPage(
        title=t("Give to another Pays"), submit=t("Sign the file"), crumbs=_crumbs(), eyebrow=found.label,
        lead=t("It leaves as one signed file: whoever receives it sees where it comes from."),
    )  # fmt: skip
    made: list[int] = []
    return form_act(
        form,
        lambda: made.append(
            services.give(act(), kind_key=kind, subject_id=form.subject.data, peer_id=form.peer.data).id
        ),
        page, done=t("It is signed."), to=lambda: url_for("partners.parcel", parcel_id=made[0]),
    )  # fmt: skip


def receive() -> ResponseReturnValue:
    """Take in a signed file."""
    form = ReceiveForm()
    page = FormPage(
        title=t("Receive from another Pays"), submit=t("Verify and take in"), crumbs=_crumbs(),
        multipart=True, lead=t("The signature is verified first: a file that was changed is refused."),
    )  # fmt: skip
    made: list[int] = []
    return form_act(
        form,
        lambda: made.append(services.receive(act(), received(form.file.data).content).id),
        page, done=t("Its origin is verified. It is kept as it came."),
        to=lambda: url_for("partners.parcel", parcel_id=made[0]),
    )  # fmt: skip


def parcel(parcel_id: int) -> ResponseReturnValue:
    """Show what was given or received, verified again."""
    row = services.parcel_of(act(), parcel_id)
    return render_template(
        "partners/parcel.html", row=row, words=words, crumbs=_crumbs(), fingerprint=fingerprint,
        parcel=services.opened(row, row.content) if row.content is not None else None,
        labels=_labels(), on_its_way=services.is_on_its_way(row),
    )  # fmt: skip


def send_again(parcel_id: int) -> ResponseReturnValue:
    """Try again to bring a parcel."""
    services.send_again(act(), parcel_id=parcel_id)
    flash(say(t("It is being sent again. Look here in a moment.")), "success")
    return redirect(url_for("partners.parcel", parcel_id=parcel_id))


def parcel_file(parcel_id: int) -> Response:
    """Give the signed file."""
    row = services.parcel_of(act(), parcel_id)
    return _attached(services.file_of(act(), row), f"{row.kind}-{row.number[:8]}.collegial.json")


def held_file(parcel_id: int, place: int) -> Response:
    """Give a file that a parcel holds."""
    row = services.parcel_of(act(), parcel_id)
    files = services.opened(row, services.file_of(act(), row)).files
    if not 0 <= place < len(files):
        raise Missing("partners.no_file", t("There is no such file in this parcel."))
    return _attached(files[place].content, files[place].name)


def take_from_peer() -> ResponseReturnValue:
    """Take in what another deployment sends by itself, and say under which number it is kept."""
    row = services.receive_from_peer(act(), request.get_data())
    return jsonify(number=row.id, digest=row.digest), 201


def _attached(content: bytes, name: str) -> Response:
    """Answer with a file that the browser saves and never shows in place; its name came from elsewhere."""
    name = "".join(sign for sign in name if sign.isprintable()) or "file"
    answer = send_file(BytesIO(content), mimetype=_TYPE, as_attachment=True, download_name=name, etag=False)
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _labels() -> dict[str, Text]:
    """Name the kinds of what is exchanged."""
    return {SUCCESSION: words.SUCCESSION, **{one.key: one.label for one in exchange_kinds(session())}}


def _crumbs() -> Crumbs:
    return [*crumbs(), (t("Exchange"), url_for("partners.exchange"))]
