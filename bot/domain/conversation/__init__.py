"""The conversation: a pure state machine, the same for every channel."""

from bot.domain.conversation.desk import Absence, Colleague, Desk, DeskOccurrence, DeskTask, HistoryLine
from bot.domain.conversation.kinds import Notice
from bot.domain.conversation.machine import QUESTIONS, Outcome, step
from bot.domain.conversation.prompts import Choice, Prompt
from bot.domain.conversation.states import ConversationState, StateName, state_from_json, state_to_json

__all__ = [
    "QUESTIONS",
    "Absence",
    "Choice",
    "Colleague",
    "ConversationState",
    "Desk",
    "DeskOccurrence",
    "DeskTask",
    "HistoryLine",
    "Notice",
    "Outcome",
    "Prompt",
    "StateName",
    "state_from_json",
    "state_to_json",
    "step",
]
