"""What every record has in common, and the types of its fields.

All scalars arrive as text (YAML's failsafe schema); the types below turn them into values. Each raises
ValueError with a remedy that the keeper reads.
"""

import datetime
import functools
import html
import re
import string
import unicodedata
from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from badgesite.model.span import Span

_ID = re.compile(r"[a-z0-9_-]{1,64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMOUNT = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_EMAIL = re.compile(r"(?<![@\w.+-])[\w.+-]+@(?:[\w-]+\.)+[^\W\d_][\w-]*\w")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
PLACES = ("badge", "customer", "group")
"""What is filled into addresses that a page leads to."""
_LONGEST_LINE = 500
_LONGEST_TEXT = 20_000


class Record(BaseModel):
    """A frozen record whose unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=False, ser_json_inf_nan="null")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("write plain text here, not a list or a mapping")
    if not value.isprintable():  # control characters are not, and most texts are
        _refuse_control(value)
    return value.strip()


def _refuse_control(text: str) -> None:
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t\r":
            raise ValueError(f"remove the control character U+{ord(character):04X}")


def read_line(value: Any) -> str:
    """Return one line of text without outer or doubled white space."""
    text = " ".join(_text(value).split())
    if not text:
        raise ValueError("write some text, or remove the key")
    if len(text) > _LONGEST_LINE:
        raise ValueError(f"shorten it to {_LONGEST_LINE} characters; it has {len(text)}")
    return text


def read_text(value: Any) -> str:
    """Return text of one or more paragraphs."""
    text = _text(value)
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"shorten it to {_LONGEST_TEXT} characters; it has {len(text)}")
    return text


def refuse_email(text: str) -> str:
    """Return the text unless it holds an e-mail address: what is said of people is published."""
    if "@" not in text and "&" not in text:  # as in most texts; an entity may stand for an @
        return text
    if found := _EMAIL.search(html.unescape(text)):
        raise ValueError(f"remove the e-mail address {found[0]}: e-mail addresses are never published")
    return text


def read_id(value: Any) -> str:
    """Return an id: lower-case letters, digits, `-` and `_`, at most 64."""
    return _read_id(value if isinstance(value, str) else "")


@functools.lru_cache(maxsize=4096)  # very many records name few badges, groups and metrics
def _read_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise ValueError("use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`")
    return text


def read_page_id(value: Any) -> str:
    """Return the id of a page: one or more ids with `/` between them."""
    steps = value.split("/") if isinstance(value, str) else [""]
    return "/".join(map(read_id, steps))


def read_date(value: Any) -> datetime.date:
    """Return a date written as YYYY-MM-DD."""
    return _read_day(value if isinstance(value, str) else "")


@functools.lru_cache(maxsize=20_000)  # in very many records stand few days
def _read_day(text: str) -> datetime.date:
    if not _DATE.fullmatch(text):
        raise ValueError("write the date as YYYY-MM-DD, such as 2024-02-29")
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day; write the date as YYYY-MM-DD") from None


def read_amount(value: Any) -> Decimal:
    """Return an exact decimal number of at most 15 digits before and 9 after the point."""
    return _read_number(value if isinstance(value, str) else "")


@functools.lru_cache(maxsize=4096)  # most amounts are small
def _read_number(text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise ValueError("write a number such as 12 or 12.50")
    return Decimal(text) or Decimal(0)  # there is no -0


def read_truth(value: Any) -> bool:
    """Return True for `true` and `yes`, False for `false` and `no`."""
    if not isinstance(value, str) or value.lower() not in _TRUTH:
        raise ValueError("write true or false")
    return _TRUTH[value.lower()]


def read_measure(value: Any) -> Decimal | bool:
    """Return what was counted: a number, or true/false for a metric that is a flag."""
    if isinstance(value, str) and value.lower() in _TRUTH:
        return _TRUTH[value.lower()]
    try:
        return read_amount(value)
    except ValueError:
        raise ValueError("write a number such as 12 or 12.50, or true or false") from None


def _read_span(value: Any) -> Span:
    return Span.parse(value if isinstance(value, str) else "")


def read_color(value: Any) -> str:
    """Return a colour written as #rrggbb, in lower case."""
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise ValueError('write a colour as "#rrggbb", in quotes, such as "#b4532a"')
    return value.lower()


def read_web_address(value: Any) -> str:
    """Return an http or https address without spaces, quotes or credentials."""
    text = value if isinstance(value, str) else ""
    remedy = "write a whole address that starts with https://"
    if re.search(r"\s", text.strip()):
        raise ValueError("write it without spaces; %20 stands for one")
    if not re.fullmatch(r"https?://[^\s\"<>\\^`]+", text, re.IGNORECASE) or len(text) > 2000:
        raise ValueError(remedy)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        raise ValueError(remedy) from None
    if not parts.hostname or "@" in parts.netloc:
        raise ValueError(remedy)
    return text


def read_secure_address(value: Any) -> str:
    """Return an https address."""
    address = read_web_address(value)
    if not address.lower().startswith("https://"):
        raise ValueError("write a whole address that starts with https://")
    return address


def read_form_address(value: Any) -> str:
    """Return a web address with places to be filled in, such as `{customer}`."""
    text = value if isinstance(value, str) else ""
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        raise ValueError("close each { with a }, as in {customer}") from None
    for _, name, form, conversion in parts:
        if name not in PLACES or form or conversion:
            known = ", ".join(f"{{{place}}}" for place in PLACES)
            raise ValueError(f"{{{name}}} cannot be filled in; use {known}")
    read_web_address(text.format(**dict.fromkeys(PLACES, "x")))
    return text


def read_public_address(value: Any) -> str:
    """Return a web address in which no e-mail address stands, as those have in which one leaves one's own."""
    address = read_web_address(value)
    refuse_email(unquote(address))
    return address


def read_reply(value: Any) -> str:
    """Return the https address of a form, which may have places to be filled in, or `mailto:` with an address."""
    if isinstance(value, str) and re.fullmatch(r"mailto:[^\s\"<>\\^`?&]+@[^\s\"<>\\^`?&]+", value):
        return value
    if not isinstance(value, str) or not value.lower().startswith("https://"):
        raise ValueError("write the address of a form, which starts with https://, or mailto: and your address")
    return read_form_address(value)


def read_asset(value: Any) -> str:
    """Return the path of a file below `content/assets/`, as written from `content/`."""
    text = value if isinstance(value, str) else ""
    steps = text.split("/")
    if steps[0] != "assets" or len(steps) < 2 or {"", ".", ".."} & set(steps) or "\\" in text:
        raise ValueError("write a path that starts with assets/, such as assets/logo.svg")
    return text


def _as_text(pattern: str = "", **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", **({"pattern": f"^{pattern}$"} if pattern else {}), **more})


Id = Annotated[str, BeforeValidator(read_id), _as_text(_ID.pattern)]
PageId = Annotated[str, BeforeValidator(read_page_id), _as_text(f"{_ID.pattern}(/{_ID.pattern})*")]
Line = Annotated[str, BeforeValidator(read_line), _as_text(maxLength=_LONGEST_LINE)]
Text = Annotated[str, BeforeValidator(read_text), _as_text(maxLength=_LONGEST_TEXT)]
PublicLine = Annotated[str, BeforeValidator(lambda value: refuse_email(read_line(value))), _as_text()]
PublicText = Annotated[str, BeforeValidator(lambda value: refuse_email(read_text(value))), _as_text()]
Date = Annotated[datetime.date, BeforeValidator(read_date), _as_text(_DATE.pattern)]
Amount = Annotated[Decimal, BeforeValidator(read_amount), WithJsonSchema({"type": ["number", "string"]})]
Measure = Annotated[
    Decimal | bool, BeforeValidator(read_measure), WithJsonSchema({"type": ["number", "boolean", "string"]})
]
Truth = Annotated[bool, BeforeValidator(read_truth), WithJsonSchema({"type": "boolean"})]
SpanText = Annotated[Span, BeforeValidator(_read_span), _as_text()]
Color = Annotated[str, BeforeValidator(read_color), _as_text(_COLOR.pattern)]
WebAddress = Annotated[str, BeforeValidator(read_web_address), _as_text(format="uri")]
PublicAddress = Annotated[str, BeforeValidator(read_public_address), _as_text(format="uri")]
SecureAddress = Annotated[str, BeforeValidator(read_secure_address), _as_text("https://.+", format="uri")]
FormAddress = Annotated[str, BeforeValidator(read_form_address), _as_text()]
Reply = Annotated[str, BeforeValidator(read_reply), _as_text("(mailto:|https://).+")]
AssetPath = Annotated[str, BeforeValidator(read_asset), _as_text("assets/.+")]


class Named(Record):
    """A record with an address of its own."""

    id: Id = Field(description="The name in addresses. Left out, it is the file's name without its ending.")
    aliases: tuple[Id, ...] = Field((), description="Earlier ids; their addresses lead to the present one.")
