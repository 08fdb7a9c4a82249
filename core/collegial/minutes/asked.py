"""Word the written questions of an assembly, each with its answer or the lack of one (L33)."""

from collegial.documents.voice import Voice
from collegial.kernel.text import Text, t
from collegial.minutes.facts import MinutesFacts, QuestionFacts
from collegial.minutes.passages import Worded, paragraphs
from collegial.web.prose import without_signs


def asked_section(facts: MinutesFacts, voice: Voice) -> Worded | None:
    """Give the written questions in the order they were asked; None where there were none."""
    if not facts.questions:
        return None
    return {
        "heading": voice.say(t("Written questions")),
        "entries": [_worded(one, voice) for one in facts.questions],
    }


def _worded(question: QuestionFacts, voice: Voice) -> Worded:
    return {
        "heading": voice.say(t("Question asked by %(name)s", name=question.by)),
        "paragraphs": paragraphs(without_signs(question.text)),
        "answered": voice.say(_answered(question, voice)),
        "answer": paragraphs(without_signs(question.answer or "")),
    }


def _answered(question: QuestionFacts, voice: Voice) -> Text:
    """Say whether there is an answer, and whether the assembly could still hear it."""
    if question.answer is None:
        return t("No answer was given.")
    if question.later_on:
        return t("Answer given after the meeting, on %(day)s:", day=voice.date(question.later_on))
    return t("Answer:")
