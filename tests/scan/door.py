"""A door before a clinic, for scanners: each parameter of a route, wherever it stands, is a plain field of a form here.

  /OPERATION?path.id=…&query.from=…         a route that reads
  /OPERATION with a form: body.data.patient=…   one that changes something

The door puts them where they belong (path, query, JSON, headers), as somebody who may, and hands back the answer as it came.
What was left alone is what it was (a number a number, an id an id), and what was changed is counted: that is an attack. Other
addresses go through as they stand. With holes (holes.py), some routes are answered by them instead.
"""
import collections
import html
import http.server
import json
import threading
import urllib.parse
import uuid

import interface

OTHER = ("Content-Length", "Transfer-Encoding", "Connection", "Set-Cookie", "Keep-Alive", "Date", "Server")


class Door:
    def __init__(self, clinic, targets, holes=None):
        self.clinic, self.holes = clinic, holes
        self.targets = {target.name: target for target in targets}
        self.people = {target.name: clinic.somebody_with(target.permission) for target in targets}
        self.attacks = collections.Counter()    # (route, parameter) → requests
        self.statuses = collections.Counter()   # (route, status) → answers
        self.broken = []                        # answers that say that the program failed
        self.fetched = []                       # addresses somebody was made to ask for
        self.turn = threading.Lock()
        door = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                door.handle(self)

            do_POST = do_HEAD = do_GET

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            request_queue_size = 128
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a scanner that went away

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    # --- a request -----------------------------------------------------------------------------------------------------

    def handle(self, request):
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        address, _, query = request.path.partition("?")
        name = address.strip("/")
        if address == "/":
            answer = self.index()
        elif name.startswith("wapiti/"):
            answer = self.wapiti_asks(name)
        elif name in self.targets:
            answer = self.attack(self.targets[name], fields_of(body.decode("utf-8", "replace") or query))
        else:
            answer = (self.holes and self.holes.file(request.path)) or self.clinic.ask(request.command, request.path)
        self.reply(request, *answer)

    def attack(self, target, fields):
        values = {name: fields.get(name, str(base)) for name, base in target.parameters.items()}
        changed = [name for name, base in target.parameters.items() if values[name] != str(base)]
        with self.turn:
            self.attacks.update((target.name, name) for name in changed)
        hole = self.holes and self.holes.of(target.name)
        answer = hole(values) if hole else self.pass_on(target, values, changed)
        with self.turn:
            self.statuses[target.name, answer[0]] += 1
            if not hole and answer[0] >= 500 and answer[0] != 503:
                self.broken.append((target.name, answer[0], {name: values[name] for name in changed}))
        return answer

    def pass_on(self, target, values, changed):
        user = self.people[target.name]
        answer = self.ask(target, values, changed, user)
        if answer[0] == 401 and target.permission != "anyone" and "header.Cookie" not in changed:
            with self.turn:
                signed_in = self.clinic.sign_in(user)
            if signed_in:
                answer = self.ask(target, values, changed, user)
        if answer[0] == 200 and target.name == "post_api_v1_me_password":
            self.clinic.accounts[user]["password"] = values["body.new_password"]
        return answer

    def ask(self, target, values, changed, user):
        path, query, headers, body = target.path, [], {}, {}
        if target.permission != "anyone":
            session = self.clinic.sessions[user]
            headers = {"Cookie": session["cookie"], "X-CSRF-Token": session["csrf"]}
        for name in target.sent_with(changed):
            base = target.parameters[name]
            place, _, rest = name.partition(".")
            value = values[name] if name in changed else str(uuid.uuid4()) if name in target.fresh else base
            if place == "path":
                path = path.replace("{" + rest + "}", urllib.parse.quote(str(value), safe=""))
            elif place == "query":
                query.append((rest, value))
            elif place == "body":
                interface.put(body, name, value)
            else:
                headers[rest] = values[name]
        if query:
            path += "?" + urllib.parse.urlencode(query)
        sent = None
        if target.has_body:
            headers["Content-Type"] = "application/json"
            sent = json.dumps(body).encode("utf-8", "replace")
        return self.clinic.ask(target.method, path, headers, sent, as_stream=path.endswith("/live"))

    def reply(self, request, status, headers, body):
        # Not by send_header alone: an answer split by a hole must reach the scanner split.
        lines = [f"HTTP/1.1 {status} ."] + [f"{name}: {value}" for name, value in headers if name.title() not in OTHER]
        if self.holes:
            lines.append("Connection: close")
            request.close_connection = True
        lines += [f"Content-Length: {len(body)}", "", ""]
        request.wfile.write("\r\n".join(lines).encode("latin-1", "replace"))
        if request.command != "HEAD":
            request.wfile.write(body)

    # --- what scanners ask the door itself -------------------------------------------------------------------------------

    def index(self):
        """All routes, for a scanner that finds its way by links and forms."""
        parts = []
        for target in self.targets.values():
            fields = [(name, str(value)) for name, value in target.parameters.items()]
            if target.method == "GET":
                address = html.escape(f"/{target.name}?{urllib.parse.urlencode(fields)}" if fields else f"/{target.name}")
                parts.append(f'<a href="{address}">{target.name}</a>')
            else:
                inputs = "".join(f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
                                 for name, value in fields)
                parts.append(f'<form method="post" action="/{target.name}">{inputs}</form>')
        page = "<!doctype html><title>routes</title>" + "\n".join(parts)
        return 200, [("Content-Type", "text/html; charset=utf-8")], page.encode()

    def wapiti_asks(self, name):
        """The addresses that wapiti wants somebody to ask for, and its question whether anybody did."""
        what = name.split("/")
        if what[1] not in ("get_ssrf.php", "get_xxe.php"):
            self.fetched.append(name)
            return 200, [("Content-Type", "text/plain")], b""
        found = {}
        for each in self.fetched:
            steps = each.split("/")[1:]
            if len(steps) > 3 and what[1] == f"get_{steps[0]}.php":
                found.setdefault(steps[2], {}).setdefault(steps[3], []).append(
                    {"url": each, "date": "2026-01-01T00:00:00", "ip": "127.0.0.1", "method": "GET"})
        return 200, [("Content-Type", "application/json")], json.dumps(found or []).encode()


def fields_of(text):
    return dict(urllib.parse.parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="replace"))
