"""Ballots (4.11 to 4.15): encrypted answers with their proofs, signed by a credential."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from gmpy2 import mpz

from collegial.secret.belenios.credentials import secret_exponent
from collegial.secret.belenios.election import Election, Question
from collegial.secret.belenios.group import Q, g_power, random_exponent, read_element
from collegial.secret.belenios.proofs import (
    NEUTRAL,
    Ciphertext,
    Claim,
    Proof,
    Raised,
    Reader,
    blank_hash,
    encrypt,
    interval_claims,
    interval_hash,
    is_one_of,
    knows,
    prove_knowledge,
    prove_one_of,
    raised,
    read_ciphertext,
    read_proof,
    read_proofs,
)
from collegial.secret.belenios.text import (
    Unacceptable,
    challenge,
    commas,
    fingerprint,
    items,
    read,
    table,
    words,
    write,
)

_SIGNATURE = ',"signature":'
_CREDENTIAL = '"credential":"'


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The encrypted answer to a question, each choice proven to be 0 or 1, their sum within bounds."""

    choices: tuple[Ciphertext, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...] | None = None

    def written(self) -> dict[str, object]:
        """Return the fields in their order."""
        fields: dict[str, object] = {
            "choices": [one.written() for one in self.choices],
            "individual_proofs": [_written(proofs) for proofs in self.individual],
            "overall_proof": _written(self.overall),
        }
        return fields if self.blank is None else {**fields, "blank_proof": _written(self.blank)}


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """A signed ballot."""

    election_uuid: str
    election_hash: str
    credential: mpz
    answers: tuple[Answer, ...]
    signed_hash: str
    signature: Proof

    @cached_property
    def text(self) -> str:
        """Return the serialisation that the board keeps."""
        return write(_ballot_written(self))

    @property
    def tracker(self) -> str:
        """Return the smart ballot tracker, by which voters find their ballot."""
        return fingerprint(self.text)


def read_ballot(text: str, questions: Sequence[Question], element: Reader = read_element) -> Ballot:
    """Read a ballot on known questions; its proofs are checked by `check_ballot`."""
    ballot = read(text, lambda raw: _ballot(raw, questions, element), _ballot_written)
    ballot.__dict__["text"] = text  # it is the writing of the ballot, as was just checked
    return ballot


def credential_in(text: str) -> str:
    """Return the public credential that signed a ballot, from its writing or the beginning of it."""
    return text.partition(_CREDENTIAL)[2].partition('"')[0]


def make_ballot(election: Election, credential: str, choices: Sequence[Sequence[int]]) -> Ballot:
    """Encrypt, prove and sign; `choices` has one list of 0 and 1 for each question, a blank vote first."""
    secret = secret_exponent(election.uuid, credential)
    public = g_power(secret)
    state = _state(election, public)
    if len(choices) != len(election.questions):
        raise Unacceptable("length")
    answers = tuple(
        _answer(election.public_key, question, state, values)
        for question, values in zip(election.questions, choices, strict=True)
    )
    hashed = _content_hash(election.uuid, election.fingerprint, public, answers)
    return Ballot(
        election_uuid=election.uuid, election_hash=election.fingerprint, credential=public, answers=answers,
        signed_hash=hashed, signature=prove_knowledge(secret, lambda point: _sign(hashed, point)),
    )  # fmt: skip


def check_ballot(election: Election, ballot: Ballot) -> None:
    """Verify everything that a ballot claims; raise Unacceptable for the first thing that does not hold."""
    if (ballot.election_uuid, ballot.election_hash) != (election.uuid, election.fingerprint):
        raise Unacceptable("other_election")
    hashed = fingerprint(_signed_text(ballot))
    if ballot.signed_hash != hashed:
        raise Unacceptable("signature")
    if not knows(ballot.credential, ballot.signature, lambda point: _sign(hashed, point)):
        raise Unacceptable("signature")
    state = _state(election, ballot.credential)
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        _check_answer(election.public_key, question, state, answer)


def _written(proofs: Sequence[Proof]) -> list[dict[str, mpz]]:
    return [proof.written() for proof in proofs]


def _unsigned(uuid: str, hashed: str, credential: mpz, answers: Sequence[Answer]) -> dict[str, object]:
    return {
        "election_uuid": uuid,
        "election_hash": hashed,
        "credential": credential,
        "answers": [answer.written() for answer in answers],
    }


def _signed_text(ballot: Ballot) -> str:
    """Return what the signature covers, cut out of the ballot's text: nothing is written twice."""
    return ballot.text[: ballot.text.rindex(_SIGNATURE)] + "}"


def _content_hash(uuid: str, hashed: str, credential: mpz, answers: Sequence[Answer]) -> str:
    return fingerprint(write(_unsigned(uuid, hashed, credential, answers)))


def _ballot_written(ballot: Ballot) -> dict[str, object]:
    unsigned = _unsigned(ballot.election_uuid, ballot.election_hash, ballot.credential, ballot.answers)
    return {**unsigned, "signature": {"hash": ballot.signed_hash, "proof": ballot.signature.written()}}


def _ballot(raw: object, questions: Sequence[Question], element: Reader) -> Ballot:
    fields = table(raw, "election_uuid", "election_hash", "credential", "answers", "signature")
    signature = table(fields["signature"], "hash", "proof")
    answers = items(fields["answers"], len(questions))
    return Ballot(
        election_uuid=words(fields["election_uuid"]), election_hash=words(fields["election_hash"]),
        credential=element(fields["credential"]),
        answers=tuple(
            _read_answer(one, question, element) for one, question in zip(answers, questions, strict=True)
        ),
        signed_hash=words(signature["hash"]), signature=read_proof(signature["proof"]),
    )  # fmt: skip


def _read_answer(raw: object, question: Question, element: Reader) -> Answer:
    names = ("choices", "individual_proofs", "overall_proof")
    fields = table(raw, *names, "blank_proof") if question.blank else table(raw, *names)
    bounds = question.most - question.least + 1
    return Answer(
        choices=tuple(read_ciphertext(one, element) for one in items(fields["choices"], question.width)),
        individual=tuple(read_proofs(one, 2) for one in items(fields["individual_proofs"], question.width)),
        overall=read_proofs(fields["overall_proof"], bounds + question.blank),
        blank=read_proofs(fields["blank_proof"], 2) if question.blank else None,
    )


def _state(election: Election, public: mpz) -> str:
    """S0 (4.11)."""
    return f"{election.fingerprint}|{public}"


def _with_choices(state: str, choices: Sequence[Ciphertext]) -> str:
    """S (4.11.1)."""
    return f"{state}|{','.join(commas(one.alpha, one.beta) for one in choices)}"


def _sign(hashed: str, point: mpz) -> mpz:
    return challenge("sig", hashed, str(point))


def _total(choices: Sequence[Ciphertext]) -> Ciphertext:
    total = NEUTRAL
    for one in choices:
        total = total.times(one)
    return total


def _check_answer(key: mpz, question: Question, state: str, answer: Answer) -> None:
    ladders = [raised(one) for one in answer.choices]
    for value, ladder, proofs in zip(answer.choices, ladders, answer.individual, strict=True):
        if not is_one_of(key, [(ladder, 0), (ladder, 1)], proofs, interval_hash(state, value)):
            raise Unacceptable("individual_proof")
    whole = _with_choices(state, answer.choices)
    if question.blank:
        _check_blank(key, question, whole, answer, ladders)
        return
    total = _total(answer.choices)
    claims = _interval(_together(ladders), question)
    if not is_one_of(key, claims, answer.overall, interval_hash(whole, total)):
        raise Unacceptable("overall_proof")


def _check_blank(key: mpz, question: Question, state: str, answer: Answer, ladders: Sequence[Raised]) -> None:
    first, total = ladders[0], _together(ladders[1:])
    if not is_one_of(key, [(first, 0), (total, 0)], answer.blank or (), blank_hash(0, state)):
        raise Unacceptable("blank_proof")
    claims = [(first, 1), *_interval(total, question)]
    if not is_one_of(key, claims, answer.overall, blank_hash(1, state)):
        raise Unacceptable("overall_proof")


def _together(ladders: Sequence[Raised]) -> Raised:
    return reduce(Raised.times, ladders)


def _interval(total: Raised, question: Question) -> list[Claim]:
    return [(total, number) for number in range(question.least, question.most + 1)]


def _answer(key: mpz, question: Question, state: str, values: Sequence[int]) -> Answer:
    if len(values) != question.width or any(value not in (0, 1) for value in values):
        raise Unacceptable("choices")
    randoms = [random_exponent() for _ in values]
    choices = tuple(encrypt(key, value, one) for value, one in zip(values, randoms, strict=True))
    individual = tuple(
        prove_one_of(key, interval_claims(one, 0, 1), value, random, interval_hash(state, one))
        for one, value, random in zip(choices, values, randoms, strict=True)
    )
    whole = _with_choices(state, choices)
    if question.blank:
        hidden = list(zip(choices, values, randoms, strict=True))
        overall, blank = _prove_blank(key, question, whole, hidden)
        return Answer(choices=choices, individual=individual, overall=overall, blank=blank)
    total, place = _total(choices), sum(values) - question.least
    claims = interval_claims(total, question.least, question.most)
    if not 0 <= place < len(claims):
        raise Unacceptable("choices")
    overall = prove_one_of(key, claims, place, sum(randoms, mpz(0)) % Q, interval_hash(whole, total))
    return Answer(choices=choices, individual=individual, overall=overall)


def _prove_blank(
    key: mpz, question: Question, state: str, hidden: Sequence[tuple[Ciphertext, int, mpz]]
) -> tuple[tuple[Proof, ...], tuple[Proof, ...]]:
    """Prove both statements of 4.13 on each ciphertext with what it hides and its randomness."""
    (first, is_blank, own), *rest = hidden
    total, sum_ = _total([one for one, _, _ in rest]), sum(value for _, value, _ in rest)
    others = sum((random for _, _, random in rest), mpz(0)) % Q
    claims = [first.minus(1), *interval_claims(total, question.least, question.most)]
    if is_blank:
        place, random = 0, own
        allowed = sum_ == 0
    else:
        place, random = sum_ - question.least + 1, others
        allowed = question.least <= sum_ <= question.most
    if not allowed:
        raise Unacceptable("choices")
    overall = prove_one_of(key, claims, place, random, blank_hash(1, state))
    zero, its_random = (1, others) if is_blank else (0, own)
    return overall, prove_one_of(key, [first, total], zero, its_random, blank_hash(0, state))
