import base64
import hashlib
import json
import random
import re
import shutil
import time
from html.parser import HTMLParser

import pytest

from kg.export.page import render, write
from kg.traverse import Graph
from tests.export.handmade import EVIL, EXTRACTIONS, HOSTILE, WILLOW


class Reader(HTMLParser):
    """The scripts, styles and attributes of a page as a browser's parser takes them."""

    def __init__(self, page):
        super().__init__()
        self.open, self.parts, self.tags = None, [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self.open = (tag, dict(attrs))
            self.parts.append([*self.open, ""])

    def handle_endtag(self, tag):
        if self.open and tag == self.open[0]:
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.parts[-1][2] += data


@pytest.fixture(scope="module")
def page():
    return render(Graph.from_extractions(EXTRACTIONS), title="Our <b>papers</b> & more")


@pytest.fixture(scope="module")
def read(page):
    return Reader(page)


def code(read):
    return [text for tag, attrs, text in read.parts if tag == "script" and not attrs]


def block(read, name):
    return json.loads(next(text for tag, attrs, text in read.parts if attrs.get("id") == name))


def test_the_page_names_no_address_outside_its_data(page):
    without = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.DOTALL)
    assert re.findall(r"https?://\S+|src=|@import|url\(", without.split("<script>")[0]) == []
    assert re.findall(r"https?://", without) == []


def test_nothing_is_loaded(read):
    assert [attrs for tag, attrs in read.tags if "src" in attrs or tag in ("link", "img", "iframe", "object")] == []


def test_the_title_is_text(page, read):
    assert "<title>Our &lt;b&gt;papers&lt;/b&gt; &amp; more</title>" in page
    assert "b" not in {tag for tag, _ in read.tags}


def test_hostile_text_stays_in_its_block(page, read):
    assert len([tag for tag, _ in read.tags if tag == "script"]) == 5
    assert EVIL not in page
    assert not re.search("[\u2028\u2029]", page)
    assert HOSTILE.title in {label for _, label, *_ in block(read, "data")["nodes"]}


def test_the_policy_lets_the_pages_own_scripts_run_and_nothing_else(read):
    (policy,) = [attrs["content"] for tag, attrs in read.tags if attrs.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in code(read)]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == hashes
    assert "unsafe" not in policy
    assert not [name for _, attrs in read.tags for name in attrs if name.startswith("on") or name == "style"]


def test_the_script_never_makes_markup_of_text(read):
    own = code(read)[1]
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(", own) == []
    )


def test_the_opening_view_is_of_nodes_of_the_page(read):
    data = block(read, "data")
    assert [node["label"] for node in block(read, "opening")] == [label for _, label, *_ in data["nodes"]]
    assert block(read, "options")["physics"] == {"enabled": False}


def test_the_order_of_extractions_does_not_change_a_byte(page):
    shuffled = list(EXTRACTIONS)
    random.Random(3).shuffle(shuffled)
    again = render(Graph.from_extractions(reversed(shuffled)), title="Our <b>papers</b> & more")
    assert again == page


def test_write_gives_the_rendered_page(tmp_path):
    graph = Graph.from_extractions(EXTRACTIONS)
    write(graph, tmp_path / "graph.html", title="One")
    assert (tmp_path / "graph.html").read_bytes() == render(graph, title="One").encode()


# In a real browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory, page):
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
    opened.file = tmp_path_factory.mktemp("page") / "graph.html"
    opened.file.write_text(page, encoding="utf-8")
    yield opened
    opened.quit()


@pytest.fixture
def at(browser):
    browser.get("about:blank")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(browser.file.as_uri())
    yield browser
    assert browser.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert {url.partition("#")[0] for url in asked} == {browser.file.as_uri()}
    assert browser.title == "Our <b>papers</b> & more"


def find(at, selector):
    return at.find_element("css selector", selector)


def texts(at, selector):
    return [element.text for element in at.find_elements("css selector", selector)]


def keys(at, *pressed):
    at.switch_to.active_element.send_keys(*pressed)


def until(condition):
    for _ in range(50):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("the page did not get there in 2.5 s")


@pytest.mark.browser
def test_the_page_opens_with_a_drawing_and_a_counted_legend(at):
    assert find(at, "#summary").text == "2 papers · 4 concepts · 6 claims"
    assert find(at, "#shown").text == "7 of 7 nodes"
    assert [" ".join(row.split()) for row in texts(at, "#types label")] == [
        "Model 1", "Hardware 1", "Technique 2", "Paper 2", "Unnamed 1",
    ]  # fmt: skip
    assert "runs on 2" in [" ".join(row.split()) for row in texts(at, "#predicates label")]
    drawn = at.execute_script(
        "const c = document.querySelector('#canvas canvas');"
        "return new Set(c.getContext('2d').getImageData(0, 0, c.width, c.height).data).size"
    )
    assert drawn > 20


@pytest.mark.browser
def test_search_completes_and_opens_the_node_with_its_sentences(at):
    from selenium.webdriver.common.keys import Keys

    keys(at, "/")
    keys(at, "lark")
    assert texts(at, "#found li > span:first-of-type")[0] == "Lark-7B"
    keys(at, Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    assert find(at, "#panel h2").text == "Lark-7B"
    assert at.execute_script("return decodeURIComponent(location.hash)").startswith("#concept/model/")
    assert WILLOW.title in texts(at, "#panel blockquote")
    assert texts(at, "#panel mark") == ["Lark-7B"]
    assert "Lark-7B, Model, 1 claim" in find(at, "#live").get_attribute("textContent")
    keys(at, Keys.ESCAPE)
    assert not find(at, "#panel").is_displayed()


@pytest.mark.browser
def test_search_without_a_match_says_so(at):
    keys(at, "/")
    keys(at, "nobody")
    assert texts(at, "#found li") == ["Nothing has this name"]


@pytest.mark.browser
def test_the_table_of_claims_leads_to_an_edge_with_sentence_and_figure(at):
    find(at, "[data-view=claims]").click()
    assert texts(at, "#rows tr")[0].split()[:3] == ["Willow", "pruning", "outperforms"]
    find(at, "#rows .open").click()
    assert find(at, "#panel h2").text == "Willow pruning outperforms Heron router"
    assert find(at, "#panel .figure").text == "up to 1.7× speed"
    assert texts(at, "#panel mark.subject, #panel mark.object") == ["Willow pruning", "Heron router"]
    assert find(at, "#panel mark.number").text == "1.7x"
    assert find(at, "#panel .source a[target]").get_attribute("href") == WILLOW.url


@pytest.mark.browser
def test_each_sentence_has_its_confidence_beside_it(at):
    find(at, "[data-view=claims]").click()
    find(at, "#rows .open").click()
    sentences, beside = texts(at, "#panel blockquote"), texts(at, "#panel blockquote + .sure")
    assert len(beside) == len(sentences) > 0
    assert all(re.fullmatch(r"confidence [01]\.\d\d · \S+", words) for words in beside)


@pytest.mark.browser
def test_a_table_sorts_and_filters(at):
    find(at, "[data-view=nodes]").click()
    find(at, "#head th:first-child button").click()
    names = texts(at, "#rows .open")
    assert len(names) == 7
    assert names == sorted(names, key=str.casefold)
    assert find(at, "#head th:first-child").get_attribute("aria-sort") == "ascending"
    find(at, "#search").send_keys("heron")
    assert texts(at, "#rows .open") == ["Heron router"]


@pytest.mark.browser
def test_the_legend_filters_nodes_edges_and_tables(at):
    find(at, "#types input[value=Technique]").click()
    until(lambda: find(at, "#shown").text == "5 of 7 nodes")
    find(at, "[data-all=types]").click()
    find(at, "#predicates [aria-label='Only outperforms']").click()
    until(lambda: find(at, "#shown").text == "4 of 7 nodes")
    find(at, "[data-view=claims]").click()
    assert find(at, "#table-name").text == "2 claims"


@pytest.mark.browser
def test_the_slider_leaves_the_surer_claims(at):
    find(at, "[data-view=claims]").click()
    at.execute_script("const s = arguments[0]; s.value = 0.85; s.dispatchEvent(new Event('input'))", find(at, "#least"))
    assert find(at, "#table-name").text == "3 claims"
    assert find(at, "#least-value").text == "0.85"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("place", "heading"),
    [
        pytest.param("concept/technique/heronrouter", "Heron router", id="node"),
        pytest.param("claim/", "Willow pruning outperforms Heron router", id="edge"),
    ],
)
def test_a_click_on_the_drawing_selects(at, place, heading):
    from selenium.webdriver.common.action_chains import ActionChains

    rows = at.execute_script("return JSON.parse(document.getElementById('data').textContent).claims")
    name = next(row[0] for row in rows if row[9]) if place == "claim/" else place
    at.get(f"{at.file.as_uri()}#{name}")
    at.refresh()
    until(lambda: find(at, "#panel h2").text == heading)  # what the address names stands in the middle
    middle = (find(at, "#canvas").size["width"] - find(at, "#panel").size["width"]) // 2 - find(at, "#canvas").size[
        "width"
    ] // 2
    canvas = find(at, "#canvas")
    ActionChains(at).move_to_element_with_offset(canvas, -300, 300).click().perform()
    until(lambda: not find(at, "#panel").is_displayed())
    ActionChains(at).move_to_element_with_offset(canvas, middle, 0).click().perform()
    until(lambda: find(at, "#panel").is_displayed())
    assert find(at, "#panel h2").text == heading
    if place == "claim/":
        ActionChains(at).move_to_element_with_offset(canvas, middle + 1, 0).perform()
        until(lambda: re.search(r"1 claim · confidence [01]\.\d\d$", find(at, "#tip").text))


@pytest.mark.browser
def test_dark_mode_is_a_button_and_is_remembered(at):
    ground = "return getComputedStyle(document.body).backgroundColor"
    light = at.execute_script(ground)
    find(at, "#theme").click()
    dark = at.execute_script(ground)
    assert dark != light
    at.refresh()
    assert at.execute_script(ground) == dark
    assert find(at, "#theme").get_attribute("aria-pressed") == "true"
    find(at, "#theme").click()


@pytest.mark.browser
def test_a_hostile_title_is_shown_and_does_not_run(at):
    at.get(at.file.as_uri() + "#paper/hostile")
    at.refresh()
    until(lambda: EVIL in find(at, "#panel h2").text)
    assert at.find_elements("css selector", "#panel a[target], #panel img, #panel script") == []
    assert "this paper’s contribution" not in find(at, "#panel").text
    assert "hedged" not in find(at, "#panel").text


@pytest.mark.browser
def test_an_address_leads_to_a_claim(at):
    name = at.execute_script("return JSON.parse(document.getElementById('data').textContent).claims[0][0]")
    at.get(f"{at.file.as_uri()}#{name}")
    at.refresh()
    until(lambda: find(at, "#panel h2").text != "")
    assert find(at, "#panel article").get_attribute("data-claim") == name
