"""The workloads of the benchmarks as a Python WSGI application, for gunicorn."""
import time

HELLO = b"Hello, World!"
TEN_KB = b"x" * 10240


def app(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/block":
        time.sleep(0.005)
    body = TEN_KB if path == "/10k" else HELLO
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]
