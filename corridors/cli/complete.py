"""What a shell offers when the Tab key is pressed: names of the folder's files, which is quicker than reading it."""

from pathlib import Path

import typer


def corridor_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Corridors of the folder."""
    return _names(ctx, "corridors", incomplete)


def scenario_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Scenarios of the folder."""
    return _names(ctx, "scenarios", incomplete)


def _names(ctx: typer.Context, folder: str, incomplete: str) -> list[str]:
    from corridors.dataset import data_folder

    root = Path(ctx.params.get("data") or data_folder())
    return sorted(p.stem for p in (root / folder).glob("*.toml") if p.stem.startswith(incomplete))
