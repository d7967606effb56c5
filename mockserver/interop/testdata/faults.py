"""Meets faults with requests, like meet.mjs: reads the same on stdin and prints the same."""

import json
import sys
import time

import requests


def meet(call):
    headers = {"Authorization": call["authorization"], **(call["headers"] or {})}
    began, status, failed, body, fields = time.monotonic(), 0, False, "", {}
    try:
        answer = requests.post(call["url"], json={"message": "hello"}, headers=headers, stream=True, timeout=60)
        status, fields = answer.status_code, {name.lower(): value for name, value in answer.headers.items()}
        body = answer.text
    except (requests.exceptions.ConnectionError, requests.exceptions.ChunkedEncodingError):
        failed = True
    return {"failed": failed, "status": status, "headers": fields, "body": body, "ms": round(1000 * (time.monotonic() - began))}


met = {}
for call in json.load(sys.stdin):
    for _ in range(call["times"]):
        met[call["name"]] = meet(call)
print(json.dumps(met))
