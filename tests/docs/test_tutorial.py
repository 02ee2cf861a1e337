"""The tutorial notebook runs from its first cell to its last, and finds what it says it finds."""

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.slow
def test_the_tutorial_trains_a_model_and_finds_camps():
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)  # what is kept tells nothing of a machine
    with_kernel = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(DOCS)}})
    with_kernel.execute()
    said = "".join(
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    )
    assert "Imported 5 documents" in said
    assert "4 articles to train on, 1 to test on" in said
    first, last = map(int, re.search(r"loss (\d+) at first, (\d+) at last", said).groups())
    assert last < first / 2
    assert 0 < float(re.search(r"'f': ([\d.]+)", said)[1]) < 1
    assert " actors, " in said and " agree on " in said
