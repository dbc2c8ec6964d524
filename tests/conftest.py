"""What tests share: the real site and the one of another plan, each built once; a browser."""

from __future__ import annotations

import pytest
from built_site import PROJECT, Site, build
from second_project import write_project

pytest_plugins = ["browsing"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of this project, from a strict build without a warning."""
    return build(PROJECT, tmp_path_factory.mktemp("real") / "site")


@pytest.fixture(scope="session")
def second_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented plan in `second_plan/`."""
    root = tmp_path_factory.mktemp("second")
    return build(write_project(root / "project"), root / "site")
