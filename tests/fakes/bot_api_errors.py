"""Answers of the Bot API that are not "ok", worded as Telegram words them (clients match on the words)."""

from __future__ import annotations


class ApiError(Exception):
    """A refused call: HTTP status, `description` and, for some, `parameters` (retry_after, migrate_to_chat_id)."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """The JSON body Telegram sends with this error."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """429; `retry_after` in whole seconds, as Telegram gives it."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def chat_not_found() -> ApiError:
    return bad_request("chat not found")


def blocked_by_user() -> ApiError:
    return forbidden("bot was blocked by the user")


def terminated_by_other_poller() -> ApiError:
    return conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
