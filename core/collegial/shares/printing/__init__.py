"""The papers on shares: what each states, worded in its reader's language, printed as an accessible PDF."""

from collegial.shares.printing.call import print_call
from collegial.shares.printing.certificate import print_certificate, print_subscription
from collegial.shares.printing.facts import (
    CallFacts,
    CertificateFacts,
    ExtractFacts,
    Holder,
    Issuer,
    Line,
    Seal,
    StatementFacts,
    SubscriptionFacts,
)
from collegial.shares.printing.register import (
    STATEMENT_HEADERS,
    print_extract,
    print_statement,
    statement_rows,
)

__all__ = [
    "STATEMENT_HEADERS",
    "CallFacts",
    "CertificateFacts",
    "ExtractFacts",
    "Holder",
    "Issuer",
    "Line",
    "Seal",
    "StatementFacts",
    "SubscriptionFacts",
    "print_call",
    "print_certificate",
    "print_extract",
    "print_statement",
    "print_subscription",
    "statement_rows",
]
