"""mtkit.toml: where it is found, what it says, where each value is from, and what is wrong with it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import typer

from mtkit.cli.app import app
from mtkit.config import KEYS, Kind, find, load, read
from mtkit.config.keys import PROFILE, SECTIONS
from mtkit.config.lines import lines_of
from mtkit.config.starter import GLOSSARY, starter
from mtkit.errors import ConfigError, MtkitError
from mtkit.lang import LANGUAGES


def _commands(command: object, words: tuple[str, ...] = ()) -> dict[str, object]:
    """Every verb by its words; groups too, for they may be verbs themselves."""
    inside = getattr(command, "commands", {})
    below = {verb: one for name, sub in inside.items() for verb, one in _commands(sub, (*words, name)).items()}
    return {" ".join(words): command, **below}


COMMANDS = _commands(typer.main.get_command(app))
DESK = """\
from = "zh"
to = ["vi", "th"]  # both desks
glossary = [
  "china-asean",
  "glossaries/desk.csv",
]
memory = "desk.sqlite"

[checks]
ignore = ["p08"]

[checks.silenced]
"东盟成立于1967年8月8日。" = "N01"

[disclosure-text]
vi = '''Bài viết được dịch bằng máy
và đã được biên tập.'''

[style]
quotes = "curly"

[style.vi]
quotes = "straight"

[profile.radio]
to = "id"
beam = 6

[profile.radio.style.vi]
digits = "off"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk with a file, and the working directory two folders below it."""
    (tmp_path / "mtkit.toml").write_text(DESK, encoding="utf-8")
    inside = tmp_path / "articles" / "november"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    for name in ("MTKIT_CONFIG", "MTKIT_PROFILE", "MTKIT_MEMORY", "MTKIT_CACHE", "MTKIT_THREADS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def wrong(folder: Path, text: str) -> list[str]:
    """Each line of what is said of a file with ``text``."""
    path = folder / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read(path, environment={})
    lines = [str(caught.value), *caught.value.more]
    assert all(line.startswith("wrong.toml:") and "\n" not in line for line in lines), lines
    return [line.removeprefix("wrong.toml:") for line in lines]


def test_the_file_is_found_upwards_and_its_paths_are_relative_to_it(desk: Path) -> None:
    config = load()
    assert config.path == desk / "mtkit.toml"
    assert config["from"] == "zh"
    assert config["to"] == ("vi", "th")
    assert config["glossary"] == ("china-asean", "../../glossaries/desk.csv")
    assert config["memory"] == "../../desk.sqlite"
    assert config["beam"] == 4


def test_every_value_knows_where_it_is_from(desk: Path) -> None:
    config = load(environment={"MTKIT_MEMORY": "other.sqlite", "HOME": "/nowhere"})
    assert config.origin("from") == "../../mtkit.toml:1"
    assert config.origin("glossary") == "../../mtkit.toml:3"
    assert config.origin("disclosure-text.vi") == "../../mtkit.toml:16"
    assert config.origin("style.vi.quotes") == "../../mtkit.toml:23"
    assert config.origin("beam") == "default"
    assert (config["memory"], config.origin("memory")) == ("other.sqlite", "MTKIT_MEMORY")


def test_a_profile_takes_everything_from_the_top_but_what_it_says(desk: Path) -> None:
    config = load(profile="radio")
    assert config["to"] == ("id",)
    assert config.origin("to") == "../../mtkit.toml:26"
    assert config["from"] == "zh"
    assert config["beam"] == 6
    assert config["style.vi.quotes"] == "straight"
    assert config["style.vi.digits"] == "off"
    assert load(environment={"MTKIT_PROFILE": "radio", "HOME": "/"}).profile == "radio"
    assert load(profile="radio", environment={"MTKIT_PROFILE": "none", "HOME": "/"}).profile_origin == "--profile"


def test_an_unknown_profile_is_told_with_the_nearest(desk: Path) -> None:
    with pytest.raises(ConfigError, match=r"--profile: .*mtkit\.toml has no profile 'raido': did you mean 'radio'"):
        load(profile="raido")
    with pytest.raises(ConfigError, match=r"MTKIT_PROFILE: there is no mtkit\.toml here"):
        load(environment={"MTKIT_CONFIG": "off", "MTKIT_PROFILE": "radio"})


def test_the_way_up_ends_at_the_home_folder(desk: Path) -> None:
    inside = desk / "articles"
    assert find(inside, environment={"HOME": str(desk)}) == desk / "mtkit.toml"
    assert find(inside / "november", environment={"HOME": str(inside)}) is None
    assert find(desk.parent, environment={"HOME": str(desk)}) is None


def test_the_environment_names_a_file_or_turns_it_off(desk: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    other.write_text('from = "en"\n', encoding="utf-8")
    assert load(environment={"MTKIT_CONFIG": str(other)})["from"] == "en"
    assert load(environment={"MTKIT_CONFIG": "Off"}).path is None
    with pytest.raises(ConfigError, match=r"MTKIT_CONFIG: nothing\.toml is not a file"):
        load(environment={"MTKIT_CONFIG": "nothing.toml"})


def test_defaults_are_what_the_file_says_by_parameter(desk: Path) -> None:
    config = load()
    translate = config.defaults("translate", _options("translate"))
    assert translate == {
        "source": "zh",
        "to": ["vi", "th"],
        "glossary": ["china-asean", "../../glossaries/desk.csv"],
        "memory": "../../desk.sqlite",
        "style": ["quotes=curly", "vi.quotes=straight"],
    }
    assert config.defaults("check", _options("check"))["ignore"] == ["P08"]
    assert config.defaults("check", _options("check"))["silence"] == ["东盟成立于1967年8月8日。=N01"]
    assert config.defaults("merge", _options("merge"))["disclosure_text"] == [
        "vi=Bài viết được dịch bằng máy và đã được biên tập."
    ]  # fmt: skip
    assert "memory" not in load(environment={"MTKIT_MEMORY": "x", "HOME": "/"}).defaults(
        "translate", _options("translate")
    )
    assert config.defaults("segment", _options("segment")) == {}


def test_everything_wrong_is_told_at_once_with_its_line_and_the_nearest_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip # noqa: E501
    monkeypatch.chdir(tmp_path)
    assert wrong(tmp_path, 'form = "zh"\nbeam = "four"\nthreads = 0\ndisclosure = 1\nto = []\n') == [
        "1: unknown key 'form': did you mean 'from'?",
        "2: beam is a whole number from 1 to 32, not 'four'",
        "3: threads is a whole number from 1 to 1024, not 0",
        "4: disclosure is true or false, not 1",
        "5: to is an empty list: leave it out",
    ]
    assert wrong(tmp_path, 'beam = true\nmentions = "fulll"\nfrom = "zz"\nto = ["vi", 7]\n') == [
        "1: beam is a whole number from 1 to 32, not true",
        "2: mentions is one of source, glossary, full, not 'fulll': did you mean 'full'?",
        "3: from names an unknown language 'zz': known are " + ", ".join(LANGUAGES),
        "4: to is a text in quotation marks, not 7",
    ]
    assert wrong(tmp_path, '[checks]\nfrom = "zh"\nignroe = ["P08"]\n[chekcs]\nx = 1\n') == [
        "2: unknown key 'from': it belongs at the top of the file, above all tables",
        "3: unknown key 'ignroe': did you mean 'ignore'?",
        "4: unknown key 'chekcs': did you mean 'checks'?",
    ]
    assert wrong(
        tmp_path, 'checks = 1\nfail-on = "error"\n[style.vi]\nquote = "curly"\n[profile.a.style]\nquotes="x"\n'
    ) == [
        "1: checks is a table: write [checks] above its keys",
        "2: unknown key 'fail-on': it belongs under [checks]",
        "4: unknown key 'quote': did you mean 'quotes'?",
        "6: style.quotes is one of off, desk, straight, curly, corner, angle, not 'x'",
    ]
    assert wrong(tmp_path, 'beam = 4\n\n[styl.vi]\nquotes = "curly"\n[style.vi]\nquotes = "curvy"\n') == [
        "3: unknown key 'styl': did you mean 'style'?",
        "6: style.vi.quotes is one of off, desk, straight, curly, corner, angle, not 'curvy': did you mean 'curly'?",
    ]


@pytest.mark.parametrize("name", ["api-key", "token", "hub_token", "password", "client-secret", "apikey"])
def test_secrets_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    (line,) = wrong(tmp_path, f'[serve]\n{name} = "abc"\n')
    assert line == f"2: {name!r}: secrets do not belong in mtkit.toml: keep them in the environment"
    assert "abc" not in line


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'from = "zh"\nto = vi\n', "mtkit.toml:2: is not TOML"),
        (b'from = "zh"\nfrom = "en"\n', "mtkit.toml:2: is not TOML"),
        (b'from = "zh"\npublisher = "\xff"\n', "mtkit.toml:2: is not UTF-8"),
        (b"a = " + b"[" * 100_000, "mtkit.toml:1: is not TOML"),
        (b"#" * (1 << 21), "is larger than 1 MiB"),
    ],
)
def test_what_is_no_configuration_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, said: str) -> None:  # fmt: skip # noqa: E501
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mtkit.toml").write_bytes(data)
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, environment={})
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "mtkit.toml"
    path.write_bytes(b'\xef\xbb\xbffrom = "zh"\r\n\r\nbeam = 5\r\n')
    config = read(path, environment={})
    assert (config["from"], config["beam"]) == ("zh", 5)
    assert config.origin("beam").endswith("mtkit.toml:3")


def test_lines_are_those_of_the_keys_whatever_the_values_hold() -> None:
    text = (
        '# a = 1\nfirst = """\nnot = here\n[nor.here]\n"""\n\n[ a . "b.c" ]\n'
        "list = [ # x = 1\n  \"]\", '''\n''',\n]\n"
        "deep.er = { x = 1 } # y\n[[rows]]\nz = 1\n[[rows]]\nz = 2\n'quoted' = 3\n"
    )
    tomllib.loads(text)
    assert lines_of(text) == {
        ("first",): 2,
        ("a",): 7,
        ("a", "b.c"): 7,
        ("a", "b.c", "list"): 8,
        ("a", "b.c", "deep"): 12,
        ("a", "b.c", "deep", "er"): 12,
        ("rows",): 13,
        ("rows", "z"): 14,
        ("rows", "quoted"): 17,
    }


def test_every_key_is_the_default_of_options_that_exist() -> None:
    """The one table is right: each parameter is there, and takes what the key holds."""
    for key in KEYS.values():
        assert key.options or key.everywhere, key.name
        for verb, param in key.options.items():
            assert verb in COMMANDS, (key.name, verb)
            assert param in _options(verb), (key.name, verb, param)
        for verb in COMMANDS:
            options = _options(verb)
            if not (param := key.param(verb, options)):
                continue
            many = key.kind in {Kind.LANGS, Kind.PATHS, Kind.CODES} or key.tabled or key.spread
            assert bool(options[param].multiple) == bool(many), (key.name, verb)
            if key.kind is Kind.SWITCH:
                assert options[param].secondary_opts, f"{key.name}: no way to turn it off in {verb}"


@pytest.mark.parametrize(
    ("name", "verbs"),
    [
        ("glossary", "translate check status merge proof review update"),
        ("publisher", "translate check status proof review update"),
        ("memory", "translate update"),
        ("style.quotes", "translate update"),
    ],
)
def test_what_a_desk_says_once_holds_in_every_verb(name: str, verbs: str) -> None:
    for verb in verbs.split():
        assert KEYS[name].param(verb, _options(verb)), verb
    assert KEYS["memory"].param("memory add", _options("memory add")) == "memory"
    assert not KEYS["to"].param("memory export", _options("memory export")), "there it chooses what is exported"
    assert not KEYS["from"].param("check", _options("check")), "there it says that two documents follow"


def _options(verb: str) -> dict[str, object]:
    return {p.name: p for p in COMMANDS[verb].params if p.param_type_name == "option"}


def test_the_words_of_styles_are_those_of_the_switches() -> None:
    from mtkit.style import SWITCHES

    keys = {key.bare: key for key in KEYS.values() if key.section == "style"}
    assert set(keys) == set(SWITCHES)
    for name, words in SWITCHES.items():
        assert set(keys[name].words) == set(words)


def test_the_words_of_choices_are_those_of_the_program() -> None:
    from mtkit.mentions import Mentions
    from mtkit.unit import Severity

    assert KEYS["mentions"].words == tuple(Mentions)
    assert KEYS["checks.fail-on"].words == tuple(Severity)


@pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
def test_the_example_of_each_key_is_right(tmp_path: Path, key: object) -> None:
    name = f'{key.name}."vi"' if key.tabled else key.name
    path = tmp_path / "mtkit.toml"
    path.write_text(f"{name} = {key.example}\n[{PROFILE}.x]\n{name} = {key.example}\n", encoding="utf-8")
    config = read(path, profile="x", environment={})
    assert any(value.in_file for value in config.values.values())


def test_the_file_of_a_new_desk_can_be_read_and_so_can_what_it_leaves_out(tmp_path: Path) -> None:
    text = starter(source="zh", targets=["vi", "km"], glossaries=['a "b".csv'], memory="m\\1.sqlite", found="x\ny.md")
    path = tmp_path / "mtkit.toml"
    path.write_text(text, encoding="utf-8")
    config = read(path, environment={})
    assert (config["from"], config["to"]) == ("zh", ("vi", "km"))
    assert Path(str(config["glossary"][-1])).name == 'a "b".csv'
    bare = "\n".join(
        line.removeprefix("# ") if " = " in line and line.startswith("# ") else line for line in text.split("\n")
    )
    bare = bare.replace("# [profile", "[profile")
    path.write_text(bare, encoding="utf-8")
    config = read(path, profile="radio", environment={})
    assert all(
        config.values[name].in_file for name in ("publisher", "memory", "checks.ignore", "style.quotes", "serve.port")
    )


def test_the_glossary_of_a_new_desk_is_empty_and_its_example_a_good_row(tmp_path: Path) -> None:
    from mtkit.glossary import Glossary

    path = tmp_path / "desk.csv"
    path.write_bytes(GLOSSARY.encode())
    assert len(Glossary.load(path)) == 0
    path.write_bytes(GLOSSARY.replace("#desk", "desk").encode())
    assert [concept.id for concept in Glossary.load(path)] == ["desk_tea_forum"]


def test_sections_and_names_are_apart() -> None:
    assert not set(SECTIONS) & set(KEYS)
    assert PROFILE not in KEYS
    assert json.dumps([key.default for key in KEYS.values()])
    assert issubclass(ConfigError, MtkitError)


def test_the_page_of_the_keys_is_fresh() -> None:
    build = Path(__file__).parents[2] / "docs" / "build_config.py"
    done = subprocess.run([sys.executable, str(build), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_the_page_shows_is_what_happens(tmp_path: Path) -> None:
    """The examples of docs/config.md: the file can be read, its profile chosen, its faults are said as shown."""
    page = (Path(__file__).parents[2] / "docs" / "config.md").read_text(encoding="utf-8")
    _, shown = page.split("```toml\n")
    path = tmp_path / "mtkit.toml"
    path.write_text(shown.partition("```")[0], encoding="utf-8")
    config = read(path, profile="radio", environment={})
    assert (config["to"], config["checks.ignore"], config["style.vi.quotes"]) == (("id",), ("P",), "curly")
    path.write_text("\n" * 1 + 'too = ["vi"]\n\n\n\n\nbeam = "four"\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read(path, environment={})
    for line in (str(caught.value), *caught.value.more):
        assert line.partition("mtkit.toml")[2] in page
