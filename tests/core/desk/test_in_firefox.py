"""The camera of the desk in Firefox, which finds no codes by itself: the reader we bring does."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from collegial.assemblies.links import picture_of
from collegial.assemblies.models import Invitation
from collegial.assemblies.queries.attending import current_stay
from collegial.testing.factories import convened

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("firefox")]
READY = "return document.querySelector('attendance-desk[data-ready]') !== null"
SAYS = "return document.querySelector('[data-said]').textContent.includes(arguments[0])"
# Hold a code, on a dark ground and tilted, before a camera that the machine does not have.
HOLD = """
const image = new Image(), canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
[canvas.width, canvas.height] = [640, 480];
const draw = () => {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.fillRect(0, 0, 640, 480);
  pen.translate(320, 240);
  pen.rotate(0.2);
  pen.drawImage(image, -120, -120, 240, 240);
  requestAnimationFrame(draw);
};
image.onload = draw;
image.src = arguments[0];
navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
navigator.mediaDevices.enumerateDevices = async () => [{ kind: "videoinput" }];
navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
"""


def test_a_code_is_read_by_the_camera(app, program, context, session, client, sign_in, serve, firefox):
    world = convened(context, {"A": 3})
    entry, meeting = world.entries["A"][1], world.assembly.id
    shown = session.scalars(select(Invitation).where(Invitation.entry_id == entry.id)).one()
    session.commit()
    sign_in("staff")
    app.config["WTF_CSRF_ENABLED"] = True
    address = serve(app)
    object.__setattr__(program, "settings", replace(program.settings, public_url=address))
    firefox.give(f"{address}/legal", collegial=client.get_cookie("collegial").value, locale="en")
    firefox.open(f"{address}/assemblies/{meeting}/desk")
    firefox.wait(READY)
    with app.test_request_context():
        firefox.ask(HOLD, picture_of(shown))

    firefox.click("Read a code with the camera")
    firefox.wait(SAYS, "Membre A 0002 is checked in.")

    with program.database.reading() as later:
        assert current_stay(later, entry.id) is not None
