"""A demo clinic served by the program, on SQLite or on a PostgreSQL of its own, and its people signed in."""
import http.client
import json
import os
import re
import shutil
import subprocess
import tempfile
import threading
import time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))


class Postgres:
    def __init__(self):
        self.folder = folder = tempfile.mkdtemp()
        os.chmod(folder, 0o711)
        self.programs = subprocess.check_output(["pg_config", "--bindir"], text=True).strip()
        os.makedirs(f"{folder}/pg", mode=0o700)
        os.makedirs(f"{folder}/socket")
        if os.geteuid() == 0:  # it refuses to run as root
            subprocess.check_call(["chown", "nobody", f"{folder}/pg", f"{folder}/socket"])
        self.run("initdb", "-U", "afterglow", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
        self.run("pg_ctl", "-w", "-l", f"{folder}/socket/log",
                 "-o", f"-k {folder}/socket -c listen_addresses= -c max_connections=100", "start")
        self.address = f"host={folder}/socket user=afterglow dbname=postgres"

    def run(self, program, *options):
        command = [f"{self.programs}/{program}", "-D", f"{self.folder}/pg", *options]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        subprocess.run(command, cwd="/", check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        self.run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)


def quietly(command):
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Clinic:
    """Made, served, asked. `sessions` are the signed-in people by user."""

    def __init__(self, program, web, folder, postgres=None):
        self.folder, self.postgres = folder, postgres
        data, accounts = ["--data", f"{folder}/data"], f"{folder}/accounts.json"
        quietly([program, "demo", *data, "--accounts", accounts])
        if postgres:
            for each in ("key", "anchors"):
                shutil.copy(f"{folder}/data.{each}", f"{folder}/moved.{each}")
            quietly([program, "move", "--from", f"{folder}/data", "--to", postgres.address])
            shutil.copy(f"{folder}/data.anchors", f"{folder}/moved.anchors")
            data = ["--store", postgres.address, "--data", f"{folder}/moved"]
        self.log = open(f"{folder}/server.log", "w+")
        self.server = subprocess.Popen([program, "serve", *data, "--port", "0", "--web", web], cwd=ROOT, stdout=self.log,
                                       stderr=self.log)
        self.port = self.wait_for_port()
        with open(accounts) as file:
            self.accounts = {account["user"]: account for account in json.load(file)}
        self.sessions, self.turn, self.addresses = {}, threading.Lock(), 0
        for user in self.accounts:
            self.sign_in(user)

    def wait_for_port(self):
        for _ in range(1200):
            with open(self.log.name) as log:
                if found := re.search(r"127\.0\.0\.1:(\d+)", log.read()):
                    return int(found[1])
            if self.server.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {self.log.name}")

    def is_up(self):
        return self.server.poll() is None

    def stop(self):
        self.server.terminate()
        self.server.wait()

    def ask(self, method, path, headers=None, body=None, seconds=60, as_stream=False):
        """Status, headers, bytes. Each time from another address of this machine: limits on one address are not the matter here."""
        with self.turn:
            self.addresses = (self.addresses + 1) % 60000
            address = f"127.{1 + self.addresses // 250}.{self.addresses % 250}.1"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds, source_address=(address, 0))
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, re.sub(r"[\r\n\0]", " ", value).encode("utf-8", "replace"))
            connection.putheader("Content-Length", str(len(body or b"")))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read1(65536) if as_stream else answer.read()
        finally:
            connection.close()

    def sign_in(self, user):
        account = self.accounts[user]
        asked = json.dumps({"user": user, "password": account["password"]}).encode()
        status, headers, body = self.ask("POST", "/api/v1/sign-in", {"Content-Type": "application/json"}, asked)
        if status != 200:
            return False
        me = json.loads(body)
        cookie = next(value.split(";")[0] for name, value in headers if name.lower() == "set-cookie")
        self.sessions[user] = {"cookie": cookie, "csrf": me["csrf_token"], "permissions": me["permissions"], "staff": me["staff"]}
        return True

    def somebody_with(self, permission):
        """One who may; of several the one with the most permissions. Who changes his own account is not needed for anything else."""
        able = [user for user, its in self.sessions.items()
                if permission in its["permissions"] or permission in ("anyone", "signed_in", "act_as_program")]
        order = sorted(able, key=lambda user: len(self.sessions[user]["permissions"]))
        if not order:  # nobody of the demo clinic: then he is refused before anything is looked at
            return next(iter(self.sessions))
        return order[0] if permission == "signed_in" else order[-1]
