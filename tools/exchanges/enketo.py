"""Sends Enketo's stored batches through Chromium's FormData and node's `request`, and stores what arrives.

    python tools/exchanges/enketo.py FOLDER NODE_MODULES

What Enketo itself adds stands in its `connection.js` (the parts and headers in the browser) and
`submission-controller.js` and `communicator.js` (how its server passes them on): `NODE_MODULES` holds `request` 2.88.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import threading
from base64 import b64encode
from pathlib import Path

from playwright.sync_api import sync_playwright

RELAY = """
const http = require('http'), request = require('request');
http.createServer((asked, answer) => {
    if (asked.method === 'GET') return answer.writeHead(200, {'Content-Type': 'text/html'}).end('<!doctype html>');
    const options = {url: process.env.TARGET, headers: {
        'X-OpenRosa-Version': '1.0', Date: process.env.DATE, Authorization: process.env.CODE,
    }};
    asked.pipe(request.post(options)).pipe(answer);
}).listen(8005, '127.0.0.1', () => console.log('ready'));
"""
SEND = """
async ([instance, parts]) => {
    const form = new FormData();
    for (const [name, file, type, bytes] of parts) {
        const content = Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0));
        if (file === null) form.append(name, new TextDecoder().decode(content));
        else form.append(name, new Blob([content], {type}), file);
    }
    const headers = {'X-OpenRosa-Version': '1.0', 'X-OpenRosa-Deprecated-Id': '', 'X-OpenRosa-Instance-Id': instance};
    return (await fetch('/submission/XoecwziQ', {method: 'POST', headers, body: form})).status;
}
"""
ENKETO = "http://127.0.0.1:8005"
COOKIES = {"__enketo_meta_deviceid": "s%3Alocalhost%3AgQ9.AE", "__csrf": "tdglwQ"}
PART = re.compile(rb'name="([^"]*)"(?:; filename="([^"]*)")?(?:\r\nContent-Type: ([^\r]+))?\r\n\r\n')


def stored(file: Path) -> tuple[dict[str, str], list[tuple[str, str | None, str, str]]]:
    """The headers of a stored request and its parts: name, file name, type, content in base64."""
    head, _, body = file.read_bytes().partition(b"\r\n\r\n")
    lines = [line.partition(":") for line in head.decode().split("\r\n")[1:]]
    headers = {name.lower(): value.strip() for name, _, value in lines}
    boundary = headers["content-type"].partition("boundary=")[2].encode()
    parts = []
    for part in body.split(b"--" + boundary)[1:-1]:
        found = PART.search(part)
        assert found
        name, filename, kind = (value.decode() if value else None for value in found.groups())
        parts.append((name or "", filename, kind or "", b64encode(part[found.end() : -2]).decode()))
    return headers, parts


def listen(door: socket.socket, got: list[bytes]) -> None:
    """Take one request as bytes."""
    with door.accept()[0] as one:
        data = b""
        while b"\r\n\r\n" not in data:
            data += one.recv(65536)
        size = int(re.search(rb"(?i)content-length: (\d+)", data)[1])  # type: ignore[index]
        while len(data.partition(b"\r\n\r\n")[2]) < size:
            data += one.recv(65536)
        one.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    got.append(data)


def record(file: Path, modules: Path) -> None:
    """Send one batch and put what arrived in its place."""
    headers, parts = stored(file)
    door = socket.create_server(("127.0.0.1", 8006))
    got: list[bytes] = []
    threading.Thread(target=listen, args=(door, got), daemon=True).start()
    kept = {
        "TARGET": "http://127.0.0.1:8006/openrosa/submission",
        "DATE": headers["date"],
        "CODE": headers["authorization"],
        "NODE_PATH": str(modules),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
    }
    relay = subprocess.Popen(["node", "-e", RELAY], env=kept, stdout=subprocess.PIPE)
    try:
        assert relay.stdout
        assert relay.stdout.readline()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            context = browser.new_context(locale="de-DE")
            context.add_cookies([{"name": name, "value": value, "url": ENKETO} for name, value in COOKIES.items()])
            page = context.new_page()
            page.goto(f"{ENKETO}/x/XoecwziQ")
            assert page.evaluate(SEND, [headers["x-openrosa-instance-id"], parts]) == 201
            browser.close()
    finally:
        relay.terminate()
        door.close()
    # The addresses of this machine give way to invented ones of the same kind; both stand in the head alone.
    head, _, body = got[0].partition(b"\r\n\r\n")
    head = head.replace(b"127.0.0.1:8006", b"kogge.example").replace(ENKETO.encode(), b"https://enketo.example")
    file.write_bytes(head + b"\r\n\r\n" + body)
    print(file.name, len(got[0]), "bytes")


if __name__ == "__main__":
    for one in sorted(Path(sys.argv[1]).glob("enketo-*-batch.http")):
        record(one, Path(sys.argv[2]))
