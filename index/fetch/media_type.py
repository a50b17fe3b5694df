"""What an answer says that it is: the ``Content-Type`` header (RFC 9110, section 8.3)."""

from __future__ import annotations

from email.message import Message


def parse_media_type(header: str) -> tuple[str, str | None]:
    """Return the media type and the charset in ``header``, in lower case; an empty type where there is none."""
    message = Message()
    message["Content-Type"] = " ".join(header.split())
    media_type = header.partition(";")[0].strip().lower()
    charset = message.get_param("charset")
    name = charset.strip().strip("\"'").lower() if isinstance(charset, str) else ""
    return media_type, name or None
