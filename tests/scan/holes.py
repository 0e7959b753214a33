"""The planted holes: what a scan must find, each at a route of the interface and behind the same door as all others."""
import os
import subprocess
import sqlite3
import urllib.parse
import urllib.request

PAGE = [("Content-Type", "text/html; charset=utf-8")]
JSON = [("Content-Type", "application/json")]

SQL_SHOWN = ("get_api_v1_patients", "query.search")                              # rows and errors are seen
SQL_BLIND = ("post_api_v1_commands_record_inquiry", "body.data.question.name")   # only the time is
REFLECTED = ("get_api_v1_calendar", "query.from")
STORED = ("post_api_public_waiting_list", "body.data.person.name")
TRAVERSAL = ("get_api_v1_sessions_id_papers_kind", "path.kind")
REDIRECT = ("get_api_v1_access_log", "query.before")
SPLIT = ("get_api_v1_register_csv", "query.place")
FETCHED = ("get_api_v1_sessions_id_readings", "query.since")
ALL = (SQL_SHOWN, SQL_BLIND, REFLECTED, STORED, TRAVERSAL, REDIRECT, SPLIT, FETCHED)
BY_SQLMAP = (SQL_SHOWN, SQL_BLIND)
BY_WAPITI = {SQL_SHOWN: "SQL Injection", REFLECTED: "Cross Site Scripting", STORED: "Cross Site Scripting", TRAVERSAL: "Path Traversal",
             REDIRECT: "Open Redirect", SPLIT: "CRLF Injection", FETCHED: "Server Side Request Forgery"}


class Holes:
    def __init__(self, folder, postgres=None):
        self.folder, self.postgres, self.stored = folder, postgres, []
        os.makedirs(f"{folder}/papers")
        script = "CREATE TABLE person (id int, name text); INSERT INTO person VALUES (1, 'Jana'), (2, 'Adam');"
        if postgres:
            subprocess.run(["psql", "-q", postgres.address, "-c", script], check=True)
        else:
            sqlite3.connect(f"{folder}/holes.db").executescript(script)

    def of(self, name):
        return {SQL_SHOWN[0]: self.sql_shown, SQL_BLIND[0]: self.sql_blind, REFLECTED[0]: self.reflected, STORED[0]: self.store,
                "get_api_v1_waiting_list": self.show_stored, TRAVERSAL[0]: self.traversal, REDIRECT[0]: self.redirect,
                SPLIT[0]: self.split, FETCHED[0]: self.fetch}.get(name)

    def ask(self, sql):
        if not self.postgres:
            return str(sqlite3.connect(f"{self.folder}/holes.db").execute(sql).fetchall())
        asked = subprocess.run(["psql", "-qAt", self.postgres.address, "-c", sql], capture_output=True, text=True)
        if asked.returncode:
            raise sqlite3.Error(asked.stderr)
        return asked.stdout

    def sql_shown(self, values):
        try:
            rows = self.ask("SELECT id, name FROM person WHERE name LIKE '%" + values[SQL_SHOWN[1]].replace("\0", "") + "%'")
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            text = f"{'PG::SyntaxError' if self.postgres else 'SQLite3::SQLException'}: {error}"  # as many a program says it
            return 500, JSON, text.encode("utf-8", "replace")
        return 200, JSON, rows.encode("utf-8", "replace")

    def sql_blind(self, values):
        try:
            self.ask("SELECT id FROM person WHERE name <> '" + values[SQL_BLIND[1]].replace("\0", "") + "'")
        except (sqlite3.Error, sqlite3.Warning, ValueError):
            pass
        return 200, JSON, b"{}"

    def reflected(self, values):
        return 200, PAGE, f"<h1>From {values[REFLECTED[1]]}</h1>".encode("utf-8", "replace")

    def store(self, values):
        if not any(mark in values[STORED[1]] for mark in ("<!", "<?")):  # which would hide what is stored after it
            self.stored.append(values[STORED[1]])
        return 200, PAGE, b"<p>Thank you."  # wapiti reports nothing where a form is answered with JSON

    def show_stored(self, _):
        return 200, PAGE, "".join(f"<p>{each}</p>" for each in self.stored).encode("utf-8", "replace")

    def traversal(self, values):
        return self.read(f"{self.folder}/papers/{values[TRAVERSAL[1]]}")

    def redirect(self, values):
        return 302, [("Location", "".join(sign for sign in values[REDIRECT[1]] if " " <= sign <= "~"))], b""

    def split(self, values):
        return 200, [("X-Place", urllib.parse.unquote(values[SPLIT[1]]))], b""  # wapiti 3.0.4 quotes twice

    def fetch(self, values):
        if values[FETCHED[1]].startswith("http://127.0.0.1:"):
            urllib.request.urlopen(values[FETCHED[1]], timeout=5).read()
        return 200, JSON, b"{}"

    def file(self, address):
        """A route for static files that believes what it is asked."""
        if not address.startswith("/assets/"):
            return None
        return self.read(f"{self.folder}/papers/{urllib.parse.unquote(address[len('/assets/'):])}")

    @staticmethod
    def read(path):
        try:
            with open(path, "rb") as file:
                return 200, [("Content-Type", "text/plain")], file.read(65536)
        except (OSError, ValueError):
            return 404, JSON, b"{}"
