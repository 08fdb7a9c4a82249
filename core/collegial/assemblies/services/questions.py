"""Ask a written question before the assembly, and answer it (L33)."""

from collegial.assemblies.events import QuestionAnswered, QuestionAsked
from collegial.assemblies.models import AssemblyState, RollEntry, WrittenQuestion
from collegial.assemblies.permissions import ATTEND, PREPARE
from collegial.kernel.errors import Forbidden, Invalid, Refused
from collegial.kernel.events import Context
from collegial.kernel.permissions import require
from collegial.kernel.text import t


def ask_question(context: Context, entry: RollEntry, text: str) -> WrittenQuestion:
    """Ask for one's own voting right, between the convocation and the opening.

    Raises Forbidden for another's right, Refused outside that time, Invalid for an empty text.
    """
    require(context.by, ATTEND)
    if entry.voter_id != context.by.actor_id:
        raise Forbidden(
            "questions.not_yours",
            t("You can only ask in your own name, or that of an organisation you represent."),
        )
    if entry.assembly.state is not AssemblyState.CONVENED:
        raise Refused(
            "questions.too_late", t("Written questions are asked between the convocation and the opening.")
        )
    if not text.strip():
        raise Invalid("questions.empty", t("Write your question."), field="text")
    question = WrittenQuestion(
        assembly_id=entry.assembly_id, entry_id=entry.id, text=text.strip(), asked_at=context.clock.now()
    )
    context.session.add(question)
    context.session.flush()  # the event names the question by its number
    context.emit(QuestionAsked(assembly=entry.assembly_id, entry=entry.id, question=question.id))
    return question


def answer_question(context: Context, question: WrittenQuestion, answer: str) -> None:
    """Answer for everyone to read; raises Refused when it is answered already, Invalid for an empty answer."""
    require(context.by, PREPARE)
    if question.answer is not None:
        raise Refused("questions.answered", t("This question is answered already."))
    if not answer.strip():
        raise Invalid("questions.no_answer", t("Write the answer."), field="answer")
    question.answer, question.answered_at = answer.strip(), context.clock.now()
    context.emit(QuestionAnswered(assembly=question.assembly_id, question=question.id))
