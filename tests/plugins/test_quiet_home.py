"""The home page of a Pays that begins: modules that have nothing to tell yet show no card of zeros."""

from collegial.kernel.permissions import program as program_viewer
from collegial_chantier import services as chantiers

CARDS = {
    "See the ateliers", "See the chantiers", "See the funds", "See the loans", "See the partners", "See the rounds",
    "See the scenarios", "What fits my project?",
}  # fmt: skip


def test_a_module_shows_its_card_once_it_has_something_to_tell(program, client, sign_in, switch_on):
    switch_on(*sorted(set(program.host.loaded) - {"core"}))
    sign_in("administrator", "staff")
    client.set_cookie("locale", "en")

    def shown():
        page = client.get("/").text
        return {one for one in CARDS if one in page}

    assert shown() == set()
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        chantiers.open_chantier(context, title="Financer", question="Qui prête ?")
    assert shown() == {"See the chantiers"}
