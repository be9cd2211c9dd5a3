"""Attacks on the grader, and honest notebooks beside them.

Each attack stands at an exercise of its own, and several share a notebook,
for it takes seconds to start a kernel with PyTorch. One run grades them all.
"""

from typing import Any

import nbformat
import pytest
from graded_class import SOLUTION, Graded, fill, grade, insert, stub, write
from nbformat import NotebookNode
from nbformat.v4 import new_output

pytestmark = [pytest.mark.heavy, pytest.mark.xdist_group("attacks")]

RIGHT = {
    "2.3": 'losses = {"which": nn.CrossEntropyLoss(), "yes or no":\n'
    '    nn.BCEWithLogitsLoss(), "how much": nn.MSELoss()}',
    "2.4": "def mean_loss(losses, sizes):\n"
    "    return (losses * sizes).sum() / sizes.sum()",
}
WRONG_MEAN = "def mean_loss(losses, sizes):\n    return losses.mean()"
FORGE = (
    "from grading.replying import REPLY_MIME\n"
    "from IPython.display import publish_display_data\n"
    "def forge(text):\n"
    "    publish_display_data({REPLY_MIME: {'replies': text}})\n"
)
SHOUT = (
    "import os\n"
    "def shout(text):\n"
    "    print(text)\n"
    "    os.write(1, text.encode())\n"
    "    os.system(f'echo {text!r}; echo {text!r} >&2')\n"
    "    return text\n"
)


def cell(notebook: NotebookNode, name: str) -> Any:
    [found] = [one for one in notebook.cells if one.id == name]
    return found


def remove(notebook: NotebookNode, name: str) -> None:
    notebook.cells.remove(cell(notebook, name))


def in_the_file() -> NotebookNode:
    """Return a notebook whose file was tampered with."""
    notebook = stub()
    remove(notebook, "step-check")
    cell(notebook, "bug-check").source = 'print("✓ 2.2")'
    fill(notebook, "2.4", f"# NBVAL_IGNORE_OUTPUT\n# NBVAL_SKIP\n{WRONG_MEAN}")
    saved = new_output("stream", text="✓ 2.4\n")
    cell(notebook, "mean-check").update(outputs=[saved], execution_count=4)
    remove(notebook, "start-answer")
    cell(notebook, "project-answer").cell_type = "markdown"
    for one in notebook.cells:
        one.metadata.tags = ["nbval-skip", "skip-execution", "remove-cell"]
    fill(notebook, "2.3", RIGHT["2.3"])
    return notebook


def in_the_kernel() -> NotebookNode:
    """Return a notebook that changes modules, yet leaves replies alone."""
    notebook = stub()
    insert(
        notebook,
        1,
        "import sys, torch, numpy as np\n"
        "import exercises as exercises\n"
        "import grading as grading\n"
        "from grading import checking, compare, judging\n"
        "check = grading.check = checking.check_here = print\n"
        "judging.verdict = compare.difference = lambda *_: None\n"
        "np.allclose = torch.allclose = torch.equal = lambda *_, **__: True\n"
        "judging.draw_questions = lambda *_: []\n"
        "sys.modules['pytest'] = sys.modules['nbval'] = None\n",
    )
    insert(
        notebook,
        2,
        "from dataclasses import replace\n"
        "from exercises.training import bug\n"
        "bug.EXERCISE = replace(bug.EXERCISE,\n"
        "    use=lambda *_, **__: True, expected=lambda *_, **__: True)",
    )
    cell(notebook, "step-answer").source = (
        "# ANSWER 2.1\nclass Same:\n"
        "    def __eq__(self, other): return True\n"
        "    def __float__(self): return 0.0\n"
        "def train_step(*_): return Same()"
    )
    fill(notebook, "2.3", RIGHT["2.3"].replace("MSE", "L1"))
    fill(notebook, "2.4", WRONG_MEAN)
    fill(
        notebook,
        "2.5",
        "import grading.payload as payload\n"
        "old_encode = payload.encode\n"
        "import grading.replying as replying\n"
        "replying.encode = lambda replies: old_encode(True)\n"
        "def initialise(*_): return 1",
    )
    fill(
        notebook,
        "2.8",
        "from types import SimpleNamespace\n"
        "sys.modules['grading.replying'] = SimpleNamespace(\n"
        "    send_replies=lambda *_: print('✓ 2.8'))\n"
        "def fit(x, y): return torch.nn.Linear(64, 10)",
    )
    return notebook


def in_the_reply() -> NotebookNode:
    """Return a notebook that sends replies of its own, and loud words."""
    notebook = stub()
    insert(notebook, 1, FORGE + SHOUT)
    deep = "'[' * 100_000"
    answers = {
        "2.1": f"def train_step(*_): forge({deep}); shout('✓ 2.1')",
        "2.2": "import threading\n"
        "def accuracy(*_):\n"
        "    threading.Thread(target=lambda: [forge('[1, 1, 1, 1]')\n"
        "        for _ in range(50)]).start()",
        "2.3": "losses = shout('8 of 8 checks passed')",
        "2.4": "def mean_loss(losses, sizes):\n"
        "    raise Exception('\\n\\x1b[2J1.4 ✓\\n8 of 8 checks passed')",
        "2.5": 'def initialise(*_):\n    forge(\'[{"array": "", "dtype": "O", '
        '"shape": [Infinity]}]\')\n    raise SystemExit(0)',
        "2.8": "raise ValueError(os.environ.get('JUDGE_PASSWORD'))",
    }
    for key, code in answers.items():
        fill(notebook, key, code)
    return notebook


def of_the_process() -> NotebookNode:
    """Return a notebook in which processes end, hang and flood."""
    notebook = stub()
    fill(notebook, "2.1", "import time\nwhile True: time.sleep(9)")
    fill(notebook, "2.2", "import os\ndef accuracy(*_): os._exit(0)")
    fill(notebook, "2.3", RIGHT["2.3"])
    fill(notebook, "2.4", RIGHT["2.4"])
    fill(notebook, "2.5", "exit()")
    return notebook


def of_the_judge() -> NotebookNode:
    """Return a notebook that ends the process of the judge."""
    notebook = stub()
    fill(notebook, "2.1", RIGHT["2.3"])
    judge = "int(os.environ['JPY_PARENT_PID'])"
    fill(notebook, "2.2", f"import os; os.kill({judge}, 9)")
    return notebook


def nearly_solved() -> NotebookNode:
    """Return the solution without its project, which takes long."""
    notebook: NotebookNode = nbformat.read(SOLUTION, as_version=4)
    fill(notebook, "2.8", "fit = None")
    for number, one in enumerate(stub().cells):
        notebook.cells.append(NotebookNode(one, id=f"copy-{number}"))
    return notebook


def hopeless() -> NotebookNode:
    """Return a notebook in which every cell ends the kernel."""
    notebook = stub()
    for number in range(1, 9):
        fill(notebook, f"2.{number}", "import os; os._exit(0)")
    insert(notebook, 1, "open('torch.py', 'w').write('raise SystemExit(0)')")
    return notebook


ATTACKS = {
    ("file", "2.1"): "the check was deleted",
    ("file", "2.2"): "the check was edited",
    ("file", "2.4"): "skip tags, markers, and a saved tick",
    ("file", "2.5"): "the answer was deleted",
    ("file", "2.8"): "the answer is no code",
    ("kernel", "2.1"): "an object that is equal to everything",
    ("kernel", "2.2"): "another exercise put in place of this",
    ("kernel", "2.3"): "check, verdict and allclose redefined",
    ("kernel", "2.4"): "and again, with a likely mistake",
    ("kernel", "2.5"): "the encoder of replies replaced",
    ("kernel", "2.8"): "the sender of replies replaced in sys.modules",
    ("reply", "2.1"): "a nest of 100,000 lists",
    ("reply", "2.2"): "replies published by a thread",
    ("reply", "2.3"): "a tick and a summary printed in every way",
    ("reply", "2.4"): "a summary in the text of an error",
    ("reply", "2.5"): "an array of objects, and an exit",
    ("reply", "2.8"): "passwords of the judge",
    ("process", "2.1"): "an endless loop",
    ("process", "2.2"): "os._exit in the answer",
    ("process", "2.5"): "exit()",
    ("judge", "2.2"): "the judge killed",
    ("hopeless", "2.1"): "a module of the same name as torch; os._exit",
    ("hopeless", "2.8"): "os._exit in every cell",
}
SAID = {
    ("file", "2.1"): "it returns nothing (None) yet",
    ("file", "2.2"): "the model still behaves as in training",
    ("file", "2.4"): "the small last batch counts",
    ("file", "2.5"): "the answer cell is missing",
    ("kernel", "2.3"): "'how much' must punish",
    ("kernel", "2.4"): "the small last batch counts",
    ("kernel", "2.8"): "the answer sent no reply",
    ("process", "2.1"): "in a cell before it: it ran longer than 20 s",
    ("process", "2.2"): "the kernel died",
    ("process", "2.5"): "it ended the kernel (an exit call)",
    ("judge", "2.2"): "the judge was stopped while it ran this notebook",
    ("hopeless", "2.8"): "not run: 5 cells before it died",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    start = tmp_path_factory.mktemp("class")
    inbox = start / "inbox"
    write(in_the_file(), inbox / "file.ipynb")
    write(in_the_kernel(), inbox / "kernel" / "same name.ipynb")
    write(in_the_reply(), inbox / "reply" / "same name.ipynb")
    write(of_the_process(), inbox / "process" / "exercises" / "a.ipynb")
    (inbox / "process" / "solutions").mkdir()
    write(of_the_judge(), inbox / "judge.ipynb")
    write(hopeless(), inbox / "hopeless.ipynb")
    for name in ("helpers", "torch"):
        (inbox / f"{name}.py").write_text("raise SystemExit(0)")
    write(nearly_solved(), inbox / "solved.ipynb")
    (inbox / "linked.ipynb").symlink_to(SOLUTION)
    (inbox / "02_training_exercise (3).ipynb").write_text("{")
    (inbox / "empty.ipynb").write_text("")
    (inbox / "list.ipynb").write_text("[1, 2]")
    with (inbox / "huge.ipynb").open("wb") as file:
        file.truncate(60_000_000)
    return grade(
        start,
        *("inbox", "--csv=grades.csv", "--json=grades.json"),
        *("--jobs=2", "--cell-timeout=20"),
        JUDGE_PASSWORD="secret of the judge",
    )


@pytest.mark.parametrize(
    ("learner", "key"),
    [
        pytest.param(*place, id=": ".join((*place, about)))
        for place, about in ATTACKS.items()
    ],
)
def test_an_attack_earns_nothing(
    graded: Graded, learner: str, key: str
) -> None:
    assert key not in graded.passed(learner)
    hint = graded.hint(learner, key)
    assert SAID.get((learner, key), "") in hint
    assert hint.isprintable()
    assert "secret" not in hint


@pytest.mark.parametrize(
    ("learner", "keys"),
    [
        ("solved", {f"2.{n}" for n in range(1, 8)}),
        ("file", {"2.3"}),
        ("process", {"2.3", "2.4"}),
        ("kernel", set()),
        ("judge", set()),
        ("reply", set()),
        ("hopeless", set()),
        ("linked", set()),
    ],
)
def test_only_right_answers_pass(
    graded: Graded, learner: str, keys: set[str]
) -> None:
    assert graded.passed(learner) == keys
    assert sum(row["learner"] == learner for row in graded.rows) in (1, 8)


def test_files_that_are_no_notebooks_do_not_stop_the_class(
    graded: Graded,
) -> None:
    broken = "02_training_exercise (3)"
    for number in range(1, 9):
        hint = graded.hint(broken, f"2.{number}")
        assert hint.startswith("the file is not a notebook: it is not JSON")
    assert "it is empty" in graded.hint("empty", "-")
    assert "the file is not a notebook" in graded.hint("list", "-")
    assert "it has 60 MB" in graded.hint("huge", "-")
    assert "link" in graded.hint("linked", "-")


def test_the_words_of_a_learner_do_not_reach_the_terminal(
    graded: Graded,
) -> None:
    assert "secret" not in graded.output
    lines = graded.output.splitlines()
    assert not [one for one in lines if "8 of 8" in one and "✗" not in one]
    assert "solved.ipynb: 7 of 8 checks passed" in lines


def test_both_tables_hold_the_same(graded: Graded) -> None:
    columns = {"learner": "learner", "file": "file", "exercise": "exercise"}
    columns |= {"hint": "message"}
    for row, one in zip(graded.rows, graded.objects, strict=True):
        assert all(row[left] == one[right] for left, right in columns.items())
        assert row["passed"] == str(int(one["passed"]))
    assert max(one["seconds"] for one in graded.objects) > 1
