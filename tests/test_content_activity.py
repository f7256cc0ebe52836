"""CSV activity: exact facts by customer, and each wrong row named."""

# ruff: noqa: E501 - messages stand here as they are shown

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.content.activity import read_activity
from badgesite.model import Fact
from sites import SITE, load_site, problems_of

HEADER = "customer,date,metric,amount\n"
DAY = datetime.date(2024, 2, 29)


def problems_in(text: str) -> list[str]:
    return [str(problem) for problem in read_activity("a.csv", text.splitlines(keepends=True)).problems]


def test_rows_become_exact_facts_in_any_order_of_columns() -> None:
    text = "Amount, metric ,date,customer\n0.1,orders,2024-02-29,ada\nTrue, done ,2024-02-29, ada \n\n"
    ledger = read_activity("a.csv", text.splitlines(keepends=True))
    assert ledger.problems == ()
    assert ledger.facts == {"ada": [Fact(DAY, "orders", Decimal("0.1")), Fact(DAY, "done", True)]}
    assert ledger.metrics == {"orders", "done"}


def test_rows_of_several_files_are_joined_in_the_order_of_the_files(tmp_path: Path) -> None:
    customers = "-- content/customers/ada.yaml --\nname: Ada\n"
    files = f"-- content/activity/b.csv --\n{HEADER}ada,2024-02-29,x,2\n-- content/activity/a.csv --\n{HEADER}ada,2024-02-29,x,1\n"
    content, problems = load_site(tmp_path, SITE + customers + files)
    assert problems == ()
    assert content is not None
    assert content.activity == {"ada": (Fact(DAY, "x", Decimal(1)), Fact(DAY, "x", Decimal(2)))}


FIRST_LINE = "(the first line must be: customer,date,metric,amount)"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [f"1:1: the names of the columns are missing {FIRST_LINE}"]),
        ("ada,2024-02-29,orders,1\n", [f"1:1: the names of the columns are missing {FIRST_LINE}"]),
        ("customer,date,metric\n", [f"1:1: the column “amount” is missing {FIRST_LINE}"]),
        ("customer;date;metric;amount\n", ["1:1: the columns are separated by semicolons "
             "(separate them with commas, or take the table in with `badgesite import`)"]),
        ("customer,date,metrics,amount\n", [
            f"1:1: the column “metric” is missing {FIRST_LINE}",
            "1:15: unknown column “metrics” (did you mean “metric”?)",
        ]),
        ("customer,date,metric,amount,note\n", [f"1:29: unknown column “note” {FIRST_LINE}"]),
        ("customer,date,metric,amount,date\n", [f"1:29: the column “date” stands here a second time {FIRST_LINE}"]),
        (HEADER + "ada,2024-02-29,x,1\nada,2024-02-30,x,nine\n", [
            "3:5: “date” cannot be “2024-02-30” (there is no such day; write the date as YYYY-MM-DD)",
            "3:18: “amount” cannot be “nine” (write a number such as 12 or 12.50, or true or false)",
        ]),
        (HEADER + "../ada,2024-02-29,X,1\n", [
            "2:1: “customer” cannot be “../ada” (use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`)",
            "2:19: “metric” cannot be “X” (use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`)",
        ]),
        (HEADER + "ada,2024-02-29,x,12,50\n", [
            "2:1: this row has 5 cells instead of 4 (separate four cells with commas; a number has a point, no comma)",
        ]),
        (HEADER + 'ada,2024-02-29,x,"1\nada,2024-02-29,x,1\n', [
            "3:1: this row cannot be read: unexpected end of data (look for a quote that is never closed, here or above)",
        ]),
    ],
)  # fmt: skip
def test_each_wrong_row_is_named_with_its_place(text: str, problems: list[str]) -> None:
    assert problems_in(text) == [f"a.csv:{problem}" for problem in problems]


def test_very_many_wrong_rows_end_in_one_line() -> None:
    found = problems_in(HEADER + "ada,yesterday,x,1\n" * 1_520)
    assert len(found) == 21
    assert found[-1] == "a.csv:22:1: 1,500 more rows are wrong from here on (correct those above first)"


def test_unknown_customers_are_named_once_a_file(tmp_path: Path) -> None:
    rows = "".join(f"nobody-{number},2024-02-29,x,1\n" * 2 for number in range(25))
    customers = "-- content/customers/ada.yaml --\nname: Ada\naliases: [a-lovelace]\n"
    found = problems_of(
        tmp_path,
        f"{SITE}{customers}-- content/activity/a.csv --\n{HEADER}{rows}"
        f"-- content/activity/b.csv --\n{HEADER}ada,2024-02-29,x,1\nadda,2024-02-29,x,1\na-lovelace,2024-02-29,x,1\n",
    )
    assert len(found) == 23
    assert found[0] == (
        "content/activity/a.csv:2:1: no file defines the customer “nobody-0” (`badgesite new customer nobody-0` makes it)"
    )
    assert found[20:] == [
        "content/activity/a.csv:42:1: 5 more customers are unknown from here on"
        " (make a file in content/customers/ for each)",
        "content/activity/b.csv:3:1: no file defines the customer “adda” (did you mean “ada”?)",
        "content/activity/b.csv:4:1: the customer “a-lovelace” is now called “ada” (write ada)",
    ]


def test_a_customer_whose_file_is_wrong_is_not_called_unknown(tmp_path: Path) -> None:
    files = f"-- content/customers/ada.yaml --\nname: [\n-- content/activity/a.csv --\n{HEADER}ada,2024-02-29,x,1\n"
    assert [problem.split(":")[0] for problem in problems_of(tmp_path, SITE + files)] == [
        "content/customers/ada.yaml"
    ]


@given(st.text() | st.text('",;\n\r0 a-'))
def test_any_rows_give_facts_or_problems(rows: str) -> None:
    for problem in read_activity("a.csv", (HEADER + rows).splitlines(keepends=True)).problems:
        assert problem.line >= 2
        assert str(problem).isprintable()
