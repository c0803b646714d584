"""``flexsim new``: a commented scenario to start from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from flexsim.cli.group import INPUT_ERROR, OTHER_ERROR, leave, main
from flexsim.cli.starter import STARTER

ENDINGS = (".yaml", ".yml")


@main.command()
@click.argument("name", type=click.Path(path_type=Path))
def new(name: Path) -> None:
    """Write a commented scenario to start from: NAME.yaml. It runs as it is.

    Beside it stands flexsim.schema.json, by which editors complete and explain keys. A file that is there already stays
    as it is.
    """
    has_ending = name.suffix.lower() in ENDINGS
    title = name.stem if has_ending else name.name
    if not title.strip() or title.startswith(".") or not title.isprintable():
        leave(f'"{name}": a scenario needs a name, such as my_shop.', INPUT_ERROR)
    path = name if has_ending else name.with_name(f"{title}.yaml")
    text = STARTER.replace("{title}", json.dumps(title, ensure_ascii=False))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileNotFoundError:
        leave(f"{path}: there is no folder {path.parent}.", OTHER_ERROR)
    except FileExistsError:
        leave(f"{path}: there is such a file already; it stays as it is. Choose another name.", OTHER_ERROR)
    said = write_schema(path.parent)
    click.echo(f"{path} is written{said}. Next:")
    click.echo(f"  flexsim check {quoted(path)}")
    click.echo(f"  flexsim run {quoted(path)} --replications 10")


def write_schema(beside: Path) -> str:
    """Write what editors read into the folder of a scenario, unless it is there already; say what was done."""
    from flexsim.shipped import SCHEMA, folder

    path = beside / SCHEMA
    schema = (folder("models") / SCHEMA).read_bytes()
    try:
        with path.open("xb") as file:
            file.write(schema)
    except FileExistsError:
        if path.is_file() and path.read_bytes() == schema:
            return ""
        text = f"{path} is there already and is not of this version of flexsim; it stays as it is."
        click.echo(f"{text} To have its place taken: flexsim schema > {quoted(path)}", err=True)
        return ""
    return f", and {path.name} for editors"


def quoted(path: Path) -> str:
    """Write a path as a shell reads it."""
    import shlex

    return shlex.quote(str(path))
