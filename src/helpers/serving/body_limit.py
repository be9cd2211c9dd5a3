"""Refuses long bodies before they are in memory.

The header that announces the length may lie, so the bytes are counted too.
"""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_DISCARDED = 10
"""Bodies up to so many times the limit are received, and thrown away.

Most clients read no answer before they have sent everything.
"""


class BodyLimit:
    """A layer around a service that answers 413 to bodies that are too long."""

    def __init__(self, service: ASGIApp, most_bytes: int) -> None:
        self.service = service
        self.most_bytes = most_bytes

    async def __call__(
        self, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Read the body up to the limit; hand the request on if it fits."""
        if scope["type"] != "http":
            await self.service(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        length, received = int(announced) if announced.isdigit() else 0, 0
        messages: list[Message] = []
        more = length <= MOST_DISCARDED * self.most_bytes
        while more:
            message = await receive()
            received += len(message.get("body", b""))
            length = max(length, received)
            if length <= self.most_bytes:
                messages.append(message)
            more = message.get("more_body", False) and (
                length <= MOST_DISCARDED * self.most_bytes
            )
        if length > self.most_bytes:
            await self._refuse(scope, receive, send)
            return

        async def replay() -> Message:
            return messages.pop(0) if messages else await receive()

        await self.service(scope, replay, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = (
            f"the body is too long: at most {self.most_bytes:,} bytes are "
            "allowed"
        )
        headers = {"connection": "close"}
        refusal = JSONResponse({"detail": detail}, 413, headers)
        await refusal(scope, receive, send)
