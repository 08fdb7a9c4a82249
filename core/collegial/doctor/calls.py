"""Call what members and mails depend on: the mail server, and the public address with its certificate."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from collegial.config import Mail, Settings
from collegial.doctor.findings import Finding, fine, warning, wrong
from collegial.doctor.settings import is_public
from collegial.kernel.text import Text, t
from collegial.web.posting import CheckedSMTP

_PATIENCE = 5  # seconds
_SOON = timedelta(days=14)  # a certificate of 90 days is renewed 30 days before its end
_HTTPS = 443
# X509_V_ERR_… of OpenSSL
_EXPIRED, _NOT_YET, _OTHER_NAME, _UNKNOWN_ISSUER = 10, 9, 62, (18, 19, 20, 21)


def look_at_calls(settings: Settings) -> Iterator[Finding]:
    """Yield what others answer."""
    if settings.mail.backend == "smtp":
        yield _mail_server(settings)
    if settings.is_https and is_public(settings):
        yield _certificate(settings.public_url)


def _mail_server(settings: Settings) -> Finding:
    mail, place = settings.mail, f"{settings.mail.host}:{settings.mail.port}"
    try:
        with _connected(mail) as server:
            if mail.user:
                server.login(mail.user, settings.secrets.mail_password)
    except smtplib.SMTPAuthenticationError:
        return wrong(
            "mail",
            t("The mail server %(place)s refuses the account %(user)s.", place=place, user=mail.user),
            t("Correct mail.user, and mail_password in secrets.toml."),
        )
    except (OSError, smtplib.SMTPException) as error:
        return wrong("mail", _of_mail(error, place), _MAIL)
    return fine("mail", t("%(place)s answers", place=place))


def _connected(mail: Mail) -> smtplib.SMTP:
    if mail.encryption == "tls":
        checked = ssl.create_default_context()
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=_PATIENCE, context=checked)
    server = CheckedSMTP(mail.host, mail.port, timeout=_PATIENCE)
    server.ehlo()
    if mail.encryption == "starttls":
        server.starttls()
    return server


_MAIL = t(
    "Correct mail.host, mail.port and mail.encryption, or open the way to it. Mails wait meanwhile, and leave by"
    " themselves once it answers."
)


def _of_mail(error: Exception, place: str) -> Text:
    if isinstance(error, socket.gaierror):
        return t("No machine has the name of the mail server %(place)s.", place=place)
    if isinstance(error, ssl.SSLCertVerificationError):
        return t(
            "The certificate of the mail server %(place)s is not trusted: %(error)s",
            place=place, error=error.verify_message,
        )  # fmt: skip
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return t(
            "The mail server %(place)s speaks another encryption than mail.encryption says.", place=place
        )
    if isinstance(error, TimeoutError | ConnectionError | smtplib.SMTPServerDisconnected):
        return t("The mail server %(place)s does not answer.", place=place)
    return t("The mail server %(place)s cannot be used: %(error)s", place=place, error=error)


def _certificate(public_url: str) -> Finding:
    """Look at the certificate as a visitor's browser does."""
    address = urlsplit(public_url)
    host, port = address.hostname or "", address.port or _HTTPS
    try:
        ends = _end_of_certificate(host, port)
    except ssl.SSLCertVerificationError as error:
        return wrong("proxy", _of_certificate(error, host), _RENEW)
    except socket.gaierror:
        return warning(
            "proxy",
            t("No machine has the name %(host)s.", host=host),
            t("Enter it at whoever keeps the names of your domain (DNS), or correct public_url."),
        )
    except (OSError, ssl.SSLError) as error:
        return warning("proxy", _of_silence(error, host, port), _OPEN)
    day = ends.date().isoformat()
    if ends - datetime.now(UTC) < _SOON:
        return warning("proxy", t("The certificate of %(host)s ends on %(day)s.", host=host, day=day), _RENEW)
    return fine("proxy", t("the certificate of %(host)s holds until %(day)s", host=host, day=day))


_RENEW = t(
    "Renew it and let the proxy read it (certbot renew && systemctl reload nginx), and see that this is done by itself."
)
_OPEN = t(
    "Is the proxy running, and may others reach it (firewall)? Where this machine cannot call its own public address,"
    " open it from another one."
)


def _end_of_certificate(host: str, port: int) -> datetime:
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, port), timeout=_PATIENCE) as way,
        context.wrap_socket(way, server_hostname=host) as secured,
    ):
        shown = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)


def _of_certificate(error: ssl.SSLCertVerificationError, host: str) -> Text:
    said = {"host": host}
    if error.verify_code == _EXPIRED:
        return t("The certificate of %(host)s has expired: browsers warn every visitor away.", **said)
    if error.verify_code == _NOT_YET:
        return t(
            "The certificate of %(host)s is not valid yet, or the clock here is slow.",
            **said,
        )
    if error.verify_code == _OTHER_NAME:
        return t("The certificate that %(host)s shows is that of another name.", **said)
    if error.verify_code in _UNKNOWN_ISSUER:
        return t(
            "The certificate of %(host)s is signed by nobody whom browsers know, or lacks its chain.", **said
        )
    return t("Browsers refuse the certificate of %(host)s: %(error)s", error=error.verify_message, **said)


def _of_silence(error: OSError, host: str, port: int) -> Text:
    if isinstance(error, ssl.SSLError):
        return t("%(host)s:%(port)s does not speak HTTPS.", host=host, port=port)
    return t("%(host)s:%(port)s does not answer from here.", host=host, port=port)
