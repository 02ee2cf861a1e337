"""The floor: bare Flask routes, one durable INSERT and one read, served as the product is."""

import sqlite3
import sys
from threading import Lock, local
from uuid import uuid4

import waitress
from flask import Flask

app = Flask(__name__)
kept = local()
writing = Lock()


def opened() -> sqlite3.Connection:
    if not hasattr(kept, "connection"):
        kept.connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        kept.connection.execute("PRAGMA synchronous = FULL")
    return kept.connection


@app.get("/")
def read() -> str:
    return str(opened().execute("SELECT max(rowid) FROM row").fetchone()[0])


@app.post("/")
def insert() -> str:
    with writing:
        opened().execute("INSERT INTO row VALUES (?, ?)", (str(uuid4()), "a span"))
    return "ok"


if __name__ == "__main__":
    with sqlite3.connect(sys.argv[1]) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE row (id TEXT PRIMARY KEY, value TEXT)")
    waitress.serve(app, host="127.0.0.1", port=int(sys.argv[3]), threads=12)
