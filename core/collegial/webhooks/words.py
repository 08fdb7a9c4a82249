"""Why a telling did not arrive, for whoever reads the page; what the network said stays as it was kept."""

import re

from collegial.kernel.text import Text, t

_KIND = re.compile(r": (\w+): ")  # after the host: what `sending` caught
_WHY = {
    "gaierror": t("No machine has this name."),
    "TimeoutError": t("It did not answer in time."),
    "ConnectionRefusedError": t("It takes no connection."),
    "ConnectionResetError": t("It broke the connection off."),
    "SSLCertVerificationError": t("Its certificate is not trusted."),
    "Refused": t("Its name stands for an address of a private network."),
}
_NOT_A_WEB_SERVER = "no answer of a web server"


def why(error: str | None) -> Text | str:
    """Return a reason in the reader's language; one that is known by no kind as it was kept."""
    if error is None:
        return ""
    if error.endswith(_NOT_A_WEB_SERVER):
        return t("It does not answer as a web server does.")
    kind = _KIND.search(error)
    return _WHY.get(kind[1], error) if kind else error
