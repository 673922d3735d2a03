"""The workloads of the benchmarks as a Python WSGI application, for gunicorn."""
import hashlib
import os
import time

HELLO = b"Hello, World!"
BODIES = {"/10k": b"x" * 10240, "/1m": b"x" * (1 << 20)}
TO_HASH = bytes(16 << 10)


def work():
    digest = hashlib.sha256()
    for _ in range(100):
        digest.update(TO_HASH)
    digest.digest()


def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/block":
        time.sleep(0.005)
    elif path == "/cpu":
        work()
    body = str(os.getpid()).encode() if path == "/pid" else BODIES.get(path, HELLO)
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
