"""The least that a program with websocket-client does: recv(), json.loads(), one flushed print."""

import base64
import json
import sys

import websocket

url = sys.argv[1].replace("http", "ws", 1) + "/ari/events?app=channel-dump"
token = base64.b64encode(b"asterisk:asterisk").decode()
ws = websocket.create_connection(
    url, header=[f"Authorization: Basic {token}"], skip_utf8_validation=True
)
while message := ws.recv():
    event = json.loads(message)
    channel = event["channel"]
    if event["type"] == "StasisStart":
        lines = [f"Channel {channel['name']} has entered the application"]
        lines += [f"{key}: {value}" for key, value in channel.items()]
        print("\n".join(lines), flush=True)
    else:
        print(f"{channel['name']} has left the application", flush=True)
