"""`badgesite import`: spreadsheets as they come, each refused row told, comments kept, and twice is like once."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from badgesite.content.parse import parse
from badgesite.tools.cells import make_id
from badgesite.tools.edit import change_records, write_record
from built import look_at, read_files
from command import Ran, run
from sites import load_site, write_site

SITE = """\
-- content/site.yaml --
name: Northwind
url: https://northwind.example
metrics: {orders: {label: Orders}, kilos: {label: Coffee taken}, member: {label: Member}}
-- content/badges/all.yaml --
- {id: bug, name: Bug Finder, criteria: Find one.}
- {id: host, name: Host, criteria: Host us., repeatable: true}
- {id: gone, name: Gone, criteria: Be early., retired: 2022-01-01}
-- content/groups/makers.yaml --
name: Home baristas
-- content/customers/ada.yaml --
# Ada was here first.
name: Ada Lovelace     # as she writes it
aliases: [augusta]

# What she was given
awards:
  # by hand
  - {badge: bug, date: 2022-05-06, note: "The first one!"}
joined: 2021-03-04
-- content/customers/more.yaml --
- id: bea
  name: "Bea"    # quotes stay
- id: "no"
  name: No
  metrics: {orders: 012}
"""
ADA = SITE.split("ada.yaml --\n")[1].split("-- content")[0]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with customers of every form."""
    return write_site(tmp_path / "site", SITE)


def imported(site: Path, table: str | bytes, *more: object, name: str = "table.csv") -> Ran:
    """Import a table."""
    file = site.parent / name
    file.write_bytes(table if isinstance(table, bytes) else table.encode())
    return run("import", file, "--site", site, "--today", "2026-11-22", *more)


def written(site: Path, table: str | bytes, *more: object, name: str = "table.csv") -> dict[str, str]:
    """Import a table, see that neither showing nor repeating it writes anything; return the files that differ."""
    before = read_files(site)
    seen = look_at(site)
    dry = imported(site, table, *more, name=name)
    assert dry.code == 0, dry.err
    assert look_at(site) == seen
    assert "to do so add  --write" in dry.out
    assert imported(site, table, *more, "--write", name=name).code == 0
    after, seen = read_files(site), look_at(site)
    assert "There is nothing to write." in imported(site, table, *more, "--write", name=name).out
    assert look_at(site) == seen
    assert load_site(site).is_sound
    return {path: body.decode() for path, body in after.items() if before.get(path) != body}


def refused(site: Path, table: str | bytes, *more: object) -> list[str]:
    """Import what is refused, see that nothing is written, and return what is said of it, without the file."""
    before = look_at(site)
    ran = imported(site, table, *more, "--write")
    assert (ran.code, ran.out) == (1, "")
    assert look_at(site) == before
    return [line.rpartition("table.csv:")[2] for line in ran.err.splitlines()]


def test_new_customers_get_files_and_those_known_what_is_new(site: Path) -> None:
    table = "ID,Full name,Member since,Segment,Orders\nada,Ada,2021-03-05,Home baristas,3\n,Émile Zola,,makers,\n"
    assert written(site, table) == {
        "content/customers/emile-zola.yaml": "name: Émile Zola\ngroup: makers\n",
        "content/customers/ada.yaml": ADA.replace("Lovelace     #", "             #").replace("03-04", "03-05")
        + "group: makers\nmetrics: {orders: 3}\n",
    }  # fmt: skip


def test_a_cell_of_several_groups_places_the_customer_in_each(site: Path) -> None:
    """Whether there was one group, several or none, and under whatever key; a group's own name may hold a comma."""
    write_site(
        site,
        "-- content/groups/hosts.yaml --\nname: Hosts, at home\n"
        "-- content/customers/gus.yaml --\nname: Gus   # tall\ngroup: hosts\nbio: Tall.\n"
        "-- content/customers/hal.yaml --\nname: Hal\ngroups: [hosts, makers]\n",
    )
    table = 'id,name,Groups\nada,,makers; hosts\nfay,Fay,"Hosts, at home"\ngus,,makers | hosts\nhal,,makers\n'
    assert written(site, table) == {
        "content/customers/ada.yaml": ADA + "groups: [makers, hosts]\n",
        "content/customers/fay.yaml": "name: Fay\ngroup: hosts\n",
        "content/customers/gus.yaml": "name: Gus   # tall\nbio: Tall.\ngroups: [makers, hosts]\n",
        "content/customers/hal.yaml": "name: Hal\ngroups: [makers]\n",
    }
    assert "4 rows say what is there already" in imported(site, table).out


def test_what_was_understood_is_told(site: Path) -> None:
    ran = imported(site, "ID;Name;Coffee taken;Phone\ncy;Cy;1,5;0123\nno;No;;\n")
    assert ran.out.splitlines()[1:] == [
        "Columns: ID → id, Name → name, Coffee taken → kilos; left out: Phone.",
        "  new      content/customers/cy.yaml  name: Cy, metrics: kilos 1.5",
        "1 row says what is there already.",
        "This would write 1 new, 0 changed files; to do so add  --write",
    ]
    assert "2 rows of customers, read as UTF-8, separated by semicolons." in ran.out


def test_awards_are_added_below_the_others_and_comments_stay(site: Path) -> None:
    table = 'Recipient,Award,Given on,Given by,Message\nAda Lovelace,Host,2026-01-02,Mira,"Thanks,\nAda: #1"\n'
    table += "no,bug,,,\n"
    changed = written(site, table)
    assert changed["content/customers/ada.yaml"] == ADA.replace(
        '  - {badge: bug, date: 2022-05-06, note: "The first one!"}\n',
        '  - {badge: bug, date: 2022-05-06, note: "The first one!"}\n'
        "  - badge: host\n    date: 2026-01-02\n    by: Mira\n    note: |\n      Thanks,\n      Ada: #1\n",
    )
    assert changed["content/customers/more.yaml"] == (
        '- id: bea\n  name: "Bea"  # quotes stay\n'
        '- id: "no"\n  name: No\n  metrics: {orders: 012}\n  awards:\n    - badge: bug\n'
    )


def test_activity_goes_into_a_file_of_its_own_long_or_wide(site: Path) -> None:
    header = "customer,date,metric,amount\n"
    long = "customer,day,what,value\nada,2026-01-02,Orders,2\naugusta,2026-01-03 10:15,member,yes\n"
    assert written(site, long, name="January orders.csv") == {
        "content/activity/january-orders.csv": f"{header}ada,2026-01-02,orders,2\nada,2026-01-03,member,true\n"
    }
    wide = "orders,kilos,date,customer\n1,0.50,2026-02-01,Bea\n,2,2026-02-02,no\n"
    assert written(site, wide) == {
        "content/activity/table.csv": header
        + "bea,2026-02-01,orders,1\nbea,2026-02-01,kilos,0.5\nno,2026-02-02,kilos,2\n"
    }


def test_a_longer_export_adds_what_it_has_more(site: Path) -> None:
    """Also under another name, and when a customer did the same twice on one day."""
    table = "customer,date,orders\nada,2026-01-02,1\n"
    written(site, table)
    changed = written(site, table + "ada,2026-01-02,1\nbea,2026-01-05,1\n", name="later.csv")
    rows = "ada,2026-01-02,orders,1\nbea,2026-01-05,orders,1\n"
    assert changed == {"content/activity/later.csv": f"customer,date,metric,amount\n{rows}"}


@pytest.mark.parametrize(
    "table",
    [
        b"\xef\xbb\xbfid;name\r\nzoe;Zo\xc3\xab\r\n",
        b"sep=;\nid;name\nzoe;Zo\xeb\n",
        "id\tname\nzoe\tZoë\n".encode("utf-16"),
        "id,name,\n\nzoe , Zoë,\n,,\n".encode(),
        "id|name\nzoe|\"Zoë\"\n".encode(),
    ],
    ids=["Excel with a BOM", "Excel's hint and Latin-1", "UTF-16 with tabs", "empty rows and cells", "bars"],
)  # fmt: skip
def test_tables_are_read_as_programs_write_them(site: Path, table: bytes) -> None:
    assert written(site, table) == {"content/customers/zoe.yaml": "name: Zoë\n"}


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("DD.MM.YYYY", "3.2.2024"),
        ("MM/DD/YY", "02/03/24"),
        ("excel", "45325"),
        ("DD.MM.YYYY", "2024-02-03"),
        ("YYYY-MM-DD", "2024-02-03T10:00:00Z"),
    ],
)
def test_days_are_read_in_the_form_that_is_stated(site: Path, form: str, day: str) -> None:
    changed = written(site, f"id,name,joined\ncy,Cy,{day}\n", "--dates", form)
    assert changed == {"content/customers/cy.yaml": "name: Cy\njoined: 2024-02-03\n"}


def test_names_that_look_like_something_else_stay_names(site: Path) -> None:
    table = "id,name,bio\na1,~,yes\na2,012,1e3\na3,Null,# no: comment\n"
    changed = written(site, table)
    assert changed["content/customers/a1.yaml"] == 'name: "~"\nbio: "yes"\n'
    content = load_site(site).content
    assert content
    assert [content.customers[each].name for each in ("a1", "a2", "a3")] == ["~", "012", "Null"]


def test_an_unlisted_customer_gets_a_token(site: Path) -> None:
    assert imported(site, "id,name,visibility\ncy,Cy,Unlisted\n", "--write").code == 0
    content = load_site(site).content
    assert content
    assert len(content.customers["cy"].token or "") == 32


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id,name\nUp Case,x\ncy,\n,佐藤\n", [
            "2:1: “Up Case” cannot be an id (use 1 to 64 of: lower-case letters a-z, digits, `-`, `_`)",
            "3:1: the customer “cy” is new and has no name (fill in the name)",
            "4:1: no id can be made from “佐藤” "
            "(give it an id in a column `id`: lower-case letters, digits, `-` and `_`)",
        ]),
        ("id,name\ncy,Cy\ncy,Cyd\n", ["3:1: the customer “cy” stands in line 2 already (keep one of the two rows)"]),
        ("name,group,joined\nCy,bakers,2024-02-30\nDi,makrs,3.4.2024\nEd,x,45000\n", [
            "2:1: “joined” cannot be “2024-02-30” (there is no such day; write the date as YYYY-MM-DD)",
            "3:1: “joined” cannot be “3.4.2024” (say in which form the days are, such as --dates DD.MM.YYYY)",
            "4:1: “joined” cannot be “45000” (if this is Excel's number of a day, say so: --dates excel)",
        ]),
        ("name,group\nCy,makrs\n", ["2:1: there is no group “makrs” (did you mean “makers”?)"]),
        ("name,group\nCy,makers; makrs\n", ["2:1: there is no group “makrs” (did you mean “makers”?)"]),
        ("name,bio\nCy,write cy@example.com\n", [
            "2:1: “bio” cannot be “write cy@example.com” "
            "(remove the e-mail address cy@example.com: e-mail addresses are never published)",
        ]),
        ("customer,badge,date\nada,bug,2022-05-07\neve,bug,\nada,bog,\nbea,host,2026-11-23\n,bug,\n", [
            "2:1: Ada Lovelace holds Bug Finder already, since 2022-05-06 "
            "(leave the row out, or write `repeatable: true` in the badge bug)",
            "3:1: there is no customer “eve” (import the customers first)",
            "4:1: there is no badge “bog” (did you mean “bug”?)",
            "5:1: the award is dated 2026-11-23, which is yet to come (write the day on which it was given)",
            "6:1: the customer is missing (fill it in, or leave the row out)",
        ]),
        ("customer,badge,date\nbea,host,2024-01-01\nBea,host,2024-01-01\n", [
            "3:1: the same award stands in line 2 already (keep one of the two rows)",
        ]),
        ("customer,badge,date,note\nada,bug,2022-05-06,Else\n", [
            "2:1: Ada Lovelace has this award of that day already, in other words "
            "(edit it in content/customers/ada.yaml)",
        ]),
        ("customer,date,metric,amount\nada,2024-01-01,ordrs,1\nada,2024-01-01,orders,\"1,5\"\nada,,orders,1\n", [
            "2:1: there is no metric “ordrs” (did you mean “orders”?)",
            "3:1: “amount” cannot be “1,5” (write a number such as 12 or 12.50, or true or false)",
            "4:1: the date is missing (fill it in, or leave the row out)",
        ]),
        ("customer,badge,evidence\nada,host,javascript:1\n", [
            "2:1: “evidence” cannot be “javascript:1” (write a whole address that starts with https://)",
        ]),
        ("", ["1:1: this file has no table (begin with a line that names the columns)"]),
        ("when,what\n1,2\n", [
            "1:1: no column holds the name "
            '(say which column it is: --map "COLUMN=name"; for other rows than customers: --as awards|activity)',
        ]),
        ("id,name\ncy,Cy,x\ndi,\n", [
            "2:1: this row has 3 cells, and there are 2 columns (put cells that hold a separator into double quotes)",
            "3:1: the customer “di” is new and has no name (fill in the name)",
        ]),
        ("customer,badge,date\nbea,gone,2021-12-31\nno,gone,2022-01-01\n", [
            "3:1: the badge “gone” is retired from 2022-01-01 on and can no longer be given "
            "(write an earlier day, give another badge, or correct `retired:` of this one)",
        ]),
        ("name\nCy\nAugusta\nMore\n", [
            "3:1: the id “augusta” is an earlier one of the customer “ada” "
            "(write ada in a column `id` if it is the same person, else another id)",
            "4:1: content/customers/more.yaml is there already and does not hold “more” "
            "(give that file another name, or this customer another id)",
        ]),
        ('id,name\ncy,"Cy\n', [
            "2:1: this row cannot be read: unexpected end of data "
            "(look for a quote that is never closed, here or above)",
        ]),
        (b"PK\x03\x04xlsx", [
            "1:1: this is a workbook of a spreadsheet program (open it there and save it as “CSV UTF-8”)",
        ]),
        (b"id,name\ncy,\0\n", ["2:1: this is no text (save the table as “CSV UTF-8”)"]),
        ("id,name,portrait\ncy,Cy,assets/none.png\n", [
            "2:1: there is no file content/assets/none.png (put it there, or correct the path)",
        ]),
    ],
)  # fmt: skip
def test_every_refused_row_is_listed_and_nothing_is_written(site: Path, table: str | bytes, said: list[str]) -> None:
    assert refused(site, table) == said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--map", "Nme=name"], '--map "Nme=name": there is no column “Nme” (the columns are: Key, Name)'),
        (["--map", "Name=nam"], '--map "Name=nam": customers have no “nam” (did you mean “name”?)'),
        (["--map", "Name"], '--map "Name": write COLUMN=FIELD, such as --map "Member since=joined"'),
        (["--map", "Name=bio", "--map", "Key=bio"], "--map: two columns are mapped to “bio”; leave one of them out"),
        (
            ["--dates", "DD.MM"],
            "--dates DD.MM: write the form with YYYY (or YY), MM and DD, such as DD.MM.YYYY; or excel",
        ),
    ],
)  # fmt: skip
def test_a_wrong_option_is_told(site: Path, options: list[str], said: str) -> None:
    ran = imported(site, "Key,Name\n1,Cy\n", *options)
    assert (ran.code, ran.err) == (2, f"badgesite: {said}\n")


def test_columns_are_mapped_by_hand(site: Path) -> None:
    table = "Key,Who,Name\nu1,Cy Twombly,secret\n"
    changed = written(site, table, "--map", "Key=id", "--map", "Who=name", "--map", "Name=-")
    assert changed == {"content/customers/u1.yaml": "name: Cy Twombly\n"}


def test_a_row_told_twice_counts_and_is_doubted(site: Path) -> None:
    ran = imported(site, "customer,date,orders\nada,2024-01-01,1\nada,2024-01-01,1\n", "--write")
    assert "table.csv:3:1: warning: this row repeats line 2; both count" in ran.err
    assert (site / "content/activity/table.csv").read_text().count("ada,2024-01-01,orders,1\n") == 2


def test_problems_in_the_content_come_first(site: Path) -> None:
    write_site(site, "-- content/groups/makers.yaml --\nnme: x\n")
    ran = imported(site, "id,name\ncy,Cy\n", "--write")
    assert ran.code == 1
    assert "content/groups/makers.yaml:1:1" in ran.err
    assert not (site / "content/customers/cy.yaml").exists()


def test_machines_are_told_the_same(site: Path) -> None:
    answer = json.loads(imported(site, "id,name,x\ncy,Cy,1\n", "--json").out)
    assert answer == {
        "kind": "customers", "rows": 1, "present": 0, "columns": {"id": "id", "name": "name"}, "left_out": ["x"],
        "changes": [{"path": "content/customers/cy.yaml", "new": True, "what": "name: Cy"}],
        "written": False, "problems": [],
    }  # fmt: skip
    assert json.loads(imported(site, "id,name\ncy,\n", "--json").out)["problems"]


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"])
TEXTS = st.text(LETTERS).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.dictionaries(st.sampled_from(["name", "bio", "wants"]), TEXTS, min_size=1), TEXTS)
def test_whatever_is_written_is_read_again(values: dict[str, str], more: str) -> None:
    """Also after a second change of the same record."""
    changed = change_records(write_record(values), [(0, {"said": [{"text": more}]})])
    parsed = parse("x.yaml", changed)
    assert not parsed.problems
    assert parsed.records == ({**values, "said": [{"text": more}]},)


@given(st.text())
def test_an_id_is_made_of_any_name_or_none(name: str) -> None:
    assert set(make_id(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
