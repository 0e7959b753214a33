"""What can be attacked: every parameter of every route, as the interface's own description has them, each with a value that
the program takes. A new route is in it by itself."""
import datetime
import re
import uuid

UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
HEADERS_ATTACKED_AT = "get_api_v1_me"
HEADERS = ("Accept-Language", "Cookie", "If-None-Match", "User-Agent", "X-CSRF-Token")


class Target:
    """A route. `parameters`: name such as path.id, query.from, body.data.patient → the value it has when nobody attacks it."""

    def __init__(self, method, path, operation):
        self.method, self.path = method.upper(), path
        self.name = operation["operationId"]
        self.permission = operation["x-permission"]
        self.parameters = {}
        self.optional = {}  # parameter → what may be left out that it is in, itself too
        self.fresh = set()
        self.has_body = "requestBody" in operation

    def sent_with(self, changed):
        """The parameters of a request in which these are changed: what may be left out is, unless it is attacked."""
        wanted = set().union(*(self.optional[name] for name in changed))
        return [name for name in self.parameters if self.optional[name] <= wanted]

    def find_fresh(self):
        """What the door makes anew for each request: a command's id answers only once, a failed sign-in holds back the next."""
        if self.permission == "anyone" and "body.user" in self.parameters:
            self.fresh.add("body.user")
        if any(name.startswith("body.data") for name in self.parameters) and "body.id" in self.parameters:
            self.fresh.add("body.id")


def targets_of(description, known):
    found = []
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            target = Target(method, path, operation)
            for parameter in operation.get("parameters", []):
                name = parameter["name"]
                full = f"{parameter['in']}.{name}"
                target.parameters[full] = known.text(name, path if parameter["in"] == "path" else "")
                target.optional[full] = set() if parameter.get("required") else {full}
            if target.has_body:
                schema = operation["requestBody"]["content"]["application/json"]["schema"]
                Members(target, description["components"]["schemas"], known).add("body", schema, set())
            if target.name == HEADERS_ATTACKED_AT:
                for name in HEADERS:
                    target.parameters[f"header.{name}"] = known.header(name)
                    target.optional[f"header.{name}"] = {f"header.{name}"}
            target.find_fresh()
            found.append(target)
    return found


class Members:
    """Adds the members of a body to a target, by its schema."""

    def __init__(self, target, schemas, known):
        self.target, self.schemas, self.known = target, schemas, known

    def add(self, name, schema, optional, seen=()):
        if "$ref" in schema:
            reference = schema["$ref"].rsplit("/", 1)[1]
            if reference not in seen:
                self.add(name, self.schemas[reference], optional, seen + (reference,))
        elif "oneOf" in schema or "anyOf" in schema:
            for each in schema.get("oneOf") or schema["anyOf"]:
                self.add(name, each, optional, seen)
        elif schema.get("type") == "array":
            self.add(f"{name}.0", schema["items"], optional, seen)
        elif schema.get("type") == "object":
            for member, its in schema.get("properties", {}).items():
                full = f"{name}.{member}"
                self.add(full, its, optional if member in schema.get("required", []) else optional | {full}, seen)
            if isinstance(schema.get("additionalProperties"), dict):
                self.add(f"{name}.any", schema["additionalProperties"], optional | {f"{name}.any"}, seen)
        else:
            self.target.parameters[name] = self.known.value(name.split("."), schema)
            self.target.optional[name] = optional


def put(tree, name, value):
    """body.data.roles.0 = value, in lists and objects made on the way."""
    steps = name.split(".")[1:]
    for step, following in zip(steps, steps[1:]):
        new = [] if following == "0" else {}
        if isinstance(tree, list):
            if not tree:
                tree.append(new)
            tree = tree[0]
        else:
            tree = tree.setdefault(step, new)
    if isinstance(tree, list):
        tree.append(value)
    else:
        tree[steps[-1]] = value


class Known:
    """Ids and values that are there in the clinic, by the names under which the interface speaks of them."""

    PLURALS = {"people": "patient", "entries": "entry", "inquiries": "inquiry", "staff": "staff"}
    TEXTS = {"phone": "+420 601 234 567", "email": "jana@example.org", "language": "cs", "kind": "record", "search": "a",
             "token": "bm9ib2R5", "question": "May I come?",
             "command": "close-task", "since": "2026-01-01T00:00:00.000Z"}
    HEADERS = {"Accept-Language": "cs", "If-None-Match": '"1"', "User-Agent": "scan"}

    def __init__(self, now):
        self.now = now
        self.ids = {}
        self.secrets = {}

    def learn(self, answer, name="", path=""):
        """Reads an answer of the interface."""
        if isinstance(answer, dict):
            for key, value in answer.items():
                if isinstance(value, str):
                    self.learn(value, name if key == "id" else key, path)
                else:
                    self.learn(value, self.PLURALS.get(key, key.rstrip("s")), path)
        elif isinstance(answer, list):
            for each in answer:
                self.learn(each, name, path)
        elif isinstance(answer, str) and UUID.match(answer):
            into = self.ids.setdefault(name, [])
            if answer not in into and len(into) < 60:
                into.append(answer)

    def id_of(self, *names):
        for name in names:
            if name in self.ids:
                return self.ids[name][0]
        return str(uuid.uuid4())

    def header(self, name):
        return self.secrets.get(name) or self.HEADERS.get(name, "x")

    def text(self, name, path=""):
        """A parameter of a path or a query, of which the description says no more than its name."""
        if name == "id":
            return self.id_of(self.noun_before(path, "{id}"))
        if name in self.TEXTS:
            return self.TEXTS[name]
        if name in ("from", "to"):
            return self.now.date().isoformat()
        if name == "before":
            return "2000000000"
        return self.id_of(name)

    def noun_before(self, path, mark):
        noun = path.split("/" + mark)[0].rsplit("/", 1)[1]
        return self.PLURALS.get(noun, noun.rstrip("s"))

    def value(self, steps, schema):
        name = steps[-1] if steps[-1] != "0" else steps[-2].rstrip("s")
        kind, form = schema.get("type"), schema.get("format")
        if "enum" in schema:
            return schema["enum"][0]
        if kind == "boolean":
            return True
        if kind in ("integer", "number"):
            return schema.get("minimum", 1)
        if form == "uuid":
            return self.id_of(name)
        if form == "date-time":
            return self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
        if form == "date":
            return "1986-03-14" if "birth" in name else self.now.date().isoformat()
        if "pattern" in schema:  # a local time
            return (self.now + datetime.timedelta(days=1)).strftime("%Y-%m-%dT10:00")
        if name in self.secrets or name in self.TEXTS:
            return self.secrets.get(name) or self.TEXTS[name]
        return "w" * max(4, schema.get("minLength", 1))
