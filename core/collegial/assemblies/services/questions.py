"""Ask a written question before the assembly, and answer it (L33)."""

from collegial.assemblies.events import QuestionAnswered, QuestionAsked, QuestionTakenBack
from collegial.assemblies.models import AssemblyState, RollEntry, WrittenQuestion
from collegial.assemblies.permissions import ATTEND, PREPARE
from collegial.assemblies.queries.attending import hold_entries
from collegial.assemblies.queries.member_items import questions_end
from collegial.assemblies.queries.questions import is_asked
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.holding import held_row
from collegial.kernel.permissions import require
from collegial.kernel.refusing import taken_away
from collegial.kernel.text import t


def require_own(context: Context, entry: RollEntry) -> None:
    """Let pass whoever asks for its own voting right; raises Forbidden for another's."""
    require(context.by, ATTEND)
    if entry.voter_id != context.by.actor_id:
        raise Forbidden(
            "questions.not_yours",
            t("You can only ask in your own name, or that of an organisation you represent."),
        )


def ask_question(context: Context, entry: RollEntry, text: str) -> WrittenQuestion:
    """Ask for one's own voting right, between the convocation and the opening.

    Raises Forbidden for another's right, Refused outside that time or after the statutes' last day, Invalid
    for an empty text and for one that this right has asked already.
    """
    require_own(context, entry)
    hold_entries(context.session, entry)
    check_asking_time(context, entry)
    if not text.strip():
        raise Invalid("questions.empty", t("Write your question."), field="text")
    if is_asked(context.session, entry.id, text.strip()):
        raise Invalid("questions.asked", t("You have asked this question already."), field="text")
    question = WrittenQuestion(
        assembly_id=entry.assembly_id, entry_id=entry.id, text=text.strip(), asked_at=context.clock.now()
    )
    context.session.add(question)
    context.session.flush()  # the event names the question by its number
    context.emit(QuestionAsked(assembly=entry.assembly_id, entry=entry.id, question=question.id))
    return question


def check_asking_time(context: Context, entry: RollEntry) -> None:
    """Raise Refused where no question can be asked in an assembly any more, or not yet."""
    if entry.assembly.state is not AssemblyState.CONVENED:
        raise Refused(
            "questions.too_late", t("Written questions are asked between the convocation and the opening.")
        )
    last = questions_end(context.session, entry.assembly, context.zone)
    if last is not None and context.today > last:
        raise Refused(
            "questions.after_the_last_day",
            t(
                "It is too late for written questions: the last day was %(last)s. Ask it in the assembly.",
                last=last,
            ),
        )


def answer_question(context: Context, question: WrittenQuestion, answer: str) -> None:
    """Answer for everyone to read; raises Refused when it is answered already, Invalid for an empty answer."""
    require(context.by, PREPARE)
    _hold_unanswered(context, question)
    if not answer.strip():
        raise Invalid("questions.no_answer", t("Write the answer."), field="answer")
    question.answer, question.answered_at = answer.strip(), context.clock.now()
    context.emit(QuestionAnswered(assembly=question.assembly_id, question=question.id))


def take_question_back(context: Context, question: WrittenQuestion) -> None:
    """Take one's own question back; raises Refused once it is answered or the assembly is open."""
    require_own(context, question.entry)
    _hold_unanswered(context, question)
    if question.assembly.state is not AssemblyState.CONVENED:
        raise Refused("questions.opened", t("The assembly is open: a question is no longer taken back."))
    context.emit(QuestionTakenBack(assembly=question.assembly_id, question=question.id))
    context.session.delete(question)


def _hold_unanswered(context: Context, question: WrittenQuestion) -> None:
    """Keep a question from being answered and taken back at one moment."""
    if held_row(context.session, WrittenQuestion, question.id) is None:
        raise taken_away()
    if question.answer is not None:
        raise Refused("questions.answered", t("This question is already answered."))
