"""The texts of the agenda's templates, by the keys that `templates.toml` uses."""

from collections.abc import Mapping

from collegial.kernel.text import Text, t

TEXTS: Mapping[str, Text] = {
    "accounts.name": t("Accounts and allocation of the result"),
    "accounts.summary": t("Approval of the accounts, allocation of the result with its reserves, discharge."),
    "accounts.item": t("Annual accounts and allocation of the result"),
    "accounts.approval": t("Approval of the annual accounts"),
    "accounts.approval.text": t(
        "The general assembly, having heard the reports on the financial year ended on %(year_end)s, approves the "
        "annual accounts as they were presented, which show a result of %(result)s."
    ),
    "accounts.allocation": t("Allocation of the result"),
    "accounts.allocation.text": t(
        "The general assembly allocates the surplus of %(result)s as follows:\n\n"
        "- legal reserve: %(legal_reserve)s\n"
        "- statutory reserve: %(statutory_reserve)s\n"
        "- interest on the shares: %(interest)s\n"
        "- carried forward: %(carried)s"
    ),
    "accounts.loss.text": t("The general assembly carries the result of %(result)s forward."),
    "accounts.discharge": t("Discharge"),
    "accounts.discharge.text": t(
        "The general assembly gives the members of the board discharge for their management during the year."
    ),
    "board.name": t("Election to the board"),
    "board.summary": t("One election: the seats, the candidates, the way of voting."),
    "board.item": t("Election of members of the board"),
    "board.election": t("Election to the board, seats to fill: %(seats)s"),
    "board.election.text": t(
        "The general assembly fills seats on the board among the candidates on the list. Number of seats: %(seats)s. "
        "Length of the term, in years: %(years)s."
    ),
    "board.college": t("Election to the board by college “%(college)s”, seats to fill: %(seats)s"),
    "board.college.text": t(
        "The members of college “%(college)s” fill seats on the board among the candidates on the list. Number of "
        "seats: %(seats)s. Length of the term, in years: %(years)s."
    ),
    "statutes.name": t("Change of the statutes"),
    "statutes.summary": t("An extraordinary decision, with the text of the changes."),
    "statutes.item": t("Change of the statutes"),
    "statutes.change": t("Change of the statutes"),
    "statutes.change.text": t("The general assembly changes the statutes as follows:\n\n%(changes)s"),
    "admission.name": t("Admission of members"),
    "admission.summary": t("One resolution for each new member."),
    "admission.item": t("Admission of members"),
    "admission.of": t("Admission of %(name)s"),
    "admission.of.text": t("The general assembly admits %(name)s as a member of the cooperative."),
    "exclusion.name": t("Exclusion of a member"),
    "exclusion.summary": t("Decided by the majority that changes the statutes; the member must be heard."),
    "exclusion.item": t("Exclusion of a member"),
    "exclusion.of": t("Exclusion of %(name)s"),
    "exclusion.of.text": t(
        "The general assembly, having heard %(name)s or called on %(name)s to be heard, excludes %(name)s from the "
        "cooperative for these reasons:\n\n%(reasons)s"
    ),
    "formalities.name": t("Powers for formalities"),
    "formalities.summary": t("The usual last resolution."),
    "formalities.item": t("Powers for formalities"),
    "formalities.powers": t("Powers for formalities"),
    "formalities.powers.text": t(
        "The general assembly gives all powers to the bearer of a copy or an extract of these minutes to carry out "
        "the legal formalities."
    ),
}
