# Made by tests/types from the api-docs of Asterisk 16 and 22: do not edit.

import builtins
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, overload

from typing_extensions import Concatenate, Never, ParamSpec, TypeAlias

from ari.client import Client
from ari.generated import models
from ari.listeners import Listener
from ari.objects import BaseObject, Resource

P = ParamSpec("P")
EventCallback: TypeAlias = Callable[Concatenate[Any, P], Any]

WithBridge: TypeAlias = Literal[
    "BridgeCreated",
    "BridgeDestroyed",
    "BridgeVideoSourceChanged",
    "ChannelEnteredBridge",
    "ChannelLeftBridge",
]
WithOptionalBridge: TypeAlias = Literal["BridgeBlindTransfer", "ChannelUserevent"]
WithBridges: TypeAlias = Literal["BridgeAttendedTransfer", "BridgeMerged"]
WithChannel: TypeAlias = Literal[
    "ApplicationMoveFailed",
    "CallBroadcast",
    "CallClaimed",
    "ChannelCallerId",
    "ChannelConnectedLine",
    "ChannelCreated",
    "ChannelDestroyed",
    "ChannelDialplan",
    "ChannelDtmfReceived",
    "ChannelHangupRequest",
    "ChannelHold",
    "ChannelLeftBridge",
    "ChannelStateChange",
    "ChannelTalkingFinished",
    "ChannelTalkingStarted",
    "ChannelToneDetected",
    "ChannelUnhold",
    "StasisEnd",
]
WithOptionalChannel: TypeAlias = Literal[
    "ChannelEnteredBridge",
    "ChannelUserevent",
    "ChannelVarset",
]
WithChannels: TypeAlias = Literal[
    "BridgeAttendedTransfer",
    "BridgeBlindTransfer",
    "Dial",
    "StasisStart",
]
WithDeviceState: TypeAlias = Literal["DeviceStateChanged"]
WithEndpoint: TypeAlias = Literal["ContactStatusChange", "EndpointStateChange", "PeerStatusChange"]
WithOptionalEndpoint: TypeAlias = Literal["ChannelUserevent", "TextMessageReceived"]
WithLiveRecording: TypeAlias = Literal["RecordingFailed", "RecordingFinished", "RecordingStarted"]
WithPlayback: TypeAlias = Literal["PlaybackContinuing", "PlaybackFinished", "PlaybackStarted"]

class Applications(Resource):
    def list(self) -> builtins.list[models.Application]: ...
    def get(self, *, applicationName: str) -> models.Application: ...
    def subscribe(
        self,
        *,
        applicationName: str,
        eventSource: str | Sequence[str],
    ) -> models.Application: ...
    def unsubscribe(
        self,
        *,
        applicationName: str,
        eventSource: str | Sequence[str],
    ) -> models.Application: ...
    def filter(
        self,
        *,
        applicationName: str,
        filter: Mapping[str, Any] | None = None,
    ) -> models.Application: ...

class Asterisk(Resource):
    def getObject(
        self,
        *,
        configClass: str,
        objectType: str,
        id: str,
    ) -> builtins.list[models.ConfigTuple]: ...
    def updateObject(
        self,
        *,
        configClass: str,
        objectType: str,
        id: str,
        fields: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> builtins.list[models.ConfigTuple]: ...
    def deleteObject(self, *, configClass: str, objectType: str, id: str) -> None: ...
    def getInfo(self, *, only: str | Sequence[str] | None = None) -> models.AsteriskInfo: ...
    def ping(self) -> models.AsteriskPing: ...
    def listModules(self) -> builtins.list[models.Module]: ...
    def getModule(self, *, moduleName: str) -> models.Module: ...
    def loadModule(self, *, moduleName: str) -> None: ...
    def unloadModule(self, *, moduleName: str) -> None: ...
    def reloadModule(self, *, moduleName: str) -> None: ...
    def listLogChannels(self) -> builtins.list[models.LogChannel]: ...
    def addLog(self, *, logChannelName: str, configuration: str) -> None: ...
    def deleteLog(self, *, logChannelName: str) -> None: ...
    def rotateLog(self, *, logChannelName: str) -> None: ...
    def getGlobalVar(self, *, variable: str) -> models.Variable: ...
    def setGlobalVar(self, *, variable: str, value: str | None = None) -> None: ...

class Bridges(Resource):
    def list(self) -> builtins.list[Bridge]: ...
    def create(
        self,
        *,
        type: str | None = None,
        bridgeId: str | None = None,
        name: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Bridge: ...
    def createWithId(
        self,
        *,
        bridgeId: str,
        type: str | None = None,
        name: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Bridge: ...
    def get(self, *, bridgeId: str) -> Bridge: ...
    def destroy(self, *, bridgeId: str) -> None: ...
    def getBridgeVar(self, *, bridgeId: str, variable: str) -> models.Variable: ...
    def setBridgeVar(
        self,
        *,
        bridgeId: str,
        variable: str,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None: ...
    def getBridgeVars(
        self,
        *,
        bridgeId: str,
        variables: str | Sequence[str],
    ) -> models.Variables: ...
    def setBridgeVars(
        self,
        *,
        bridgeId: str,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    ) -> None: ...
    def addChannel(
        self,
        *,
        bridgeId: str,
        channel: str | Sequence[str],
        role: str | None = None,
        absorbDTMF: bool | None = None,
        mute: bool | None = None,
        inhibitConnectedLineUpdates: bool | None = None,
    ) -> None: ...
    def removeChannel(self, *, bridgeId: str, channel: str | Sequence[str]) -> None: ...
    def setVideoSource(self, *, bridgeId: str, channelId: str) -> None: ...
    def clearVideoSource(self, *, bridgeId: str) -> None: ...
    def startMoh(self, *, bridgeId: str, mohClass: str | None = None) -> None: ...
    def stopMoh(self, *, bridgeId: str) -> None: ...
    def play(
        self,
        *,
        bridgeId: str,
        media: str | Sequence[str],
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | None = None,
    ) -> Playback: ...
    def playWithId(
        self,
        *,
        bridgeId: str,
        playbackId: str,
        media: str | Sequence[str],
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback: ...
    def record(
        self,
        *,
        bridgeId: str,
        name: str,
        format: str,
        recorder_format: str | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording: ...

class Channels(Resource):
    def list(self) -> builtins.list[Channel]: ...
    def originate(
        self,
        *,
        endpoint: str,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        channelId: str | None = None,
        otherChannelId: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
    ) -> Channel: ...
    def create(
        self,
        *,
        endpoint: str,
        app: str,
        appArgs: str | None = None,
        channelId: str | None = None,
        otherChannelId: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Channel: ...
    def get(self, *, channelId: str) -> Channel: ...
    def originateWithId(
        self,
        *,
        channelId: str,
        endpoint: str,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        otherChannelId: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
    ) -> Channel: ...
    def hangup(
        self,
        *,
        channelId: str,
        reason_code: str | None = None,
        reason: str | None = None,
    ) -> None: ...
    def continueInDialplan(
        self,
        *,
        channelId: str,
        context: str | None = None,
        extension: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> None: ...
    def move(self, *, channelId: str, app: str, appArgs: str | None = None) -> None: ...
    def redirect(self, *, channelId: str, endpoint: str) -> None: ...
    def answer(self, *, channelId: str) -> None: ...
    def ring(self, *, channelId: str) -> None: ...
    def ringStop(self, *, channelId: str) -> None: ...
    def progress(self, *, channelId: str) -> None: ...
    def sendDTMF(
        self,
        *,
        channelId: str,
        dtmf: str | None = None,
        before: int | None = None,
        between: int | None = None,
        duration: int | None = None,
        after: int | None = None,
    ) -> None: ...
    def mute(self, *, channelId: str, direction: str | None = None) -> None: ...
    def unmute(self, *, channelId: str, direction: str | None = None) -> None: ...
    def hold(self, *, channelId: str) -> None: ...
    def unhold(self, *, channelId: str) -> None: ...
    def startMoh(self, *, channelId: str, mohClass: str | None = None) -> None: ...
    def stopMoh(self, *, channelId: str) -> None: ...
    def startSilence(self, *, channelId: str) -> None: ...
    def stopSilence(self, *, channelId: str) -> None: ...
    def play(
        self,
        *,
        channelId: str,
        media: str | Sequence[str],
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | None = None,
    ) -> Playback: ...
    def playWithId(
        self,
        *,
        channelId: str,
        playbackId: str,
        media: str | Sequence[str],
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback: ...
    def record(
        self,
        *,
        channelId: str,
        name: str,
        format: str,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording: ...
    def getChannelVar(self, *, channelId: str, variable: str) -> models.Variable: ...
    def setChannelVar(
        self,
        *,
        channelId: str,
        variable: str,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None: ...
    def getChannelVars(
        self,
        *,
        channelId: str,
        variables: str | Sequence[str],
    ) -> models.Variables: ...
    def setChannelVars(
        self,
        *,
        channelId: str,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    ) -> None: ...
    def snoopChannel(
        self,
        *,
        channelId: str,
        app: str,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
        snoopId: str | None = None,
    ) -> Channel: ...
    def snoopChannelWithId(
        self,
        *,
        channelId: str,
        snoopId: str,
        app: str,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
    ) -> Channel: ...
    def dial(
        self,
        *,
        channelId: str,
        caller: str | None = None,
        timeout: int | None = None,
    ) -> None: ...
    def rtpstatistics(self, *, channelId: str) -> models.RTPstat: ...
    def externalMedia(
        self,
        *,
        app: str,
        format: str,
        channelId: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        external_host: str | None = None,
        encapsulation: str | None = None,
        transport: str | None = None,
        connection_type: str | None = None,
        direction: str | None = None,
        data: str | None = None,
        transport_data: str | None = None,
    ) -> Channel: ...
    def transfer_progress(self, *, channelId: str, states: str) -> None: ...

class DeviceStates(Resource):
    def list(self) -> builtins.list[DeviceState]: ...
    def get(self, *, deviceName: str) -> DeviceState: ...
    def update(self, *, deviceName: str, deviceState: str) -> None: ...
    def delete(self, *, deviceName: str) -> None: ...

class Endpoints(Resource):
    def list(self) -> builtins.list[Endpoint]: ...
    def sendMessage(
        self,
        *,
        to: str,
        body: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None: ...
    def refer(
        self,
        *,
        to: str,
        refer_to: str,
        to_self: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None: ...
    def listByTech(self, *, tech: str) -> builtins.list[Endpoint]: ...
    def get(self, *, tech: str, resource: str) -> Endpoint: ...
    def sendMessageToEndpoint(
        self,
        *,
        tech: str,
        resource: str,
        body: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None: ...
    def referToEndpoint(
        self,
        *,
        tech: str,
        resource: str,
        refer_to: str,
        to_self: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None: ...

class Events(Resource):
    def userEvent(
        self,
        *,
        eventName: str,
        application: str,
        source: str | Sequence[str] | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> None: ...
    def claimChannel(self, *, channelId: str, application: str) -> None: ...

class Mailboxes(Resource):
    def list(self) -> builtins.list[Mailbox]: ...
    def get(self, *, mailboxName: str) -> Mailbox: ...
    def update(self, *, mailboxName: str, oldMessages: int, newMessages: int) -> None: ...
    def delete(self, *, mailboxName: str) -> None: ...

class Playbacks(Resource):
    def get(self, *, playbackId: str) -> Playback: ...
    def stop(self, *, playbackId: str) -> None: ...
    def control(self, *, playbackId: str, operation: str) -> None: ...

class Recordings(Resource):
    def listStored(self) -> builtins.list[StoredRecording]: ...
    def getStored(self, *, recordingName: str) -> StoredRecording: ...
    def deleteStored(self, *, recordingName: str) -> None: ...
    def getStoredFile(self, *, recordingName: str) -> bytes: ...
    def copyStored(
        self,
        *,
        recordingName: str,
        destinationRecordingName: str,
    ) -> StoredRecording: ...
    def getLive(self, *, recordingName: str) -> LiveRecording: ...
    def cancel(self, *, recordingName: str) -> None: ...
    def stop(self, *, recordingName: str) -> None: ...
    def pause(self, *, recordingName: str) -> None: ...
    def unpause(self, *, recordingName: str) -> None: ...
    def mute(self, *, recordingName: str) -> None: ...
    def unmute(self, *, recordingName: str) -> None: ...

class Sounds(Resource):
    def list(
        self,
        *,
        lang: str | None = None,
        format: str | None = None,
    ) -> builtins.list[Sound]: ...
    def get(self, *, soundId: str) -> Sound: ...

class Resources:
    applications: Applications
    asterisk: Asterisk
    bridges: Bridges
    channels: Channels
    deviceStates: DeviceStates
    endpoints: Endpoints
    events: Events
    mailboxes: Mailboxes
    playbacks: Playbacks
    recordings: Recordings
    sounds: Sounds
    @overload
    def on_bridge_event(
        self,
        event_type: WithBridge,
        fn: Callable[Concatenate[Bridge, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_bridge_event(
        self,
        event_type: WithOptionalBridge,
        fn: Callable[Concatenate[Bridge | None, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_bridge_event(
        self,
        event_type: WithBridges,
        fn: Callable[Concatenate[dict[str, Bridge], Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_channel_event(
        self,
        event_type: WithChannel,
        fn: Callable[Concatenate[Channel, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_channel_event(
        self,
        event_type: WithOptionalChannel,
        fn: Callable[Concatenate[Channel | None, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_channel_event(
        self,
        event_type: WithChannels,
        fn: Callable[Concatenate[dict[str, Channel], Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def on_device_state_event(
        self,
        event_type: WithDeviceState,
        fn: Callable[Concatenate[DeviceState, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_endpoint_event(
        self,
        event_type: WithEndpoint,
        fn: Callable[Concatenate[Endpoint, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_endpoint_event(
        self,
        event_type: WithOptionalEndpoint,
        fn: Callable[Concatenate[Endpoint | None, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def on_live_recording_event(
        self,
        event_type: WithLiveRecording,
        fn: Callable[Concatenate[LiveRecording, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def on_playback_event(
        self,
        event_type: WithPlayback,
        fn: Callable[Concatenate[Playback, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def on_sound_event(
        self,
        event_type: Never,
        fn: Callable[Concatenate[Sound, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def on_stored_recording_event(
        self,
        event_type: Never,
        fn: Callable[Concatenate[StoredRecording, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...

class Bridge(BaseObject):
    client: Client
    json: models.Bridge
    @overload
    def on_event(
        self,
        event_type: WithBridge | WithOptionalBridge,
        fn: Callable[Concatenate[Bridge, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_event(
        self,
        event_type: WithBridges,
        fn: Callable[Concatenate[dict[str, Bridge], Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def createWithId(
        self,
        *,
        type: str | None = None,
        bridgeId: str | None = None,
        name: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Bridge: ...
    def get(self, *, bridgeId: str | None = None) -> Bridge: ...
    def destroy(self, *, bridgeId: str | None = None) -> None: ...
    def getBridgeVar(self, *, variable: str, bridgeId: str | None = None) -> models.Variable: ...
    def setBridgeVar(
        self,
        *,
        variable: str,
        bridgeId: str | None = None,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None: ...
    def getBridgeVars(
        self,
        *,
        variables: str | Sequence[str],
        bridgeId: str | None = None,
    ) -> models.Variables: ...
    def setBridgeVars(
        self,
        *,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        bridgeId: str | None = None,
    ) -> None: ...
    def addChannel(
        self,
        *,
        channel: str | Sequence[str],
        bridgeId: str | None = None,
        role: str | None = None,
        absorbDTMF: bool | None = None,
        mute: bool | None = None,
        inhibitConnectedLineUpdates: bool | None = None,
    ) -> None: ...
    def removeChannel(
        self,
        *,
        channel: str | Sequence[str],
        bridgeId: str | None = None,
    ) -> None: ...
    def setVideoSource(self, *, channelId: str, bridgeId: str | None = None) -> None: ...
    def clearVideoSource(self, *, bridgeId: str | None = None) -> None: ...
    def startMoh(self, *, bridgeId: str | None = None, mohClass: str | None = None) -> None: ...
    def stopMoh(self, *, bridgeId: str | None = None) -> None: ...
    def play(
        self,
        *,
        media: str | Sequence[str],
        bridgeId: str | None = None,
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | None = None,
    ) -> Playback: ...
    def playWithId(
        self,
        *,
        playbackId: str,
        media: str | Sequence[str],
        bridgeId: str | None = None,
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback: ...
    def record(
        self,
        *,
        name: str,
        format: str,
        bridgeId: str | None = None,
        recorder_format: str | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording: ...

class Channel(BaseObject):
    client: Client
    json: models.Channel
    @overload
    def on_event(
        self,
        event_type: WithChannel | WithOptionalChannel,
        fn: Callable[Concatenate[Channel, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    @overload
    def on_event(
        self,
        event_type: WithChannels,
        fn: Callable[Concatenate[dict[str, Channel], Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def get(self, *, channelId: str | None = None) -> Channel: ...
    def originateWithId(
        self,
        *,
        endpoint: str,
        channelId: str | None = None,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        otherChannelId: str | None = None,
        originator: str | None = None,
        formats: str | None = None,
    ) -> Channel: ...
    def hangup(
        self,
        *,
        channelId: str | None = None,
        reason_code: str | None = None,
        reason: str | None = None,
    ) -> None: ...
    def continueInDialplan(
        self,
        *,
        channelId: str | None = None,
        context: str | None = None,
        extension: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> None: ...
    def move(
        self,
        *,
        app: str,
        channelId: str | None = None,
        appArgs: str | None = None,
    ) -> None: ...
    def redirect(self, *, endpoint: str, channelId: str | None = None) -> None: ...
    def answer(self, *, channelId: str | None = None) -> None: ...
    def ring(self, *, channelId: str | None = None) -> None: ...
    def ringStop(self, *, channelId: str | None = None) -> None: ...
    def progress(self, *, channelId: str | None = None) -> None: ...
    def sendDTMF(
        self,
        *,
        channelId: str | None = None,
        dtmf: str | None = None,
        before: int | None = None,
        between: int | None = None,
        duration: int | None = None,
        after: int | None = None,
    ) -> None: ...
    def mute(self, *, channelId: str | None = None, direction: str | None = None) -> None: ...
    def unmute(self, *, channelId: str | None = None, direction: str | None = None) -> None: ...
    def hold(self, *, channelId: str | None = None) -> None: ...
    def unhold(self, *, channelId: str | None = None) -> None: ...
    def startMoh(self, *, channelId: str | None = None, mohClass: str | None = None) -> None: ...
    def stopMoh(self, *, channelId: str | None = None) -> None: ...
    def startSilence(self, *, channelId: str | None = None) -> None: ...
    def stopSilence(self, *, channelId: str | None = None) -> None: ...
    def play(
        self,
        *,
        media: str | Sequence[str],
        channelId: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | None = None,
    ) -> Playback: ...
    def playWithId(
        self,
        *,
        playbackId: str,
        media: str | Sequence[str],
        channelId: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback: ...
    def record(
        self,
        *,
        name: str,
        format: str,
        channelId: str | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording: ...
    def getChannelVar(self, *, variable: str, channelId: str | None = None) -> models.Variable: ...
    def setChannelVar(
        self,
        *,
        variable: str,
        channelId: str | None = None,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None: ...
    def getChannelVars(
        self,
        *,
        variables: str | Sequence[str],
        channelId: str | None = None,
    ) -> models.Variables: ...
    def setChannelVars(
        self,
        *,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        channelId: str | None = None,
    ) -> None: ...
    def snoopChannel(
        self,
        *,
        app: str,
        channelId: str | None = None,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
        snoopId: str | None = None,
    ) -> Channel: ...
    def snoopChannelWithId(
        self,
        *,
        snoopId: str,
        app: str,
        channelId: str | None = None,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
    ) -> Channel: ...
    def dial(
        self,
        *,
        channelId: str | None = None,
        caller: str | None = None,
        timeout: int | None = None,
    ) -> None: ...
    def rtpstatistics(self, *, channelId: str | None = None) -> models.RTPstat: ...
    def transfer_progress(self, *, states: str, channelId: str | None = None) -> None: ...

class DeviceState(BaseObject):
    client: Client
    json: models.DeviceState
    def on_event(
        self,
        event_type: WithDeviceState,
        fn: Callable[Concatenate[DeviceState, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def get(self, *, deviceName: str | None = None) -> DeviceState: ...
    def update(self, *, deviceState: str, deviceName: str | None = None) -> None: ...
    def delete(self, *, deviceName: str | None = None) -> None: ...

class Endpoint(BaseObject):
    client: Client
    json: models.Endpoint
    def on_event(
        self,
        event_type: WithEndpoint | WithOptionalEndpoint,
        fn: Callable[Concatenate[Endpoint, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def get(self, *, tech: str | None = None, resource: str | None = None) -> Endpoint: ...
    def sendMessageToEndpoint(
        self,
        *,
        tech: Any = None,
        resource: Any = None,
        body: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None: ...
    def referToEndpoint(
        self,
        *,
        refer_to: str,
        tech: Any = None,
        resource: Any = None,
        to_self: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None: ...

class LiveRecording(BaseObject):
    client: Client
    json: models.LiveRecording
    def on_event(
        self,
        event_type: WithLiveRecording,
        fn: Callable[Concatenate[LiveRecording, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def getLive(self, *, recordingName: str | None = None) -> LiveRecording: ...
    def cancel(self, *, recordingName: str | None = None) -> None: ...
    def stop(self, *, recordingName: str | None = None) -> None: ...
    def pause(self, *, recordingName: str | None = None) -> None: ...
    def unpause(self, *, recordingName: str | None = None) -> None: ...
    def mute(self, *, recordingName: str | None = None) -> None: ...
    def unmute(self, *, recordingName: str | None = None) -> None: ...

class Mailbox(BaseObject):
    client: Client
    json: models.Mailbox
    def on_event(
        self,
        event_type: Never,
        fn: Callable[Concatenate[Mailbox, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def get(self, *, mailboxName: str | None = None) -> Mailbox: ...
    def update(
        self,
        *,
        oldMessages: int,
        newMessages: int,
        mailboxName: str | None = None,
    ) -> None: ...
    def delete(self, *, mailboxName: str | None = None) -> None: ...

class Playback(BaseObject):
    client: Client
    json: models.Playback
    def on_event(
        self,
        event_type: WithPlayback,
        fn: Callable[Concatenate[Playback, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def get(self, *, playbackId: str | None = None) -> Playback: ...
    def stop(self, *, playbackId: str | None = None) -> None: ...
    def control(self, *, operation: str, playbackId: str | None = None) -> None: ...

class Sound(BaseObject):
    client: Client
    json: models.Sound
    def on_event(
        self,
        event_type: Never,
        fn: Callable[Concatenate[Sound, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def get(self, *, soundId: str | None = None) -> Sound: ...

class StoredRecording(BaseObject):
    client: Client
    json: models.StoredRecording
    def on_event(
        self,
        event_type: Never,
        fn: Callable[Concatenate[StoredRecording, Any, P], Any],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Listener: ...
    def getStored(self, *, recordingName: str | None = None) -> StoredRecording: ...
    def deleteStored(self, *, recordingName: str | None = None) -> None: ...
    def getStoredFile(self, *, recordingName: str | None = None) -> bytes: ...
    def copyStored(
        self,
        *,
        destinationRecordingName: str,
        recordingName: str | None = None,
    ) -> StoredRecording: ...
