"""What the server does for a vote in the light profile: it holds a part of the key, and uses it like a scrutineer."""

from collegial.kernel.errors import Refused
from collegial.kernel.events import Context
from collegial.kernel.text import t
from collegial.secret.belenios import chain, tally, trustees
from collegial.secret.belenios.group import g_power
from collegial.secret.belenios.text import write
from collegial.secret.credentials import Authority
from collegial.secret.models import Ceremony, Scrutineer, SecretElection
from collegial.secret.queries import decrypted_by, parameters, steps_of
from collegial.secret.services.decrypting import decrypt


def server_of(found: Ceremony) -> Scrutineer | None:
    """Return the server's place among those who hold the key, where it has one."""
    return next((one for one in found.scrutineers if one.actor_id is None), None)


def make_server_key(found: Ceremony, authority: Authority) -> None:
    """Give the server its part of the key."""
    server = server_of(found)
    if server is not None:
        server.public_key = write(
            trustees.trustee_key(authority.trustee(found.id, found.created_at)).written()
        )


def decrypt_as_server(context: Context, found: Ceremony, row: SecretElection, authority: Authority) -> None:
    """Add the server's part of the decryption to a board that is closed; once, and only where it holds one."""
    server = server_of(found)
    if server is None or server.owner in decrypted_by(context.session, [row])[row.id]:
        return
    private = authority.trustee(found.id, found.created_at)
    if str(g_power(private)) != str(trustees.read_trustee_key(server.public_key or "").public):
        raise Refused(
            "secret.other_key",
            t("This site’s key is not the one it had when this vote was prepared: bring the former one back, or "
                "annul the vote."),
        )  # fmt: skip
    election = parameters(context.session, row)
    (closed,) = steps_of(context.session, row, chain.Kind.ENCRYPTED_TALLY)
    sums = tally.read_tally(closed.data[0], election.questions)
    decrypt(context, row, server.owner, write(tally.decrypt(election, sums, private).written()))
