"""Text as XML holds it."""

import re
from html import escape

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text for the content of an element or of an attribute in double quotes.

    A character that XML cannot hold becomes U+FFFD. Breaks are written as references, so that every reader gets them
    as they are.

    >>> xml_text('a "b"' + chr(7) + chr(13))
    'a &quot;b&quot;\ufffd&#13;'
    """
    fitting = escape(_NOT_XML.sub("\ufffd", text)).replace("&#x27;", "'")
    return fitting.replace("\t", "&#9;").replace("\n", "&#10;").replace("\r", "&#13;")
