"""The replies of an answer, sent from the kernel of a graded notebook.

The judge sits in another process, which alone decides what they are worth.
"""

from collections.abc import Callable
from typing import Any

from grading.judging import describe_error, replies_of
from grading.payload import decode, encode
from grading.registry import find_exercise

REPLY_MIME = "application/vnd.course.replies+json"


def send_replies(key: str, answer: Callable[[], Any], questions: str) -> None:
    """Let an answer reply to encoded questions and publish the replies."""
    from IPython.display import publish_display_data

    try:
        exercise = find_exercise(key)
        replies = replies_of(exercise, answer(), decode(questions))
        message = {"replies": encode(replies)}
    except Exception as error:
        message = {"error": describe_error(error)}
    publish_display_data({REPLY_MIME: message})
