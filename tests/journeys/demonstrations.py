"""The demonstrations that journeys are played on, loaded once in a run and copied for each."""

import fcntl
import shutil
from dataclasses import dataclass
from pathlib import Path

from collegial.app import create_app
from collegial.assemblies.models import Assembly
from collegial.assemblies.services.conducting import open_assembly
from collegial.config import Mail, Pays, Secrets, Settings
from collegial.demo.loading import load_demo
from collegial.demo.rehearsal import cast_their_votes, fill_the_room
from collegial.kernel.permissions import program as program_viewer
from collegial.testing.fixtures import SECRETS
from collegial.testing.postgres import dumped, fill_from
from collegial.votes.models import RoomWay
from collegial.votes.queries import resolutions_to_vote
from collegial.votes.services import close_vote, open_vote
from collegial.votes.services.room import open_room

LOADED = "loaded"
VOTED = "voted"  # a vote is counted, and another open in the room: results and board are there


def deployment(folder, url):
    """Return the settings of a demonstration in a folder, with its database."""
    return Settings(
        folder=folder,
        pays=Pays(
            name="Pôle de développement de l’ESS du Pays de Rennes", short_name="Pôle ESS", tagline="Coopérer"
        ),
        mail=Mail(backend="file"),
        secrets=Secrets(**SECRETS),
        database_url=url,
        demo=True,
        testing=True,
        rate_limits=False,
    )


@dataclass(frozen=True)
class Demo:
    """A demonstration at rest: its folder, and its database."""

    folder: Path
    url: str

    def start(self):
        """Return an application of it."""
        return create_app(deployment(self.folder, self.url))


class OnSQLite:
    """Copies demonstrations: the database is a file of the folder."""

    def __init__(self, empty):
        self.empty = empty

    def copy(self, folder, demo=None):
        """Return a copy in a folder of its own; without a demonstration, an empty one in a folder that is there."""
        if demo:
            shutil.copytree(demo.folder, folder)
        else:
            shutil.copy(self.empty, folder / "collegial.db")
        return Demo(folder, f"sqlite:///{folder / 'collegial.db'}")

    def keep(self, demo, place):
        """Put a demonstration where other workers find it."""
        shutil.copytree(demo.folder, place)

    def take(self, place):
        """Return a demonstration that another worker keeps, to copy."""
        return Demo(place, f"sqlite:///{place / 'collegial.db'}")

    def forget(self, _url):
        """Leave it: it goes with its folder."""


class OnPostgreSQL:
    """Copies demonstrations: the server copies the database."""

    def __init__(self, databases, empty):
        self.databases, self.empty = databases, empty

    def copy(self, folder, demo=None):
        """Return a copy in a folder of its own; without a demonstration, an empty one in a folder that is there."""
        if demo:
            shutil.copytree(demo.folder, folder)
        return Demo(folder, self.databases.make(demo.url.rsplit("/", 1)[1] if demo else self.empty))

    def keep(self, demo, place):
        """Put a demonstration where other workers find it: each has a server of its own."""
        shutil.copytree(demo.folder, place / "folder")
        (place / "database.sql").write_bytes(dumped(demo.url))

    def take(self, place):
        """Return a demonstration that another worker keeps, to copy."""
        url = self.databases.make()
        fill_from(url, (place / "database.sql").read_bytes())
        return Demo(place / "folder", url)

    def forget(self, url):
        """Let the database go."""
        self.databases.throw(url)


class Demonstrations:
    """The demonstrations to copy: as it is loaded, and when a vote was held.

    Of workers that share them, the first to need one makes both, so that the others wait once at most.
    """

    def __init__(self, copier, *, own, shared=None):
        self.copier, self.own, self.shared, self.known = copier, own, shared, {}

    def copy(self, folder, name):
        """Return a copy of a demonstration, in a folder of its own."""
        return self.copier.copy(folder, self._known(name))

    def forget(self, url):
        """Let the database of a copy go."""
        self.copier.forget(url)

    def _known(self, name):
        if name not in self.known and self.shared:
            self._share()
        if name not in self.known:
            self.known[name] = self.copier.take(self.shared / name) if self.shared else self._made(name)
        return self.known[name]

    def _share(self):
        """Make both for all, unless another worker did; wait while it does."""
        self.shared.mkdir(exist_ok=True)
        ready = self.shared / "ready"
        with (self.shared / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if ready.exists():
                return
            for name in (LOADED, VOTED):
                self.known[name] = self._made(name)
                self.copier.keep(self.known[name], self.shared / name)
            ready.touch()

    def _made(self, name):
        if name == LOADED:
            (self.own / name).mkdir()
            return _made(self.copier.copy(self.own / name), load)
        return _made(self.copier.copy(self.own / name, self._known(LOADED)), hold_a_vote)


def _made(demo, act):
    app = demo.start()
    with app.test_request_context():
        act(app.extensions["collegial"])
    app.extensions["collegial"].database.close()
    return demo


def load(program):
    """Load what `collegial demo` shows."""
    list(load_demo(program))


def hold_a_vote(program):
    """Fill the room, hold a vote and count it, and open another."""
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        meeting = session.get_one(Assembly, 1)
        fill_the_room(context, meeting)
        open_assembly(context, meeting, chair="Awena Lanvoël", scrutineers="Un, Deux", secretary="Trois")
        text, *others = resolutions_to_vote(session, meeting.id)
        vote = open_vote(context, meeting, others)
        cast_their_votes(context, vote)
        close_vote(context, vote.id)
        open_room(context, open_vote(context, meeting, [text]).id, RoomWay.HANDS)
