"""The annotator's page in a real browser: what a person does there is what the files say."""

import json
import random
import shutil
import time
from pathlib import Path
from threading import Thread

import pytest

from kg.annotation.check import errors
from kg.annotation.form import read
from kg.annotation.places import placed
from kg.serve.annotate import server as server_module
from kg.serve.annotate.server import Server
from tests.annotation.made import PAPER, SENTENCES
from tests.serve.desk_papers import EVIL, sitting

pytestmark = pytest.mark.browser

# Where some words of the abstract stand on the screen.
PLACE = """
const walker = document.createTreeWalker(document.getElementById("abstract"), NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const at = node.data.indexOf(arguments[0]);
  if (at < 0) continue;
  const range = document.createRange();
  range.setStart(node, at);
  range.setEnd(node, at + arguments[0].length);
  const box = range.getClientRects()[0];
  return [box.left, box.right, (box.top + box.bottom) / 2];
}
"""


@pytest.fixture(scope="module")
def browser():
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    if not driver or not chromium:
        pytest.skip("needs chromium and chromedriver")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--force-prefers-reduced-motion",
        "--window-size=1280,800",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield opened
    opened.quit()


@pytest.fixture
def desk(tmp_path):
    """A server over three papers, all read."""
    session = sitting(tmp_path)
    session.read_ahead()
    found = Server(session)
    thread = Thread(target=found.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    found.out = tmp_path / "annotations.jsonl"
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture
def at(browser, desk):
    """The page on the paper `owl`; it asks nobody else, and nothing goes wrong on it."""
    browser.get("about:blank")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(f"{desk.address}#owl")
    until(lambda: "OwlQuant" in text(browser, "#title"))
    yield browser
    assert [entry for entry in browser.get_log("browser") if "409" not in entry["message"]] == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = {event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"}
    assert asked
    assert all(url.startswith(desk.address) for url in asked), asked


def until(condition):
    for _ in range(400):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("the page did not get there in 20 s")


def find(at, selector):
    return at.find_element("css selector", selector)


def calmly(act):
    """Do something with what may just be drawn anew, or is not there yet."""
    from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException

    for _ in range(60):
        try:
            return act()
        except (NoSuchElementException, StaleElementReferenceException):
            time.sleep(0.05)
    raise AssertionError("the page does not hold still")


def click(at, selector):
    calmly(lambda: find(at, selector).click())


def write(at, selector, words):
    calmly(lambda: find(at, selector).send_keys(words))


def all_of(at, selector):
    return at.find_elements("css selector", selector)


def text(at, selector):
    return calmly(lambda: find(at, selector).text)


def press(at, *keys):
    calmly(lambda: at.switch_to.active_element.send_keys(*keys))


def saved(at):
    until(lambda: text(at, "#saved") in ("Saved", "Draft saved"))


def kept(desk, name="owl"):
    """What the server holds of a paper."""
    return desk.session.paper(name)


def names(desk):
    return [each["name"] for each in kept(desk)["concepts"] if each["status"] != "rejected"]


def select(at, words):
    """Draw over some words of the abstract with the mouse."""
    from selenium.webdriver.common.action_chains import ActionChains

    left, right, middle = at.execute_script(PLACE, words)
    actions = ActionChains(at, duration=30)
    pointer = actions.w3c_actions.pointer_action
    pointer.move_to_location(int(left) + 1, int(middle))
    pointer.pointer_down()
    pointer.move_to_location(int(right) - 1, int(middle))
    pointer.pointer_up()
    actions.perform()
    until(lambda: find(at, "#menu").is_displayed())


def open_item(at, part, label):
    click(at, f'[data-part="{part}"]')
    keys = calmly(lambda: {each.text: each.get_attribute("data-key") for each in all_of(at, "#items .open")})
    key = next(key for words, key in keys.items() if label in words)
    click(at, f'[data-key="{key}"]')


def choose(at, selector, value):
    click(at, f'{selector} option[value="{value}"]')


def test_the_page_shows_the_papers_the_text_and_the_proposals(at):
    assert len(all_of(at, "#list button")) == 3
    assert text(at, "#progress") == "0 of 3 papers done"
    assert find(at, "#abstract").text.replace("\n", " ") == PAPER.abstract
    assert text(at, '[data-part="concepts"]') == "Concepts 8"
    assert text(at, '[data-part="relations"]') == "Relations 5"
    marks = [(mark.text, mark.get_attribute("data-type")) for mark in all_of(at, "#reading mark")]
    assert marks[0] == ("OwlQuant", "Technique")
    assert ("Jetson Orin", "Hardware") in marks


def test_accept_and_reject_are_saved(at, desk):
    click(at, '[aria-label="Accept FP16"]')
    click(at, '[aria-label="Reject GPTQ"]')
    saved(at)
    found = {each["name"]: each["status"] for each in kept(desk)["concepts"]}
    assert (found["FP16"], found["GPTQ"], found["MMLU"]) == ("accepted", "rejected", "open")
    assert [each["status"] for each in kept(desk)["relations"] if each.get("o") == "GPTQ"] == ["rejected"]
    assert "GPTQ" not in [mark.text for mark in all_of(at, "#reading mark")]


def test_undo_and_redo(at, desk):
    click(at, '[aria-label="Reject GPTQ"]')
    click(at, "#undo")
    saved(at)
    until(lambda: "GPTQ" in names(desk))
    click(at, "#redo")
    until(lambda: "GPTQ" not in names(desk))
    saved(at)


def test_a_span_drawn_with_the_mouse_is_a_concept(at, desk):
    select(at, "small devices")
    assert text(at, "#menu .words") == "“small devices”"
    click(at, '#menu [data-type="Hardware"]')
    saved(at)
    until(lambda: "small devices" in names(desk))
    made = kept(desk)["concepts"][-1]
    assert made == {
        "name": "small devices", "type": "Hardware", "mentions": ["small devices"], "role": "runsOn",
        "required": True, "status": "accepted",
    }  # fmt: skip
    assert "small devices" in [mark.text for mark in all_of(at, "mark[data-chosen]")]


def test_half_a_word_is_taken_whole(at, desk):
    select(at, "outlie")
    assert text(at, "#menu .words") == "“outliers”"
    press(at, "3")
    until(lambda: "outliers" in names(desk))


def test_a_span_can_be_a_mention_of_a_concept(at, desk):
    select(at, "small devices")
    choose(at, '#menu select[aria-label="Mention of"]', "3")
    until(lambda: "small devices" in kept(desk)["concepts"][3]["mentions"])
    assert len(kept(desk)["concepts"]) == 8


def test_the_fields_of_a_concept(at, desk):
    open_item(at, "concepts", "FP16")
    choose(at, '[data-key="concept 2 type"]', "Software")
    choose(at, '[data-key="concept 2 role"]', "mentions")
    click(at, '[data-key="concept 2 alt Model"]')
    click(at, '[data-key="concept 2 required"]')
    calmly(lambda: find(at, '[data-key="concept 2 name"]').clear())
    write(at, '[data-key="concept 2 name"]', "half precision\n")
    until(lambda: "half precision" in names(desk))
    made = kept(desk)["concepts"][2]
    assert (made["type"], made["role"], made["alt_types"], made["required"]) == (
        "Software",
        "mentions",
        ["Model"],
        False,
    )
    relation = kept(desk)["relations"][0]
    assert (relation["o"], relation["required"]) == ("half precision", False)


def test_a_click_on_a_button_counts_though_a_field_was_just_changed(at, desk):
    open_item(at, "concepts", "FP16")
    write(at, '[data-key="concept 2 name"]', " format")
    click(at, '[data-key="concept 2 alt Dataset"]')
    until(lambda: kept(desk)["concepts"][2].get("alt_types") == ["Dataset"])
    assert kept(desk)["concepts"][2]["name"] == "FP16 format"


def test_words_that_are_half_typed_survive_a_save(at, desk):
    open_item(at, "concepts", "FP16")
    click(at, '[data-key="concept 2 alt Dataset"]')
    write(at, '[data-key="concept 2 name"]', " for")
    saved(at)
    time.sleep(0.3)
    press(at, "mat\n")
    until(lambda: kept(desk)["concepts"][2]["name"] == "FP16 format")


def test_two_concepts_become_one(at, desk):
    open_item(at, "concepts", "FP16")
    choose(at, '[data-key="concept 2 merge"]', "4")
    until(lambda: "FP16" not in names(desk))
    made = next(each for each in kept(desk)["concepts"] if each["name"] == "GPTQ")
    assert made["mentions"] == ["GPTQ", "FP16"]
    assert kept(desk)["relations"][0]["o"] == "GPTQ"


def test_a_mention_can_be_taken_away(at, desk):
    open_item(at, "concepts", "language model")
    click(at, '[aria-label="Remove the mention LMs"]')
    until(lambda: kept(desk)["concepts"][1]["mentions"] == ["Language models"])


def test_a_relation_out_of_a_selected_sentence(at, desk):
    select(at, "kernel beats prior")
    next(each for each in all_of(at, "#menu .plain") if "New relation" in each.text).click()
    until(lambda: len(kept(desk)["relations"]) == 6)
    assert kept(desk)["relations"][5]["evidence"] == SENTENCES[4]
    choose(at, '[data-key="relation 5 s"]', "OwlQuant")
    choose(at, '[data-key="relation 5 p"]', "outperforms")
    choose(at, '[data-key="relation 5 o"]', "@baseline")
    for field, words in (("o_text", "prior serving systems"), ("value", "12"), ("unit", "%"), ("metric", "throughput")):
        write(at, f'[data-key="relation 5 {field}"]', words + "\n")
    until(lambda: kept(desk)["relations"][5].get("metric") == "throughput")
    made = {key: value for key, value in kept(desk)["relations"][5].items() if key not in ("required", "status")}
    assert made == {
        "s": "OwlQuant", "p": "outperforms", "o": "@baseline", "o_text": "prior serving systems", "value": "12",
        "unit": "%", "metric": "throughput", "evidence": SENTENCES[4],
    }  # fmt: skip
    assert text(at, ".sentence.lit") == SENTENCES[4]


def test_evidence_for_the_chosen_relation(at, desk):
    open_item(at, "relations", "FP16")
    select(at, "It reaches")
    next(each for each in all_of(at, "#menu .plain") if "Sentence as evidence" in each.text).click()
    until(lambda: kept(desk)["relations"][0]["evidence"] == SENTENCES[3])


def test_a_relation_turned_copied_and_deleted(at, desk):
    open_item(at, "relations", "FP16")
    click(at, '[data-key="relation 0 turn"]')
    until(lambda: kept(desk)["relations"][0]["s"] == "FP16")
    click(at, '[data-key="relation 0 copy"]')
    until(lambda: len(kept(desk)["relations"]) == 6)
    assert "confidence" not in kept(desk)["relations"][1]
    click(at, '[data-key="relation 1 delete"]')
    until(lambda: len(kept(desk)["relations"]) == 5)


def test_a_paper_marked_as_done_is_in_the_file(at, desk):
    click(at, '[aria-label="Reject MMLU"]')
    click(at, "#done")
    until(desk.out.exists)
    saved(at)
    ((_, record),) = read(desk.out)
    assert errors(record) == ()
    assert "MMLU" not in [each["name"] for each in record["concepts"]]
    assert text(at, "#progress") == "1 of 3 papers done"
    click(at, "#done")
    until(lambda: desk.out.read_bytes() == b"")


def test_what_breaks_a_rule_is_shown_and_keeps_a_paper_from_being_done(at, desk):
    open_item(at, "concepts", "FP16")
    click(at, '[aria-label="Remove the mention FP16"]')
    until(lambda: find(at, "#problems").is_displayed())
    assert "1 thing to mend" in text(at, "#problems")
    assert "no mention" in text(at, "#items .wrong")
    click(at, "#done")
    time.sleep(0.6)
    assert kept(desk)["state"] == "draft"
    assert not desk.out.exists()


def test_without_a_mouse(at, desk):
    from selenium.webdriver.common.keys import Keys

    press(at, "j")
    press(at, "a")
    press(at, "x")
    until(lambda: [each["status"] for each in kept(desk)["concepts"][:3]] == ["accepted", "rejected", "open"])
    press(at, "2")
    press(at, "r")
    until(lambda: (kept(desk)["concepts"][2]["type"], kept(desk)["concepts"][2]["required"]) == ("Hardware", False))
    press(at, "u")
    press(at, "n")
    press(at, "outliers", Keys.TAB)
    press(at, "Metric")
    press(at, Keys.TAB, Keys.NULL)
    press(at, Keys.ENTER)
    until(lambda: "outliers" in names(desk))
    assert kept(desk)["concepts"][-1]["type"] == "Metric"
    press(at, Keys.ESCAPE)
    press(at, "t")
    press(at, "j")
    press(at, "x")
    until(lambda: kept(desk)["relations"][0]["status"] == "rejected")
    press(at, "A")
    press(at, "d")
    until(lambda: kept(desk)["state"] == "done")
    press(at, "[")
    until(lambda: text(at, "#where") == "heron · to do")


def test_the_keys_are_listed_and_can_be_switched_off(at, desk):
    from selenium.webdriver.common.keys import Keys

    press(at, "?")
    assert find(at, "#box").is_displayed()
    assert "accept, and go on" in text(at, "#box")
    click(at, "#box input")
    press(at, Keys.ESCAPE)
    until(lambda: not find(at, "#box").is_displayed())
    press(at, "j")
    press(at, "a")
    assert all_of(at, "#items [data-chosen]") == []
    at.execute_script("localStorage.clear()")


def test_papers_are_found_filtered_and_sorted(at):
    titles = lambda: [each.text for each in all_of(at, "#list .name")]  # noqa: E731 - asked thrice
    assert titles()[2].startswith("Owl")
    choose(at, "#sort", "unsure")
    assert [title[:3] for title in titles()] == ["A <", "Her", "Owl"]
    find(at, "#sort").send_keys("As")
    find(at, "#find").send_keys("heron")
    assert len(titles()) == 1
    find(at, "#find").clear()
    choose(at, "#which", "done")
    assert titles() == []
    assert find(at, "#none").is_displayed()


def test_hostile_text_is_text(at, desk):
    next(each for each in all_of(at, "#list button") if "<img" in each.text).click()
    until(lambda: "<img" in text(at, "#title"))
    assert text(at, "#title") == EVIL.title
    assert all_of(at, "#title > :not(mark), #abstract b, #abstract img") == []
    assert all_of(at, "#reading mark")[0].text == "<b>Bold</b>"


def test_a_change_in_another_window_is_told(at, desk):
    shown = kept(desk)
    desk.session.put("owl", shown | {"state": "draft"})
    click(at, '[aria-label="Accept FP16"]')
    until(lambda: "another window" in text(at, "#saved"))


def test_every_control_has_a_name_and_dark_colours_are_dark(at):
    open_item(at, "relations", "GPTQ")
    nameless = at.execute_script(
        "return [...document.querySelectorAll('button, input, select')].filter((each) => each.checkVisibility()"
        " && !(each.ariaLabel || each.textContent.trim() || each.labels?.length)).map((each) => each.outerHTML)"
    )
    assert nameless == []
    click(at, "#theme")
    assert at.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 27)"
    at.execute_script("localStorage.clear()")


def test_it_fits_a_telephone(at):
    size = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    at.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert find(at, "#abstract").is_displayed()
        assert not find(at, "#items").is_displayed()
        for pane, shown in (("papers", "#list"), ("work", "#items"), ("reading", "#abstract")):
            click(at, f'.tabs [data-pane="{pane}"]')
            assert find(at, shown).is_displayed()
            assert at.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        at.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_page_finds_the_same_places_as_the_library(at):
    script = (Path(server_module.__file__).parent / "places.js").read_text(encoding="utf-8")
    luck = random.Random(7)
    cases = []
    for _ in range(150):
        words = "".join(luck.choices(["a", "b", "ab", " ", "-", "é", "𝔸", "9", "."], k=luck.randint(1, 25)))
        picks = [luck.randrange(len(words)) for _ in range(luck.randint(0, 7))]
        forms = [words[start : start + luck.randint(1, 4)] for start in picks]
        cases.append((words, [{"mentions": forms[:3]}, {"mentions": forms[3:5]}, {"mentions": forms[5:]}]))
    found = at.execute_script(
        f"{script}; return arguments[0].map(([text, concepts]) => placed(text, concepts)"
        ".map((mark) => [text.slice(0, mark.start), text.slice(mark.start, mark.end), mark.index]))",
        cases,
    )
    for (words, concepts), marks in zip(cases, found, strict=True):
        expected = [[words[: span.start], span.of(words), index] for span, index in placed(words, concepts)]
        assert marks == expected, (words, concepts)
