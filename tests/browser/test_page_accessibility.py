"""What axe-core, the common judge of accessible pages, finds: nothing grave.

Contrast is slow to judge and the same for like elements: it is judged on one
of each kind, in both modes.
"""

from importlib.resources import files
from typing import Any

import pytest
from opened_page import Opened

from course.publish.browser import DESKTOP, PHONE, show

pytest_plugins = ["browser_fixtures"]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")

# Hides each line, row or name in which every element has the ancestors'
# tags and classes of an element that is shown before it.
ONE_OF_EACH_KIND = """() => {
  const seen = new Set();
  const kind = (item) => {
    const names = [];
    for (; item && item !== document.body; item = item.parentElement)
      names.push(item.tagName + "." + item.className);
    return names.join(" ");
  };
  const blocks = "p, li, tr, dt, dd, pre, h2, h3, h4, summary, pre span";
  for (const block of document.querySelectorAll(`.bd-article :is(${blocks})`)) {
    const kinds = [block, ...block.querySelectorAll("*")].map(kind);
    if (kinds.every((one) => seen.has(one))) block.hidden = true;
    kinds.forEach((one) => seen.add(one));
  }
}"""

# The theme looks again at what scrolls 300 ms after the window changes.
SETTLED = 400

SHOW_AGAIN = """() => document.querySelectorAll(".bd-article [hidden]")
  .forEach((block) => { block.hidden = false; })"""

RUN = """(rules) => axe.run(document,
  {preload: false, resultTypes: ["violations"], ...rules})"""


def judge(opened: Opened, **rules: Any) -> list[str]:
    """Return the grave findings of axe-core, one line for each element."""
    if not opened.page.evaluate("() => 'axe' in window"):
        opened.page.evaluate(AXE)
    result = opened.page.evaluate(RUN, rules)
    return [
        f"{finding['id']} at {node['target']}: {node['failureSummary']}"
        for finding in result["violations"]
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_axe_finds_nothing_grave(opened: Opened, width: int) -> None:
    show(opened.page, width, "light")
    opened.page.wait_for_timeout(SETTLED if width == PHONE else 0)
    assert not judge(opened, rules={"color-contrast": {"enabled": False}})


def test_contrast_is_enough_in_both_modes(opened: Opened) -> None:
    opened.page.evaluate(ONE_OF_EACH_KIND)
    found = []
    for mode in ("light", "dark"):
        show(opened.page, DESKTOP, mode)
        found += judge(opened, runOnly=["color-contrast"])
    opened.page.evaluate(SHOW_AGAIN)
    assert not found
