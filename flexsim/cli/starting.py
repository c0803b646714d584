"""``flexsim new``: a commented scenario, or a commented study, to start from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from flexsim.cli.group import INPUT_ERROR, OTHER_ERROR, leave, main
from flexsim.cli.starter import STARTER, STUDY_STARTER

ENDINGS = (".yaml", ".yml")


@main.command()
@click.option("--study", is_flag=True, help="Write a study, NAME.yaml, and the scenario that it is of, NAME_shop.yaml.")
@click.argument("name", type=click.Path(path_type=Path))
def new(name: Path, study: bool) -> None:
    """Write a commented scenario to start from: NAME.yaml. It runs as it is.

    Beside it stands flexsim.schema.json, by which editors complete and explain keys; beside a study
    flexsim_study.schema.json as well. A file that is there already stays as it is.
    """
    has_ending = name.suffix.lower() in ENDINGS
    title = name.stem if has_ending else name.name
    if not title.strip() or title.startswith(".") or not title.isprintable():
        leave(f'"{name}": a {"study" if study else "scenario"} needs a name, such as my_shop.', INPUT_ERROR)
    path = name if has_ending else name.with_name(f"{title}.yaml")
    if study:
        write_starting_study(title, path)
    else:
        write_starting_scenario(title, path)


def write_starting_scenario(title: str, path: Path) -> None:
    """Write a scenario with its schema, and say what to do next."""
    from flexsim.shipped import SCHEMA, folder

    write_new({path: STARTER.replace("{title}", quoted_in_yaml(title))})
    said = write_schema(folder("models") / SCHEMA, path.parent)
    click.echo(f"{path} is written{said}. Next:")
    click.echo(f"  flexsim check {quoted(path)}")
    click.echo(f"  flexsim run {quoted(path)} --replications 10")


def write_starting_study(title: str, path: Path) -> None:
    """Write a study and its scenario, with both schemas, and say what to do next."""
    from flexsim.shipped import SCHEMA, STUDY_SCHEMA, folder

    shop = path.with_name(f"{title}_shop.yaml")
    before, after = STUDY_STARTER.split("{shop}")
    texts = (before.replace("{title}", quoted_in_yaml(title)), quoted_in_yaml(shop.name), after)
    write_new({path: "".join(texts), shop: STARTER.replace("{title}", quoted_in_yaml(shop.stem))})
    write_schema(folder("models") / SCHEMA, path.parent)
    write_schema(folder("experiments") / STUDY_SCHEMA, path.parent)
    click.echo(f"{path} and {shop.name} are written. Next:")
    click.echo(f"  flexsim check {quoted(path)}")
    click.echo(f"  flexsim compare {quoted(path)}")


def write_new(texts: dict[Path, str]) -> None:
    """Write files that are not there yet: all of them, or none."""
    import os

    if there := next((path for path in texts if os.path.lexists(path)), None):
        leave(f"{there}: there is such a file already; it stays as it is. Choose another name.", OTHER_ERROR)
    for path, text in texts.items():
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileNotFoundError:
            leave(f"{path}: there is no folder {path.parent}.", OTHER_ERROR)


def write_schema(shipped: Path, beside: Path) -> str:
    """Write what editors read into the folder of a file, unless it is there already; say what was done."""
    path, schema = beside / shipped.name, shipped.read_bytes()
    try:
        with path.open("xb") as file:
            file.write(schema)
    except FileExistsError:
        if path.is_file() and path.read_bytes() == schema:
            return ""
        option = "" if shipped.parent.name == "models" else " --study"
        text = f"{path} is there already and is not of this version of flexsim; it stays as it is."
        click.echo(f"{text} To have its place taken: flexsim schema{option} > {quoted(path)}", err=True)
        return ""
    return f", and {path.name} for editors"


def quoted_in_yaml(text: str) -> str:
    """Write a text so that YAML reads it as one, whatever is in it."""
    return json.dumps(text, ensure_ascii=False)


def quoted(path: Path) -> str:
    """Write a path as a shell reads it."""
    import shlex

    return shlex.quote(str(path))
