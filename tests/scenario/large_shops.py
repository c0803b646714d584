"""A shop of thousands of operations, as YAML and as the same shop with its routings in a CSV file."""

from __future__ import annotations

from pathlib import Path

N_OPERATIONS, PER_PRODUCT = 5_000, 10


def rows() -> list[dict[str, object]]:
    """Give every operation as the cells of its row."""
    found = []
    for number in range(N_OPERATIONS):
        product, n = divmod(number, PER_PRODUCT)
        found.append(
            {
                "product": f"part {product:04d}",
                "operation": f"step {n}",
                "at": [f"machine {(product + n) % 40:02d}", f"machine {(product + n + 1) % 40:02d}"],
                "after": f"step {n - 1}" if n else "",
                "set_up": f"{10 + number % 700 / 10} min",
                "run": f"lognormal({3 + number % 500 / 100} min, cv=0.3)",
                "skill": f"skill {(product + n) % 10}",
                "attention": "1/2",
                "yield": 0.99,
            }
        )
    return found


def rest() -> str:
    """Give all that is no routing."""
    products = sorted({str(row["product"]) for row in rows()})
    return "\n".join(
        [
            "demand:",
            *(f"  {product}: {{product: {product}, every: exponential(30 h)}}" for product in products),
            "work_centres:",
            *(f"  machine {number:02d}: {{team: crew, rate: 10 EUR/h}}" for number in range(40)),
            "teams: {crew: {}}",
            "workers:",
            f"  all: {{count: 20, team: crew, skills: [{', '.join(f'skill {n}' for n in range(10))}]}}",
            "",
        ]
    )


def in_yaml() -> str:
    """Write the shop as one file."""
    lines = ["flexsim: 1", "horizon: 4 wk", "products:"]
    for row in rows():
        if row["operation"] == "step 0":
            lines += [f"  {row['product']}:", "    operations:"]
        lines += [f"      {row['operation']}:"]
        lines += [f"        after: {row['after']}"] if row["after"] else []
        lines += [f"        attention: {{run: {row['attention']}}}", f"        at: [{', '.join(row['at'])}]"]
        lines += [f"        {key}: {row[key]}" for key in ("set_up", "run", "skill", "yield")]
    return "\n".join([*lines, rest()])


def in_files(folder: Path) -> Path:
    """Write the shop with its routings in a CSV file; give the scenario's own file."""
    lines = ["product,operation,at,after,set_up,run,skill,attention.run,yield"]
    for row in rows():
        cells = {**row, "at": "; ".join(row["at"]), "run": f'"{row["run"]}"'}
        lines.append(",".join(str(cell) for cell in cells.values()))
    (folder / "routings.csv").write_text("\n".join(lines), encoding="utf-8")
    path = folder / "shop.yaml"
    path.write_text(f"flexsim: 1\nhorizon: 4 wk\nproducts: {{from: routings.csv}}\n{rest()}", encoding="utf-8")
    return path
