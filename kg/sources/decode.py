"""From bytes to numbered lines of text, whatever their encoding, with a place to report problems."""

import io
import itertools
import re
from collections.abc import Callable, Iterator

from kg.errors import SourceError
from kg.model import Problem
from kg.sources.raw import Stream

Report = Callable[[Problem], None]

#: Bytes that are looked at to tell the encoding and the format.
HEAD = 1 << 18
#: Characters of one line, and of a document that has to be held as a whole.
MAX_LINE = 1 << 25
MAX_WHOLE = 1 << 28
#: Errors and notes of one source that are reported one by one.
MAX_ERRORS = 1000
MAX_NOTES = 100

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_STRAY = re.compile("[\udc80-\udcff]+")
_LEGACY = [  # what text on the web was written in before UTF-8
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "cp949"),
]
_ENOUGH = 30  # non-ASCII bytes below which a guess at a rare encoding is worth nothing


def encoding_of(head: bytes) -> str:
    """Return the encoding of a source from its first bytes: byte-order mark, NUL pattern, UTF-8, else a guess.

    UTF-8 is kept where at least half of the lines that need it are valid; the stray bytes of the others
    are mended one by one (see `Text.lines`).
    """
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    return _wide(head) or ("utf-8" if _mostly_utf8(head) else _guessed(head))


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without a mark by its NULs: nearly every second byte, on one side."""
    pairs = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if pairs >= 2 and max(even, odd) > 0.6 * pairs and min(even, odd) < 0.1 * pairs:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _mostly_utf8(head: bytes) -> bool:
    good = bad = 0
    lines = head.split(b"\n")
    if len(lines) > 1 and len(head) >= HEAD:
        lines.pop()  # the cut may fall inside a character
    for line in lines:
        if not line.isascii():
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError as error:
                cut = len(head) >= HEAD and len(lines) == 1 and error.start >= len(line) - 3
                good, bad = good + cut, bad + (not cut)
    return good >= bad


def _guessed(head: bytes) -> str:
    """Guess a legacy encoding: Windows-1252 unless there is enough to tell another one."""
    wide = bytes(byte for byte in head if byte > 127)
    if len(wide) < _ENOUGH:
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(head[: 1 << 16], cp_isolation=_LEGACY).best()
    return best.encoding if best else "cp1252"


class Text:
    """The lines of one source, and where its problems go. Read once, by `lines` or by `whole`.

    `name` is the source's own name, `label` the name as the caller gave it, `head` the first characters.
    """

    def __init__(self, stream: Stream, *, name: str, label: str, report: Report) -> None:
        self.name, self.label = name, label
        self._report = report
        self._count = {True: 0, False: 0}  # errors, notes
        self.found = 0  # papers, counted by the readers
        buffered = io.BufferedReader(stream, HEAD)
        self.raw_head = buffered.peek(HEAD)
        self.encoding = encoding_of(self.raw_head)
        self.head = self.raw_head.decode(self.encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
        self._utf8 = self.encoding.startswith("utf-8")
        self._wrapper = io.TextIOWrapper(buffered, self.encoding, "surrogateescape" if self._utf8 else "replace")

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the number (from 1) and the text of each line, without its end.

        A byte that is not UTF-8 is read as Windows-1252 and its line noted; a line above `MAX_LINE`
        characters is reported and left out.
        """
        self._note_encoding()
        for number in itertools.count(1):
            line = self._wrapper.readline(MAX_LINE)
            if not line:
                return
            if len(line) == MAX_LINE and line[-1] != "\n":
                self._skip_line()
                self.problem(number, f"the line is longer than {MAX_LINE:,} characters", "Put one paper on a line")
                continue
            yield number, self._mended(number, line.removesuffix("\n"))

    def whole(self) -> str:
        """Return the text as a whole, lines ending with a newline.

        Raises SourceError above `MAX_WHOLE` characters.
        """
        self._note_encoding()
        text = self._wrapper.read(MAX_WHOLE + 1)
        if len(text) > MAX_WHOLE:
            raise SourceError(self.label, 0, f"is longer than {MAX_WHOLE:,} characters", "Split it, or use JSON Lines")
        if self._sound(text):
            return text
        return "\n".join(self._mended(number, line) for number, line in enumerate(text.split("\n"), 1))

    def problem(self, line: int, message: str, mend: str, *, error: bool = True) -> None:
        """Report something about a line (0: the whole); those beyond `MAX_ERRORS` or `MAX_NOTES` are only counted.

        Raises SourceError where that many errors stand against not one paper: this is something else.
        """
        self._count[error] += 1
        if self._count[True] > MAX_ERRORS and not self.found:
            raise SourceError(self.label, line, f"{MAX_ERRORS:,} records hold no paper", "Is this the right file?")
        if self._count[error] <= (MAX_ERRORS if error else MAX_NOTES):
            self._report(Problem(self.label, line, "read", message, mend, error))

    def note(self, line: int, message: str, mend: str = "Nothing to do") -> None:
        """Report something that costs no paper."""
        self.problem(line, message, mend, error=False)

    @property
    def errors(self) -> int:
        """How many errors were found."""
        return self._count[True]

    def finish(self) -> None:
        """Report how many errors and notes were only counted."""
        for error, most, what in ((True, MAX_ERRORS, "errors"), (False, MAX_NOTES, "notes")):
            more = self._count[error] - most
            if more > 0:
                message = f"{more:,} more {what} about this source are not listed"
                self._report(Problem(self.label, 0, "read", message, "Begin with those that are listed", error))

    def _skip_line(self) -> None:
        while (rest := self._wrapper.readline(MAX_LINE)) and rest[-1] != "\n":
            pass

    def _note_encoding(self) -> None:
        if not self.encoding.startswith("utf"):
            self.note(0, f"is not UTF-8 and was read as {self.encoding}", "Save it as UTF-8")

    def _sound(self, line: str) -> bool:
        if line.isascii():
            return True
        if not self._utf8:
            return "\ufffd" not in line
        try:
            line.encode()
        except UnicodeEncodeError:  # a byte that was no UTF-8 stands as a lone surrogate
            return False
        return True

    def _mended(self, number: int, line: str) -> str:
        if self._sound(line):
            return line
        if not self._utf8:
            self.note(number, f"holds bytes that are not {self.encoding}; each became U+FFFD", "Save the file as UTF-8")
            return line
        self.note(number, "holds bytes that are not UTF-8; they were read as Windows-1252", "Save the file as UTF-8")
        return _STRAY.sub(_from_windows, line)


def _from_windows(match: re.Match[str]) -> str:
    stray = match[0].encode("utf-8", "surrogateescape")
    try:
        return stray.decode("cp1252")
    except UnicodeDecodeError:  # five bytes mean nothing in Windows-1252
        return stray.decode("latin-1")
