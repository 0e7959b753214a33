"""sqlmap and wapiti, from Debian, at a door. Each answers what it found."""
import json
import os
import re
import subprocess
import urllib.parse

# How hard. A read goes straight to a query: every technique. A member of a command is read as what it is long before: without
# UNION, which finds nothing that B and T do not. Time on SQLite, which has no sleep, is not tried below level 3, risk 2.
HARD = ("--level=3", "--risk=2")
WIDE = {"SQLite": (*HARD, "--technique=BSTQ"), "PostgreSQL": ("--level=1", "--risk=1", "--technique=BESTQ")}
MODULES = {"SQLite": ("sql", "xss", "permanentxss", "crlf:get", "redirect", "ssrf", "xxe", "exec", "file"),
           "PostgreSQL": ("sql",)}  # the others do not depend on the database


def fields(target):
    return urllib.parse.urlencode([(name, str(value)) for name, value in target.parameters.items()])


def sqlmap(door, target, folder, database):
    """The parameters of this route through which SQL can be given: (parameter, how)."""
    own = f"{folder}/{target.name}"
    os.makedirs(own, exist_ok=True)
    address = f"{door.address}/{target.name}"
    where = ["-u", address, "--data", fields(target)] if target.method == "POST" else ["-u", f"{address}?{fields(target)}"]
    effort = HARD if target.method == "GET" else WIDE[database]
    said = run(["sqlmap", *where, "-p", ",".join(target.parameters), *effort, "--dbms", database, "--time-sec=2", "--batch", "--flush-session", "--output-dir", own,
                "--ignore-code=*", "--skip-waf", "--timeout=60", "--answers=keep testing=Y,redirect=N", "--disable-coloring"],
               own, f"{own}/said.log")
    found = re.findall(r"^Parameter: (\S+) .*\n((?: .*\n)*)", said, re.MULTILINE)
    ended = "[*] ending @" in said
    return [(name, re.findall("Type: (.*)", how)) for name, how in found] + ([] if ended else [("sqlmap ended early", said[-400:])])


def wapiti(door, folder, database):
    """What is open behind this door: (module, route, parameter)."""
    os.makedirs(folder, exist_ok=True)
    report = f"{folder}/report.json"
    said = run(["wapiti", "-u", f"{door.address}/", "--scope", "folder", "-d", "1", "-m", ",".join(MODULES[database]), "-f", "json",
                "-o", report, "--endpoint", f"{door.address}/wapiti/", "--store-session", f"{folder}/session",
                "--store-config", f"{folder}/config", "--flush-session", "--no-bugreport", "-t", "20", "-v", "1",
                "--max-links-per-page", "100000", "--max-files-per-dir", "0"], folder, f"{folder}/said.log")
    if not os.path.exists(report):
        return [("wapiti ended early", said[-400:], "")]
    with open(report) as file:
        kinds = json.load(file)["vulnerabilities"]
    failed = [("wapiti failed within", line, "") for line in re.findall(r"^(?:\w+\.)*\w*Error .*\n  File", said, re.MULTILINE)]
    return failed + [(kind, urllib.parse.urlsplit(each["path"]).path.strip("/"), each["parameter"])
            for kind, every in kinds.items() for each in every]


def run(command, folder, log):
    environment = os.environ | {"HOME": folder, "XDG_DATA_HOME": folder, "PYTHONUNBUFFERED": "1"}
    with open(log, "w", errors="replace") as out:
        subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
    with open(log, errors="replace") as out:
        return out.read()
