"""What a database knows of how much there is, by which it plans: taken anew where much came in at once.

PostgreSQL takes it by itself within a minute or so. Until then it believes a table of thousands of rows to have a
few, and a page that counts documents reads all of them once for each. SQLite plans without.
"""

import logging

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from annotator.store.engine import Store
from annotator.store.schema import Table

_LOG = logging.getLogger(__name__)


def take(store: Store) -> None:
    """Take them of all tables. What came in is kept already: what cannot be done now, the database will do."""
    if store.is_sqlite:
        return
    try:
        with store.writer.begin() as connection:
            take_within(connection)
    except DBAPIError as error:
        _LOG.warning("the database takes its statistics later (%s)", type(error.orig).__name__)


def take_within(connection: Connection) -> None:
    """The same within a transaction, of what it has written as well."""
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.quote
        connection.exec_driver_sql(f"ANALYZE {', '.join(quote(name) for name in Table.metadata.tables)}")
