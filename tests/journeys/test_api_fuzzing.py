"""What programs send to the API that fits its description, or does not, is answered as the description says.

The examples are the same in every run: schemathesis makes them from the description, without chance.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from collegial.accounts.queries import viewer_for
from collegial.accounts.services import open_account
from collegial.api.services import make_token
from collegial.kernel.permissions import program as program_viewer

pytestmark = pytest.mark.slow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def token(program, *roles):
    """Make a token which acts, for a new account with some roles."""
    with program.database.unit_of_work() as session:
        context = program.context(session, program_viewer("test"))
        account = open_account(context, email=f"{roles[0]}@fuzz.example.org", actor_id=None, roles=roles)
        owner = program.context(session, viewer_for(session, account, program.registry))
        return f"Bearer {make_token(owner, name='test', days=30, acts=True)}"


BOTH = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.mark.parametrize(
    ("roles", "modes"), [(("member",), BOTH[:1]), (("administrator", "staff", "member"), BOTH)]
)
def test_the_api_answers_as_its_description_says(copy_demo, tmp_path, roles, modes):
    app = copy_demo(tmp_path / "site")
    app.testing = False
    shown = {"Authorization": token(app.extensions["collegial"], *roles)}
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations()]
    for operation in operations:
        for mode in modes:
            _try(operation, mode, shown)

    assert len(operations) > 20
    app.extensions["collegial"].database.close()


def _try(operation, mode, shown):
    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case):
        case.call_and_validate(headers=shown, checks=CHECKS)

    check()
