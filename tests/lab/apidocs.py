"""The stand-in's api-docs: a few resources in the shape of Asterisk's, in words of our own."""

from __future__ import annotations

from typing import Any


def parameter(name: str, kind: str = "query", **more: Any) -> dict[str, Any]:
    """A parameter of an operation; one in the path is always required."""
    return {
        "name": name,
        "paramType": kind,
        "dataType": "string",
        "required": kind == "path",
        "description": f"The {name}.",
        **more,
    }


def operation(
    method: str, nickname: str, response: str = "void", *parameters: Any, **more: Any
) -> dict[str, Any]:
    """An operation of a path, to be given to resource()."""
    return {
        "httpMethod": method,
        "nickname": nickname,
        "summary": f"The stand-in's {nickname}.",
        "responseClass": response,
        "parameters": list(parameters),
        **more,
    }


def resource(paths: dict[str, list[dict[str, Any]]], models: Any = ()) -> dict[str, Any]:
    """The docs of one resource."""
    apis = [{"path": path, "operations": operations} for path, operations in paths.items()]
    return {
        "swaggerVersion": "1.1",
        # Wrong on purpose: Asterisk's can't be trusted either.
        "basePath": "http://basepath.invalid/ari",
        "apis": apis,
        "models": dict(models),
    }


def model(**fields: Any) -> dict[str, Any]:
    """A model: each field's type, with a `?` behind it where the field is optional."""
    properties = {
        name: {"type": kind.rstrip("?"), "required": not kind.endswith("?")}
        for name, kind in fields.items()
    }
    return {"properties": properties}


CHANNEL_ID = parameter("channelId", "path")
BRIDGE_ID = parameter("bridgeId", "path")
PLAYBACK_ID = parameter("playbackId", "path")
APPLICATION = parameter("applicationName", "path")
RECORDING = parameter("recordingName", "path")
DEVICE = parameter("deviceName", "path")
MAILBOX = parameter("mailboxName", "path")
MEDIA = parameter("media", required=True, allowMultiple=True)
VARIABLES = parameter("variables", "body", dataType="containers")
ENDPOINT = [parameter("tech", "path"), parameter("resource", "path")]

EVENTS = {
    "StasisStart": model(channel="Channel", replace_channel="Channel?"),
    "StasisEnd": model(channel="Channel"),
    "ChannelDtmfReceived": model(channel="Channel", digit="string"),
    "ChannelHangupRequest": model(channel="Channel", cause="int?"),
    "ChannelDestroyed": model(channel="Channel"),
    "ChannelVarset": model(channel="Channel?", variable="string"),
    "ChannelEnteredBridge": model(bridge="Bridge", channel="Channel?"),
    "ChannelUserevent": model(channel="Channel?", bridge="Bridge?", endpoint="Endpoint?"),
    "BridgeDestroyed": model(bridge="Bridge"),
    "PlaybackFinished": model(playback="Playback"),
    "RecordingStarted": model(recording="LiveRecording"),
    "RecordingFinished": model(recording="LiveRecording"),
    "RecordingFailed": model(recording="LiveRecording"),
    "EndpointStateChange": model(endpoint="Endpoint"),
    "DeviceStateChanged": model(device_state="DeviceState"),
    "PeerStatusChange": model(endpoint="Endpoint", peer="Peer"),
    "ApplicationReplaced": model(),
}

DOCS = {
    "channels": resource(
        {
            "/channels": [
                operation("GET", "list", "List[Channel]"),
                operation(
                    "POST",
                    "originate",
                    "Channel",
                    parameter("endpoint", required=True),
                    parameter("extension"),
                    parameter("app"),
                    parameter("appArgs"),
                    parameter("callerId"),
                    parameter(
                        "timeout",
                        dataType="int",
                        defaultValue=30,
                        allowableValues={"valueType": "RANGE", "min": 0, "max": 60},
                    ),
                    parameter("channelId"),
                    VARIABLES,
                    errorResponses=[{"code": 400, "reason": "Nobody can be called like that."}],
                ),
            ],
            "/channels/{channelId}": [
                operation("GET", "get", "Channel", CHANNEL_ID),
                operation("DELETE", "hangup", "void", CHANNEL_ID, parameter("reason_code")),
            ],
            "/channels/{channelId}/answer": [operation("POST", "answer", "void", CHANNEL_ID)],
            "/channels/{channelId}/mute": [
                operation(
                    "POST",
                    "mute",
                    "void",
                    CHANNEL_ID,
                    parameter(
                        "direction",
                        defaultValue="both",
                        allowableValues={"valueType": "LIST", "values": ["both", "in", "out"]},
                    ),
                )
            ],
            "/channels/{channelId}/play": [
                operation("POST", "play", "Playback", CHANNEL_ID, MEDIA)
            ],
            "/channels/{channelId}/record": [
                operation(
                    "POST",
                    "record",
                    "LiveRecording",
                    CHANNEL_ID,
                    parameter("name", required=True),
                    parameter("format", required=True),
                    parameter("beep", dataType="boolean"),
                )
            ],
            "/channels/{channelId}/variable": [
                operation(
                    "GET",
                    "getChannelVar",
                    "Variable",
                    CHANNEL_ID,
                    parameter("variable", required=True),
                )
            ],
        }
    ),
    "bridges": resource(
        {
            "/bridges": [
                operation("GET", "list", "List[Bridge]"),
                operation("POST", "create", "Bridge", parameter("type"), parameter("name")),
            ],
            "/bridges/{bridgeId}": [
                operation("GET", "get", "Bridge", BRIDGE_ID),
                operation("DELETE", "destroy", "void", BRIDGE_ID),
            ],
            "/bridges/{bridgeId}/addChannel": [
                operation(
                    "POST",
                    "addChannel",
                    "void",
                    BRIDGE_ID,
                    parameter("channel", required=True, allowMultiple=True),
                )
            ],
        }
    ),
    "playbacks": resource(
        {"/playbacks/{playbackId}": [operation("DELETE", "stop", "void", PLAYBACK_ID)]}
    ),
    "recordings": resource(
        {
            "/recordings/stored": [operation("GET", "listStored", "List[StoredRecording]")],
            "/recordings/stored/{recordingName}": [
                operation("DELETE", "deleteStored", "void", RECORDING)
            ],
            "/recordings/stored/{recordingName}/file": [
                operation("GET", "getStoredFile", "binary", RECORDING)
            ],
            "/recordings/live/{recordingName}/stop": [operation("POST", "stop", "void", RECORDING)],
        }
    ),
    "endpoints": resource(
        {
            "/endpoints": [operation("GET", "list", "List[Endpoint]")],
            "/endpoints/{tech}/{resource}": [operation("GET", "get", "Endpoint", *ENDPOINT)],
        }
    ),
    "deviceStates": resource(
        {
            "/deviceStates": [operation("GET", "list", "List[DeviceState]")],
            "/deviceStates/{deviceName}": [
                operation("PUT", "update", "void", DEVICE, parameter("deviceState", required=True))
            ],
        }
    ),
    "mailboxes": resource(
        {
            "/mailboxes": [operation("GET", "list", "List[Mailbox]")],
            "/mailboxes/{mailboxName}": [operation("DELETE", "delete", "void", MAILBOX)],
        }
    ),
    "sounds": resource(
        {
            "/sounds": [operation("GET", "list", "List[Sound]")],
            "/sounds/{soundId}": [operation("GET", "get", "Sound", parameter("soundId", "path"))],
        }
    ),
    "asterisk": resource({"/asterisk/info": [operation("GET", "getInfo", "AsteriskInfo")]}),
    "applications": resource(
        {
            "/applications": [operation("GET", "list", "List[Application]")],
            "/applications/{applicationName}": [
                operation("GET", "get", "Application", APPLICATION)
            ],
            "/applications/{applicationName}/subscription": [
                operation(
                    "POST",
                    "subscribe",
                    "Application",
                    APPLICATION,
                    parameter("eventSource", required=True, allowMultiple=True),
                )
            ],
            "/applications/{applicationName}/eventFilter": [
                operation(
                    "PUT",
                    "filter",
                    "Application",
                    APPLICATION,
                    parameter("filter", "body", dataType="object"),
                )
            ],
        }
    ),
    "events": resource(
        {
            "/events": [
                operation(
                    "GET",
                    "eventWebsocket",
                    "Message",
                    parameter("app", required=True, allowMultiple=True),
                    upgrade="websocket",
                )
            ],
            "/events/user/{eventName}": [
                operation(
                    "POST",
                    "userEvent",
                    "void",
                    parameter("eventName", "path"),
                    parameter("application", required=True),
                    VARIABLES,
                )
            ],
        },
        {
            "Message": {**model(type="string"), "subTypes": ["Event"]},
            "Event": {**model(application="string"), "subTypes": [*EVENTS]},
            "Peer": model(peer_status="string"),
            **EVENTS,
        },
    ),
}

RESOURCES = {
    "swaggerVersion": "1.1",
    "basePath": "http://basepath.invalid/ari",
    "apis": [{"path": f"/api-docs/{name}.{{format}}"} for name in DOCS],
}
