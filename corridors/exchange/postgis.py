"""The same tables in a PostGIS database, in a schema of their own, all in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corridors.errors import BadInput
from corridors.extras import needs
from corridors.wording.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridors.exchange.layers import Layers

SCHEMA = "corridors"


def write(found: Callable[[], Layers], address: str) -> str:
    """Put layers into a database; tables of an earlier export are replaced.

    Parameters
    ----------
    found : function
        Makes the layers, once the database has answered.
    address : str
        As in postgresql://user:password@host/base.

    Returns
    -------
    str
        The address without its password, and the schema.

    Raises
    ------
    BadInput
        A package is missing, the address is none, the database cannot be reached or has no PostGIS.
    """
    sqlalchemy = needs("sqlalchemy", "formats")
    needs("geoalchemy2", "formats")
    needs("psycopg", "formats")
    try:
        url = sqlalchemy.make_url(address).set(drivername="postgresql+psycopg")
        shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise BadInput(
            sentence("no address of a database; write it like postgresql://user:password@host/base")
        ) from None
    engine = sqlalchemy.create_engine(url, connect_args={"connect_timeout": 10})
    try:
        with engine.begin() as connection:
            if not connection.execute(sqlalchemy.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'")).first():
                raise BadInput(
                    sentence("{shown} has no PostGIS; `CREATE EXTENSION postgis` in it adds it", shown=shown)
                )
            connection.execute(sqlalchemy.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
            layers = found()
            layers.links.to_postgis("links", connection, schema=SCHEMA, if_exists="replace")
            layers.nodes.to_postgis("nodes", connection, schema=SCHEMA, if_exists="replace")
            about = pd.DataFrame(list(layers.about.items()), columns=["name", "text"])
            for name, table in (
                ("facts", layers.facts), ("defaults", layers.defaults), ("sources", layers.sources),
                ("answers", layers.answers), ("about", about)
            ):  # fmt: skip
                table.to_sql(name, connection, schema=SCHEMA, if_exists="replace", index=False, chunksize=10_000)
    except sqlalchemy.exc.SQLAlchemyError as error:
        told = " ".join(str(getattr(error, "orig", None) or error).split())[:160]
        raise BadInput(sentence("{shown}: {told}; nothing was changed there", shown=shown, told=told)) from None
    finally:
        engine.dispose()
    return f"{shown} (schema {SCHEMA})"
