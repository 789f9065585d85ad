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
BridgeEventType: TypeAlias = WithBridge | WithOptionalBridge | WithBridges
BridgeEvent: TypeAlias = (
    models.BridgeAttendedTransfer
    | models.BridgeBlindTransfer
    | models.BridgeCreated
    | models.BridgeDestroyed
    | models.BridgeMerged
    | models.BridgeVideoSourceChanged
    | models.ChannelEnteredBridge
    | models.ChannelLeftBridge
    | models.ChannelUserevent
)
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
    "ChannelEnteredBridge", "ChannelUserevent", "ChannelVarset"
]
WithChannels: TypeAlias = Literal[
    "BridgeAttendedTransfer", "BridgeBlindTransfer", "Dial", "StasisStart"
]
ChannelEventType: TypeAlias = WithChannel | WithOptionalChannel | WithChannels
ChannelEvent: TypeAlias = (
    models.ApplicationMoveFailed
    | models.BridgeAttendedTransfer
    | models.BridgeBlindTransfer
    | models.CallBroadcast
    | models.CallClaimed
    | models.ChannelCallerId
    | models.ChannelConnectedLine
    | models.ChannelCreated
    | models.ChannelDestroyed
    | models.ChannelDialplan
    | models.ChannelDtmfReceived
    | models.ChannelEnteredBridge
    | models.ChannelHangupRequest
    | models.ChannelHold
    | models.ChannelLeftBridge
    | models.ChannelStateChange
    | models.ChannelTalkingFinished
    | models.ChannelTalkingStarted
    | models.ChannelToneDetected
    | models.ChannelUnhold
    | models.ChannelUserevent
    | models.ChannelVarset
    | models.Dial
    | models.StasisEnd
    | models.StasisStart
)
WithDeviceState: TypeAlias = Literal["DeviceStateChanged"]
DeviceStateEventType: TypeAlias = WithDeviceState
DeviceStateEvent: TypeAlias = models.DeviceStateChanged
WithEndpoint: TypeAlias = Literal["ContactStatusChange", "EndpointStateChange", "PeerStatusChange"]
WithOptionalEndpoint: TypeAlias = Literal["ChannelUserevent", "TextMessageReceived"]
EndpointEventType: TypeAlias = WithEndpoint | WithOptionalEndpoint
EndpointEvent: TypeAlias = (
    models.ChannelUserevent
    | models.ContactStatusChange
    | models.EndpointStateChange
    | models.PeerStatusChange
    | models.TextMessageReceived
)
WithLiveRecording: TypeAlias = Literal["RecordingFailed", "RecordingFinished", "RecordingStarted"]
LiveRecordingEventType: TypeAlias = WithLiveRecording | ChannelEventType | BridgeEventType
LiveRecordingEvent: TypeAlias = (
    models.RecordingFailed
    | models.RecordingFinished
    | models.RecordingStarted
    | ChannelEvent
    | BridgeEvent
)
WithPlayback: TypeAlias = Literal["PlaybackContinuing", "PlaybackFinished", "PlaybackStarted"]
PlaybackEventType: TypeAlias = WithPlayback | ChannelEventType | BridgeEventType
PlaybackEvent: TypeAlias = (
    models.PlaybackContinuing
    | models.PlaybackFinished
    | models.PlaybackStarted
    | ChannelEvent
    | BridgeEvent
)

class Applications(Resource):
    def list(self) -> builtins.list[models.Application]:
        """List the applications.

        GET /applications

        `help(client.applications.list)` has Asterisk's own words.
        """
    def get(self, *, applicationName: str) -> models.Application:
        """Return an application, with what it is subscribed to.

        GET /applications/{applicationName}

        Raises ari.RequestFailed: 404.
        `help(client.applications.get)` has Asterisk's own words.
        """
    def subscribe(
        self, *, applicationName: str, eventSource: str | Sequence[str]
    ) -> models.Application:
        """Send an application the events of more sources.

        POST /applications/{applicationName}/subscription

        eventSource: such as `channel:ID`, `bridge:ID`, `endpoint:PJSIP/alice`, `deviceState:NAME`

        Raises ari.RequestFailed: 400, 404, 422.
        `help(client.applications.subscribe)` has Asterisk's own words.
        """
    def unsubscribe(
        self, *, applicationName: str, eventSource: str | Sequence[str]
    ) -> models.Application:
        """Send an application no more events of these sources.

        DELETE /applications/{applicationName}/subscription

        eventSource: such as `channel:ID`, `bridge:ID`, `endpoint:PJSIP/alice`, `deviceState:NAME`

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.applications.unsubscribe)` has Asterisk's own words.
        """
    def filter(
        self, *, applicationName: str, filter: Mapping[str, Any] | None = None
    ) -> models.Application:
        """Choose the types of events that an application gets.

        PUT /applications/{applicationName}/eventFilter

        filter: as `{"disallowed": [{"type": "ChannelVarset"}]}`, or with `allowed`

        Raises ari.RequestFailed: 400, 404.
        `help(client.applications.filter)` has Asterisk's own words.
        """

class Asterisk(Resource):
    def getObject(
        self, *, configClass: str, objectType: str, id: str
    ) -> builtins.list[models.ConfigTuple]:
        """Return the fields of an object of the dynamic configuration.

        GET /asterisk/config/dynamic/{configClass}/{objectType}/{id}

        Raises ari.RequestFailed: 404.
        `help(client.asterisk.getObject)` has Asterisk's own words.
        """
    def updateObject(
        self,
        *,
        configClass: str,
        objectType: str,
        id: str,
        fields: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> builtins.list[models.ConfigTuple]:
        """Make or change an object of the dynamic configuration.

        PUT /asterisk/config/dynamic/{configClass}/{objectType}/{id}

        Raises ari.RequestFailed: 400, 403, 404.
        `help(client.asterisk.updateObject)` has Asterisk's own words.
        """
    def deleteObject(self, *, configClass: str, objectType: str, id: str) -> None:
        """Remove an object of the dynamic configuration.

        DELETE /asterisk/config/dynamic/{configClass}/{objectType}/{id}

        Raises ari.RequestFailed: 403, 404.
        `help(client.asterisk.deleteObject)` has Asterisk's own words.
        """
    def getInfo(self, *, only: str | Sequence[str] | None = None) -> models.AsteriskInfo:
        """Tell Asterisk's version, build, configuration and state.

        GET /asterisk/info

        only: these parts alone; 'build' | 'system' | 'config' | 'status'

        `help(client.asterisk.getInfo)` has Asterisk's own words.
        """
    def ping(self) -> models.AsteriskPing:
        """Ask for an answer, to see that Asterisk is there.

        GET /asterisk/ping

        `help(client.asterisk.ping)` has Asterisk's own words.
        """
    def listModules(self) -> builtins.list[models.Module]:
        """List Asterisk's modules.

        GET /asterisk/modules

        `help(client.asterisk.listModules)` has Asterisk's own words.
        """
    def getModule(self, *, moduleName: str) -> models.Module:
        """Return what Asterisk knows of a module.

        GET /asterisk/modules/{moduleName}

        Raises ari.RequestFailed: 404, 409.
        `help(client.asterisk.getModule)` has Asterisk's own words.
        """
    def loadModule(self, *, moduleName: str) -> None:
        """Load a module.

        POST /asterisk/modules/{moduleName}

        Raises ari.RequestFailed: 409.
        `help(client.asterisk.loadModule)` has Asterisk's own words.
        """
    def unloadModule(self, *, moduleName: str) -> None:
        """Unload a module.

        DELETE /asterisk/modules/{moduleName}

        Raises ari.RequestFailed: 404, 409.
        `help(client.asterisk.unloadModule)` has Asterisk's own words.
        """
    def reloadModule(self, *, moduleName: str) -> None:
        """Have a module read its configuration again.

        PUT /asterisk/modules/{moduleName}

        Raises ari.RequestFailed: 404, 409.
        `help(client.asterisk.reloadModule)` has Asterisk's own words.
        """
    def listLogChannels(self) -> builtins.list[models.LogChannel]:
        """List the logs that Asterisk writes.

        GET /asterisk/logging

        `help(client.asterisk.listLogChannels)` has Asterisk's own words.
        """
    def addLog(self, *, logChannelName: str, configuration: str) -> None:
        """Begin another log.

        POST /asterisk/logging/{logChannelName}

        configuration: its levels, such as `notice,warning`

        Raises ari.RequestFailed: 400, 409.
        `help(client.asterisk.addLog)` has Asterisk's own words.
        """
    def deleteLog(self, *, logChannelName: str) -> None:
        """End a log.

        DELETE /asterisk/logging/{logChannelName}

        Raises ari.RequestFailed: 404.
        `help(client.asterisk.deleteLog)` has Asterisk's own words.
        """
    def rotateLog(self, *, logChannelName: str) -> None:
        """Have a log begin a new file.

        PUT /asterisk/logging/{logChannelName}/rotate

        Raises ari.RequestFailed: 404.
        `help(client.asterisk.rotateLog)` has Asterisk's own words.
        """
    def getGlobalVar(self, *, variable: str) -> models.Variable:
        """Return a global variable.

        GET /asterisk/variable

        variable: its name, or a function such as `CALLERID(num)`

        Raises ari.RequestFailed: 400.
        `help(client.asterisk.getGlobalVar)` has Asterisk's own words.
        """
    def setGlobalVar(self, *, variable: str, value: str | None = None) -> None:
        """Set a global variable.

        POST /asterisk/variable

        variable: its name, or a function such as `CALLERID(num)`

        Raises ari.RequestFailed: 400.
        `help(client.asterisk.setGlobalVar)` has Asterisk's own words.
        """

class Bridges(Resource):
    def list(self) -> builtins.list[Bridge]:
        """List all bridges.

        GET /bridges

        `help(client.bridges.list)` has Asterisk's own words.
        """
    def create(
        self,
        *,
        type: str | None = None,
        bridgeId: str | Bridge | None = None,
        name: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Bridge:
        """Make a bridge, where channels hear each other.

        POST /bridges

        type: such as `mixing`, `holding`, `dtmf_events`, `proxy_media`; several with commas
        variables: the names and values

        Raises ari.RequestFailed: 409.
        `help(client.bridges.create)` has Asterisk's own words.
        """
    def createWithId(
        self,
        *,
        bridgeId: str | Bridge,
        type: str | None = None,
        name: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Bridge:
        """As create, with an id of your own for the bridge.

        POST /bridges/{bridgeId}

        type: such as `mixing`, `holding`, `dtmf_events`, `proxy_media`; several with commas
        variables: the names and values

        Raises ari.RequestFailed: 409.
        `help(client.bridges.createWithId)` has Asterisk's own words.
        """
    def get(self, *, bridgeId: str | Bridge) -> Bridge:
        """Ask for the bridge as it is now.

        GET /bridges/{bridgeId}

        Raises ari.RequestFailed: 404.
        `help(client.bridges.get)` has Asterisk's own words.
        """
    def destroy(self, *, bridgeId: str | Bridge) -> None:
        """End the bridge; channels that are in it go on without it.

        DELETE /bridges/{bridgeId}

        Raises ari.RequestFailed: 404.
        `help(client.bridges.destroy)` has Asterisk's own words.
        """
    def getBridgeVar(self, *, bridgeId: str | Bridge, variable: str) -> models.Variable:
        """Return a variable of the bridge.

        GET /bridges/{bridgeId}/variable

        variable: its name, or a function such as `CALLERID(num)`

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.getBridgeVar)` has Asterisk's own words.
        """
    def setBridgeVar(
        self,
        *,
        bridgeId: str | Bridge,
        variable: str,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None:
        """Set a variable of the bridge.

        POST /bridges/{bridgeId}/variable

        variable: its name, or a function such as `CALLERID(num)`
        report_events: have the variable in events too; False by default

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.setBridgeVar)` has Asterisk's own words.
        """
    def getBridgeVars(
        self, *, bridgeId: str | Bridge, variables: str | Sequence[str]
    ) -> models.Variables:
        """Return several variables of the bridge.

        GET /bridges/{bridgeId}/variables

        variables: the names

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.getBridgeVars)` has Asterisk's own words.
        """
    def setBridgeVars(
        self, *, bridgeId: str | Bridge, variables: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> None:
        """Set several variables of the bridge.

        POST /bridges/{bridgeId}/variables

        variables: the names and values

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.setBridgeVars)` has Asterisk's own words.
        """
    def addChannel(
        self,
        *,
        bridgeId: str | Bridge,
        channel: str | Channel | Sequence[str | Channel],
        role: str | None = None,
        absorbDTMF: bool | None = None,
        mute: bool | None = None,
        inhibitConnectedLineUpdates: bool | None = None,
    ) -> None:
        """Put channels into the bridge; they must be in Stasis.

        POST /bridges/{bridgeId}/addChannel

        channel: whom to add
        role: such as `announcer` or `participant`, in a holding bridge
        absorbDTMF: keep the keys that this channel presses from the others; False by default
        mute: the others do not hear it; False by default
        inhibitConnectedLineUpdates: do not tell the others who this is; False by default

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.bridges.addChannel)` has Asterisk's own words.
        """
    def removeChannel(
        self, *, bridgeId: str | Bridge, channel: str | Channel | Sequence[str | Channel]
    ) -> None:
        """Take channels out of the bridge.

        POST /bridges/{bridgeId}/removeChannel

        channel: whom to take out

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.bridges.removeChannel)` has Asterisk's own words.
        """
    def setVideoSource(self, *, bridgeId: str | Bridge, channelId: str | Channel) -> None:
        """Show all who are in the bridge this channel's video.

        POST /bridges/{bridgeId}/videoSource/{channelId}

        Raises ari.RequestFailed: 404, 409, 422.
        `help(client.bridges.setVideoSource)` has Asterisk's own words.
        """
    def clearVideoSource(self, *, bridgeId: str | Bridge) -> None:
        """Let the bridge choose again whose video it shows.

        DELETE /bridges/{bridgeId}/videoSource

        Raises ari.RequestFailed: 404.
        `help(client.bridges.clearVideoSource)` has Asterisk's own words.
        """
    def startMoh(self, *, bridgeId: str | Bridge, mohClass: str | None = None) -> None:
        """Play music on hold to the bridge.

        POST /bridges/{bridgeId}/moh

        mohClass: which music, of musiconhold.conf

        Raises ari.RequestFailed: 404, 409.
        `help(client.bridges.startMoh)` has Asterisk's own words.
        """
    def stopMoh(self, *, bridgeId: str | Bridge) -> None:
        """End the bridge's music on hold.

        DELETE /bridges/{bridgeId}/moh

        Raises ari.RequestFailed: 404, 409.
        `help(client.bridges.stopMoh)` has Asterisk's own words.
        """
    def play(
        self,
        *,
        bridgeId: str | Bridge,
        media: str | Sequence[str],
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | Playback | None = None,
    ) -> Playback:
        """Play sounds to all who are in the bridge; returns at once.

        POST /bridges/{bridgeId}/play

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        announcer_format: the audio format in which it is played to the bridge
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out; at least 0, 0 by default
        skipms: how many milliseconds forward and reverse wind; at least 0, 3000 by default

        Raises ari.RequestFailed: 404, 409, 422.
        `help(client.bridges.play)` has Asterisk's own words.
        """
    def playWithId(
        self,
        *,
        bridgeId: str | Bridge,
        playbackId: str | Playback,
        media: str | Sequence[str],
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback:
        """As play, with an id of your own for the playback.

        POST /bridges/{bridgeId}/play/{playbackId}

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        announcer_format: the audio format in which it is played to the bridge
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out; at least 0, 0 by default
        skipms: how many milliseconds forward and reverse wind; at least 0, 3000 by default

        Raises ari.RequestFailed: 404, 409, 422.
        `help(client.bridges.playWithId)` has Asterisk's own words.
        """
    def record(
        self,
        *,
        bridgeId: str | Bridge,
        name: str,
        format: str,
        recorder_format: str | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording:
        """Record what is said in the bridge; returns at once.

        POST /bridges/{bridgeId}/record

        name: what it will be called
        format: an audio format, such as `wav`
        recorder_format: the audio format in which the bridge is recorded
        maxDurationSeconds: after how many seconds it ends by itself; 0 for never; at least 0, 0 by
            default
        maxSilenceSeconds: after how many seconds of silence it ends by itself; 0 for never; at
            least 0, 0 by default
        ifExists: what to do where the name is taken; 'fail' | 'overwrite' | 'append', 'fail' by
            default
        beep: begin with a beep; False by default
        terminateOn: the key that ends it; 'none' | 'any' | '*' | '#', 'none' by default

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.bridges.record)` has Asterisk's own words.
        """

class Channels(Resource):
    def list(self) -> builtins.list[Channel]:
        """List all channels, also those of no application.

        GET /channels

        `help(client.channels.list)` has Asterisk's own words.
        """
    def originate(
        self,
        *,
        endpoint: str | Endpoint,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        channelId: str | Channel | None = None,
        otherChannelId: str | Channel | None = None,
        originator: str | Channel | None = None,
        formats: str | None = None,
    ) -> Channel:
        """Call an endpoint; who answers enters an application or the dialplan.

        POST /channels

        endpoint: whom to call, such as `PJSIP/alice` or `Local/1000@default`
        extension: of the dialplan
        context: of the dialplan
        priority: of the dialplan
        label: of the dialplan, instead of a priority
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart
        callerId: who calls, as the phone shows it: `"Alice" <1000>`
        timeout: how many seconds it rings; -1 for no limit; 30 by default
        variables: the names and values
        otherChannelId: an id for the second half (`;2`) of a Local channel
        originator: the channel that the new one is for; its formats count
        formats: audio formats, such as `ulaw,slin16`, where there is no originator

        Raises ari.RequestFailed: 400, 409.
        `help(client.channels.originate)` has Asterisk's own words.
        """
    def create(
        self,
        *,
        endpoint: str | Endpoint,
        app: str,
        appArgs: str | None = None,
        channelId: str | Channel | None = None,
        otherChannelId: str | Channel | None = None,
        originator: str | Channel | None = None,
        formats: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Channel:
        """Make a channel that does not ring yet; dial() calls it.

        POST /channels/create

        endpoint: whom to call, such as `PJSIP/alice` or `Local/1000@default`
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart
        otherChannelId: an id for the second half (`;2`) of a Local channel
        originator: the channel that the new one is for; its formats count
        formats: audio formats, such as `ulaw,slin16`, where there is no originator
        variables: the names and values

        Raises ari.RequestFailed: 409.
        `help(client.channels.create)` has Asterisk's own words.
        """
    def get(self, *, channelId: str | Channel) -> Channel:
        """Ask for the channel as it is now.

        GET /channels/{channelId}

        Raises ari.RequestFailed: 404.
        `help(client.channels.get)` has Asterisk's own words.
        """
    def originateWithId(
        self,
        *,
        channelId: str | Channel,
        endpoint: str | Endpoint,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        otherChannelId: str | Channel | None = None,
        originator: str | Channel | None = None,
        formats: str | None = None,
    ) -> Channel:
        """As originate, with an id of your own for the channel.

        POST /channels/{channelId}

        endpoint: whom to call, such as `PJSIP/alice` or `Local/1000@default`
        extension: of the dialplan
        context: of the dialplan
        priority: of the dialplan
        label: of the dialplan, instead of a priority
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart
        callerId: who calls, as the phone shows it: `"Alice" <1000>`
        timeout: how many seconds it rings; -1 for no limit; 30 by default
        variables: the names and values
        otherChannelId: an id for the second half (`;2`) of a Local channel
        originator: the channel that the new one is for; its formats count
        formats: audio formats, such as `ulaw,slin16`, where there is no originator

        Raises ari.RequestFailed: 400, 409.
        `help(client.channels.originateWithId)` has Asterisk's own words.
        """
    def hangup(
        self, *, channelId: str | Channel, reason_code: str | None = None, reason: str | None = None
    ) -> None:
        """Hang up.

        DELETE /channels/{channelId}

        reason_code: why, as a number of Q.850, such as 17 for busy
        reason: why, in a word; 'normal' | 'busy' | 'congestion' | 'no_answer' | 'timeout' |
            'rejected' | 'unallocated' | 'normal_unspecified' | 'number_incomplete' |
            'codec_mismatch' | 'interworking' | 'failure' | 'answered_elsewhere'

        Raises ari.RequestFailed: 400, 404.
        `help(client.channels.hangup)` has Asterisk's own words.
        """
    def continueInDialplan(
        self,
        *,
        channelId: str | Channel,
        context: str | None = None,
        extension: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> None:
        """Let the channel leave Stasis and go on in the dialplan.

        POST /channels/{channelId}/continue

        context: of the dialplan
        extension: of the dialplan
        priority: of the dialplan
        label: of the dialplan, instead of a priority

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.continueInDialplan)` has Asterisk's own words.
        """
    def move(self, *, channelId: str | Channel, app: str, appArgs: str | None = None) -> None:
        """Move the channel to another application.

        POST /channels/{channelId}/move

        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart

        Raises ari.RequestFailed: 404, 409.
        `help(client.channels.move)` has Asterisk's own words.
        """
    def redirect(self, *, channelId: str | Channel, endpoint: str | Endpoint) -> None:
        """Send the caller's phone to another address.

        POST /channels/{channelId}/redirect

        endpoint: where to send the channel, such as `PJSIP/alice`

        Raises ari.RequestFailed: 400, 404, 409, 412, 422.
        `help(client.channels.redirect)` has Asterisk's own words.
        """
    def answer(self, *, channelId: str | Channel) -> None:
        """Answer the call.

        POST /channels/{channelId}/answer

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.answer)` has Asterisk's own words.
        """
    def ring(self, *, channelId: str | Channel) -> None:
        """Have the caller hear that it rings.

        POST /channels/{channelId}/ring

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.ring)` has Asterisk's own words.
        """
    def ringStop(self, *, channelId: str | Channel) -> None:
        """End the ringing that ring() began.

        DELETE /channels/{channelId}/ring

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.ringStop)` has Asterisk's own words.
        """
    def progress(self, *, channelId: str | Channel) -> None:
        """Tell the caller's phone that the call makes progress.

        POST /channels/{channelId}/progress

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.progress)` has Asterisk's own words.
        """
    def sendDTMF(
        self,
        *,
        channelId: str | Channel,
        dtmf: str | None = None,
        before: int | None = None,
        between: int | None = None,
        duration: int | None = None,
        after: int | None = None,
    ) -> None:
        """Send keys (DTMF) to the channel's phone.

        POST /channels/{channelId}/dtmf

        dtmf: the keys, such as `12#`
        before: milliseconds to wait before the keys; 0 by default
        between: milliseconds between two keys; 100 by default
        duration: milliseconds that each key is held; 100 by default
        after: milliseconds to wait behind the keys; 0 by default

        Raises ari.RequestFailed: 400, 404, 409, 412.
        `help(client.channels.sendDTMF)` has Asterisk's own words.
        """
    def mute(self, *, channelId: str | Channel, direction: str | None = None) -> None:
        """Mute the channel's audio.

        POST /channels/{channelId}/mute

        direction: 'both' | 'in' | 'out', 'both' by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.mute)` has Asterisk's own words.
        """
    def unmute(self, *, channelId: str | Channel, direction: str | None = None) -> None:
        """End what mute() began.

        DELETE /channels/{channelId}/mute

        direction: 'both' | 'in' | 'out', 'both' by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.unmute)` has Asterisk's own words.
        """
    def hold(self, *, channelId: str | Channel) -> None:
        """Put the channel on hold.

        POST /channels/{channelId}/hold

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.hold)` has Asterisk's own words.
        """
    def unhold(self, *, channelId: str | Channel) -> None:
        """Take the channel off hold.

        DELETE /channels/{channelId}/hold

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.unhold)` has Asterisk's own words.
        """
    def startMoh(self, *, channelId: str | Channel, mohClass: str | None = None) -> None:
        """Play music on hold to the channel.

        POST /channels/{channelId}/moh

        mohClass: which music, of musiconhold.conf

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.startMoh)` has Asterisk's own words.
        """
    def stopMoh(self, *, channelId: str | Channel) -> None:
        """End the channel's music on hold.

        DELETE /channels/{channelId}/moh

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.stopMoh)` has Asterisk's own words.
        """
    def startSilence(self, *, channelId: str | Channel) -> None:
        """Send the channel silence, so that audio keeps flowing.

        POST /channels/{channelId}/silence

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.startSilence)` has Asterisk's own words.
        """
    def stopSilence(self, *, channelId: str | Channel) -> None:
        """End what startSilence() began.

        DELETE /channels/{channelId}/silence

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.stopSilence)` has Asterisk's own words.
        """
    def play(
        self,
        *,
        channelId: str | Channel,
        media: str | Sequence[str],
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | Playback | None = None,
    ) -> Playback:
        """Play sounds to the channel; returns at once.

        POST /channels/{channelId}/play

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out
        skipms: how many milliseconds forward and reverse wind; 3000 by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.play)` has Asterisk's own words.
        """
    def playWithId(
        self,
        *,
        channelId: str | Channel,
        playbackId: str | Playback,
        media: str | Sequence[str],
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback:
        """As play, with an id of your own for the playback.

        POST /channels/{channelId}/play/{playbackId}

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out
        skipms: how many milliseconds forward and reverse wind; 3000 by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.playWithId)` has Asterisk's own words.
        """
    def record(
        self,
        *,
        channelId: str | Channel,
        name: str,
        format: str,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording:
        """Record what comes from the channel; returns at once.

        POST /channels/{channelId}/record

        name: what it will be called
        format: an audio format, such as `wav`
        maxDurationSeconds: after how many seconds it ends by itself; 0 for never; at least 0, 0 by
            default
        maxSilenceSeconds: after how many seconds of silence it ends by itself; 0 for never; at
            least 0, 0 by default
        ifExists: what to do where the name is taken; 'fail' | 'overwrite' | 'append', 'fail' by
            default
        beep: begin with a beep; False by default
        terminateOn: the key that ends it; 'none' | 'any' | '*' | '#', 'none' by default

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.channels.record)` has Asterisk's own words.
        """
    def getChannelVar(self, *, channelId: str | Channel, variable: str) -> models.Variable:
        """Return a variable of the channel, or what a function gives.

        GET /channels/{channelId}/variable

        variable: its name, or a function such as `CALLERID(num)`

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.getChannelVar)` has Asterisk's own words.
        """
    def setChannelVar(
        self,
        *,
        channelId: str | Channel,
        variable: str,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None:
        """Set a variable of the channel, or by a function.

        POST /channels/{channelId}/variable

        variable: its name, or a function such as `CALLERID(num)`
        report_events: have the variable in events too; False by default

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.setChannelVar)` has Asterisk's own words.
        """
    def getChannelVars(
        self, *, channelId: str | Channel, variables: str | Sequence[str]
    ) -> models.Variables:
        """Return several variables of the channel.

        GET /channels/{channelId}/variables

        variables: the names

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.getChannelVars)` has Asterisk's own words.
        """
    def setChannelVars(
        self,
        *,
        channelId: str | Channel,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    ) -> None:
        """Set several variables of the channel.

        POST /channels/{channelId}/variables

        variables: the names and values

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.setChannelVars)` has Asterisk's own words.
        """
    def snoopChannel(
        self,
        *,
        channelId: str | Channel,
        app: str,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
        snoopId: str | Channel | None = None,
    ) -> Channel:
        """Make a channel that listens to this one, or whispers to it.

        POST /channels/{channelId}/snoop

        spy: which way to listen; 'none' | 'both' | 'out' | 'in', 'none' by default
        whisper: which way to speak; 'none' | 'both' | 'out' | 'in', 'none' by default
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart
        snoopId: an id for the new channel

        Raises ari.RequestFailed: 400, 404.
        `help(client.channels.snoopChannel)` has Asterisk's own words.
        """
    def snoopChannelWithId(
        self,
        *,
        channelId: str | Channel,
        snoopId: str | Channel,
        app: str,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
    ) -> Channel:
        """As snoopChannel, with an id of your own for the new channel.

        POST /channels/{channelId}/snoop/{snoopId}

        snoopId: an id for the new channel
        spy: which way to listen; 'none' | 'both' | 'out' | 'in', 'none' by default
        whisper: which way to speak; 'none' | 'both' | 'out' | 'in', 'none' by default
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart

        Raises ari.RequestFailed: 400, 404.
        `help(client.channels.snoopChannelWithId)` has Asterisk's own words.
        """
    def dial(
        self,
        *,
        channelId: str | Channel,
        caller: str | Channel | None = None,
        timeout: int | None = None,
    ) -> None:
        """Call what create() made a channel for.

        POST /channels/{channelId}/dial

        caller: the channel that calls
        timeout: how many seconds it rings; at least 0, 0 by default

        Raises ari.RequestFailed: 404, 409.
        `help(client.channels.dial)` has Asterisk's own words.
        """
    def rtpstatistics(self, *, channelId: str | Channel) -> models.RTPstat:
        """Return figures of the channel's RTP, such as loss and jitter.

        GET /channels/{channelId}/rtp_statistics

        Raises ari.RequestFailed: 404.
        `help(client.channels.rtpstatistics)` has Asterisk's own words.
        """
    def externalMedia(
        self,
        *,
        app: str,
        format: str,
        channelId: str | Channel | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        external_host: str | None = None,
        encapsulation: str | None = None,
        transport: str | None = None,
        connection_type: str | None = None,
        direction: str | None = None,
        data: str | None = None,
        transport_data: str | None = None,
    ) -> Channel:
        """Make a channel whose audio goes to and from a program of yours.

        POST /channels/externalMedia

        app: the application that the channel enters
        variables: the names and values
        external_host: `host:port` of the program
        encapsulation: how audio is wrapped; 'rtp' | 'audiosocket' | 'none', 'rtp' by default
        transport: 'udp' | 'tcp' | 'websocket', 'udp' by default
        connection_type: who connects, Asterisk or the program; 'client' | 'server', 'client' by
            default
        format: the audio's codec, such as `ulaw` or `slin16`
        direction: 'both', 'both' by default
        data: text that goes along
        transport_data: more for the transport, such as a WebSocket's query

        Raises ari.RequestFailed: 400, 409.
        `help(client.channels.externalMedia)` has Asterisk's own words.
        """
    def transfer_progress(self, *, channelId: str | Channel, states: str) -> None:
        """Tell who transfers the call how far that is.

        POST /channels/{channelId}/transfer_progress

        states: how far the transfer is

        Raises ari.RequestFailed: 400, 404, 409, 412.
        `help(client.channels.transfer_progress)` has Asterisk's own words.
        """

class DeviceStates(Resource):
    def list(self) -> builtins.list[DeviceState]:
        """List the device states that ARI has made.

        GET /deviceStates

        `help(client.deviceStates.list)` has Asterisk's own words.
        """
    def get(self, *, deviceName: str | DeviceState) -> DeviceState:
        """Ask for the state of a device.

        GET /deviceStates/{deviceName}

        `help(client.deviceStates.get)` has Asterisk's own words.
        """
    def update(self, *, deviceName: str | DeviceState, deviceState: str) -> None:
        """Set the state of a device of ARI's own; make it where there is none.

        PUT /deviceStates/{deviceName}

        deviceState: 'NOT_INUSE' | 'INUSE' | 'BUSY' | 'INVALID' | 'UNAVAILABLE' | 'RINGING' |
            'RINGINUSE' | 'ONHOLD'

        Raises ari.RequestFailed: 404, 409.
        `help(client.deviceStates.update)` has Asterisk's own words.
        """
    def delete(self, *, deviceName: str | DeviceState) -> None:
        """Remove a device state that ARI has made.

        DELETE /deviceStates/{deviceName}

        Raises ari.RequestFailed: 404, 409.
        `help(client.deviceStates.delete)` has Asterisk's own words.
        """

class Endpoints(Resource):
    def list(self) -> builtins.list[Endpoint]:
        """List all endpoints, such as phones and trunks.

        GET /endpoints

        `help(client.endpoints.list)` has Asterisk's own words.
        """
    def sendMessage(
        self,
        *,
        to: str,
        body: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None:
        """Send a text message.

        PUT /endpoints/sendMessage

        to: who gets it, such as `pjsip:alice`
        from: who it comes from
        body: the text
        variables: the names and values

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.sendMessage)` has Asterisk's own words.
        """
    def refer(
        self,
        *,
        to: str,
        refer_to: str,
        to_self: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None:
        """Ask a phone to call or to go elsewhere (a SIP REFER).

        POST /endpoints/refer

        to: who gets it, such as `pjsip:alice`
        from: who it comes from
        refer_to: where to go, an endpoint or an address
        to_self: send an endpoint back to Asterisk, not to its own address; False by default
        variables: the names and values

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.refer)` has Asterisk's own words.
        """
    def listByTech(self, *, tech: str) -> builtins.list[Endpoint]:
        """List the endpoints of a technology.

        GET /endpoints/{tech}

        Raises ari.RequestFailed: 404.
        `help(client.endpoints.listByTech)` has Asterisk's own words.
        """
    def get(self, *, tech: str, resource: str) -> Endpoint:
        """Ask for the endpoint as it is now.

        GET /endpoints/{tech}/{resource}

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.get)` has Asterisk's own words.
        """
    def sendMessageToEndpoint(
        self,
        *,
        tech: str,
        resource: str,
        body: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None:
        """Send the endpoint a text message.

        PUT /endpoints/{tech}/{resource}/sendMessage

        from: who it comes from
        body: the text
        variables: the names and values

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.sendMessageToEndpoint)` has Asterisk's own words.
        """
    def referToEndpoint(
        self,
        *,
        tech: str,
        resource: str,
        refer_to: str,
        to_self: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None:
        """Ask the endpoint to call or to go elsewhere (a SIP REFER).

        POST /endpoints/{tech}/{resource}/refer

        from: who it comes from
        refer_to: where to go, an endpoint or an address
        to_self: send an endpoint back to Asterisk, not to its own address; False by default
        variables: the names and values

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.referToEndpoint)` has Asterisk's own words.
        """

class Events(Resource):
    def userEvent(
        self,
        *,
        eventName: str,
        application: str,
        source: str | Sequence[str] | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> None:
        """Send an application an event of your own, a ChannelUserevent.

        POST /events/user/{eventName}

        application: the name of the application
        source: what it is about, such as `channel:ID`
        variables: the names and values

        Raises ari.RequestFailed: 400, 404, 422.
        `help(client.events.userEvent)` has Asterisk's own words.
        """
    def claimChannel(self, *, channelId: str | Channel, application: str) -> None:
        """Take a channel that was offered to several applications.

        POST /events/claim

        application: the name of the application

        Raises ari.RequestFailed: 404, 409.
        `help(client.events.claimChannel)` has Asterisk's own words.
        """

class Mailboxes(Resource):
    def list(self) -> builtins.list[Mailbox]:
        """List all mailboxes.

        GET /mailboxes

        `help(client.mailboxes.list)` has Asterisk's own words.
        """
    def get(self, *, mailboxName: str | Mailbox) -> Mailbox:
        """Ask for the mailbox as it is now.

        GET /mailboxes/{mailboxName}

        Raises ari.RequestFailed: 404.
        `help(client.mailboxes.get)` has Asterisk's own words.
        """
    def update(self, *, mailboxName: str | Mailbox, oldMessages: int, newMessages: int) -> None:
        """Set how many messages a mailbox has; make it where there is none.

        PUT /mailboxes/{mailboxName}

        Raises ari.RequestFailed: 404.
        `help(client.mailboxes.update)` has Asterisk's own words.
        """
    def delete(self, *, mailboxName: str | Mailbox) -> None:
        """Remove the mailbox.

        DELETE /mailboxes/{mailboxName}

        Raises ari.RequestFailed: 404.
        `help(client.mailboxes.delete)` has Asterisk's own words.
        """

class Playbacks(Resource):
    def get(self, *, playbackId: str | Playback) -> Playback:
        """Ask for the playback as it is now.

        GET /playbacks/{playbackId}

        Raises ari.RequestFailed: 404.
        `help(client.playbacks.get)` has Asterisk's own words.
        """
    def stop(self, *, playbackId: str | Playback) -> None:
        """Stop the playback.

        DELETE /playbacks/{playbackId}

        Raises ari.RequestFailed: 404.
        `help(client.playbacks.stop)` has Asterisk's own words.
        """
    def control(self, *, playbackId: str | Playback, operation: str) -> None:
        """Pause, resume, wind or restart the playback.

        POST /playbacks/{playbackId}/control

        operation: what to do; 'restart' | 'pause' | 'unpause' | 'reverse' | 'forward'

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.playbacks.control)` has Asterisk's own words.
        """

class Recordings(Resource):
    def listStored(self) -> builtins.list[StoredRecording]:
        """List the recordings that are complete.

        GET /recordings/stored

        `help(client.recordings.listStored)` has Asterisk's own words.
        """
    def getStored(self, *, recordingName: str | LiveRecording | StoredRecording) -> StoredRecording:
        """Return a recording that is complete.

        GET /recordings/stored/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.getStored)` has Asterisk's own words.
        """
    def deleteStored(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """Remove a recording that is complete, with its file.

        DELETE /recordings/stored/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.deleteStored)` has Asterisk's own words.
        """
    def getStoredFile(self, *, recordingName: str | LiveRecording | StoredRecording) -> bytes:
        """Download the file of a recording that is complete.

        GET /recordings/stored/{recordingName}/file

        Raises ari.RequestFailed: 403, 404.
        `help(client.recordings.getStoredFile)` has Asterisk's own words.
        """
    def copyStored(
        self, *, recordingName: str | LiveRecording | StoredRecording, destinationRecordingName: str
    ) -> StoredRecording:
        """Copy a recording that is complete.

        POST /recordings/stored/{recordingName}/copy

        destinationRecordingName: what the copy is called

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.copyStored)` has Asterisk's own words.
        """
    def getLive(self, *, recordingName: str | LiveRecording | StoredRecording) -> LiveRecording:
        """Ask for a recording that is being made.

        GET /recordings/live/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.getLive)` has Asterisk's own words.
        """
    def cancel(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """Stop the recording and throw it away.

        DELETE /recordings/live/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.cancel)` has Asterisk's own words.
        """
    def stop(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """Stop the recording and keep it.

        POST /recordings/live/{recordingName}/stop

        Raises ari.RequestFailed: 404.
        `help(client.recordings.stop)` has Asterisk's own words.
        """
    def pause(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """Pause the recording; nothing is kept of that time.

        POST /recordings/live/{recordingName}/pause

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.pause)` has Asterisk's own words.
        """
    def unpause(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """Go on with the recording after pause().

        DELETE /recordings/live/{recordingName}/pause

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.unpause)` has Asterisk's own words.
        """
    def mute(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """Record silence until unmute(); it does not end the recording.

        POST /recordings/live/{recordingName}/mute

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.mute)` has Asterisk's own words.
        """
    def unmute(self, *, recordingName: str | LiveRecording | StoredRecording) -> None:
        """End what mute() began.

        DELETE /recordings/live/{recordingName}/mute

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.unmute)` has Asterisk's own words.
        """

class Sounds(Resource):
    def list(self, *, lang: str | None = None, format: str | None = None) -> builtins.list[Sound]:
        """List the sounds that can be played.

        GET /sounds

        lang: a language, such as `en`
        format: an audio format, such as `wav`

        `help(client.sounds.list)` has Asterisk's own words.
        """
    def get(self, *, soundId: str | Sound) -> Sound:
        """Return a sound, with its languages and formats.

        GET /sounds/{soundId}

        `help(client.sounds.get)` has Asterisk's own words.
        """

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
    @overload
    def wait_for(
        self, event_type: Literal["BridgeAttendedTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeAttendedTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeBlindTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeBlindTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeCreated"], /, *, timeout: float | None = None
    ) -> models.BridgeCreated: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeDestroyed"], /, *, timeout: float | None = None
    ) -> models.BridgeDestroyed: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeMerged"], /, *, timeout: float | None = None
    ) -> models.BridgeMerged: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeVideoSourceChanged"], /, *, timeout: float | None = None
    ) -> models.BridgeVideoSourceChanged: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelEnteredBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelEnteredBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelLeftBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelLeftBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUserevent"], /, *, timeout: float | None = None
    ) -> models.ChannelUserevent: ...
    @overload
    def wait_for(
        self,
        event_type: BridgeEventType,
        /,
        *event_types: BridgeEventType,
        timeout: float | None = None,
    ) -> BridgeEvent: ...
    def createWithId(
        self,
        *,
        type: str | None = None,
        bridgeId: str | Bridge | None = None,
        name: str | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> Bridge:
        """As create, with an id of your own for the bridge.

        POST /bridges/{bridgeId}

        type: such as `mixing`, `holding`, `dtmf_events`, `proxy_media`; several with commas
        variables: the names and values

        Raises ari.RequestFailed: 409.
        `help(client.bridges.createWithId)` has Asterisk's own words.
        """
    def get(self, *, bridgeId: str | Bridge | None = None) -> Bridge:
        """Ask for the bridge as it is now.

        GET /bridges/{bridgeId}

        Raises ari.RequestFailed: 404.
        `help(client.bridges.get)` has Asterisk's own words.
        """
    def destroy(self, *, bridgeId: str | Bridge | None = None) -> None:
        """End the bridge; channels that are in it go on without it.

        DELETE /bridges/{bridgeId}

        Raises ari.RequestFailed: 404.
        `help(client.bridges.destroy)` has Asterisk's own words.
        """
    def getBridgeVar(
        self, *, variable: str, bridgeId: str | Bridge | None = None
    ) -> models.Variable:
        """Return a variable of the bridge.

        GET /bridges/{bridgeId}/variable

        variable: its name, or a function such as `CALLERID(num)`

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.getBridgeVar)` has Asterisk's own words.
        """
    def setBridgeVar(
        self,
        *,
        variable: str,
        bridgeId: str | Bridge | None = None,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None:
        """Set a variable of the bridge.

        POST /bridges/{bridgeId}/variable

        variable: its name, or a function such as `CALLERID(num)`
        report_events: have the variable in events too; False by default

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.setBridgeVar)` has Asterisk's own words.
        """
    def getBridgeVars(
        self, *, variables: str | Sequence[str], bridgeId: str | Bridge | None = None
    ) -> models.Variables:
        """Return several variables of the bridge.

        GET /bridges/{bridgeId}/variables

        variables: the names

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.getBridgeVars)` has Asterisk's own words.
        """
    def setBridgeVars(
        self,
        *,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        bridgeId: str | Bridge | None = None,
    ) -> None:
        """Set several variables of the bridge.

        POST /bridges/{bridgeId}/variables

        variables: the names and values

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.bridges.setBridgeVars)` has Asterisk's own words.
        """
    def addChannel(
        self,
        *,
        channel: str | Channel | Sequence[str | Channel],
        bridgeId: str | Bridge | None = None,
        role: str | None = None,
        absorbDTMF: bool | None = None,
        mute: bool | None = None,
        inhibitConnectedLineUpdates: bool | None = None,
    ) -> None:
        """Put channels into the bridge; they must be in Stasis.

        POST /bridges/{bridgeId}/addChannel

        channel: whom to add
        role: such as `announcer` or `participant`, in a holding bridge
        absorbDTMF: keep the keys that this channel presses from the others; False by default
        mute: the others do not hear it; False by default
        inhibitConnectedLineUpdates: do not tell the others who this is; False by default

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.bridges.addChannel)` has Asterisk's own words.
        """
    def removeChannel(
        self,
        *,
        channel: str | Channel | Sequence[str | Channel],
        bridgeId: str | Bridge | None = None,
    ) -> None:
        """Take channels out of the bridge.

        POST /bridges/{bridgeId}/removeChannel

        channel: whom to take out

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.bridges.removeChannel)` has Asterisk's own words.
        """
    def setVideoSource(
        self, *, channelId: str | Channel, bridgeId: str | Bridge | None = None
    ) -> None:
        """Show all who are in the bridge this channel's video.

        POST /bridges/{bridgeId}/videoSource/{channelId}

        Raises ari.RequestFailed: 404, 409, 422.
        `help(client.bridges.setVideoSource)` has Asterisk's own words.
        """
    def clearVideoSource(self, *, bridgeId: str | Bridge | None = None) -> None:
        """Let the bridge choose again whose video it shows.

        DELETE /bridges/{bridgeId}/videoSource

        Raises ari.RequestFailed: 404.
        `help(client.bridges.clearVideoSource)` has Asterisk's own words.
        """
    def startMoh(
        self, *, bridgeId: str | Bridge | None = None, mohClass: str | None = None
    ) -> None:
        """Play music on hold to the bridge.

        POST /bridges/{bridgeId}/moh

        mohClass: which music, of musiconhold.conf

        Raises ari.RequestFailed: 404, 409.
        `help(client.bridges.startMoh)` has Asterisk's own words.
        """
    def stopMoh(self, *, bridgeId: str | Bridge | None = None) -> None:
        """End the bridge's music on hold.

        DELETE /bridges/{bridgeId}/moh

        Raises ari.RequestFailed: 404, 409.
        `help(client.bridges.stopMoh)` has Asterisk's own words.
        """
    def play(
        self,
        *,
        media: str | Sequence[str],
        bridgeId: str | Bridge | None = None,
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | Playback | None = None,
    ) -> Playback:
        """Play sounds to all who are in the bridge; returns at once.

        POST /bridges/{bridgeId}/play

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        announcer_format: the audio format in which it is played to the bridge
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out; at least 0, 0 by default
        skipms: how many milliseconds forward and reverse wind; at least 0, 3000 by default

        Raises ari.RequestFailed: 404, 409, 422.
        `help(client.bridges.play)` has Asterisk's own words.
        """
    def playWithId(
        self,
        *,
        playbackId: str | Playback,
        media: str | Sequence[str],
        bridgeId: str | Bridge | None = None,
        announcer_format: str | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback:
        """As play, with an id of your own for the playback.

        POST /bridges/{bridgeId}/play/{playbackId}

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        announcer_format: the audio format in which it is played to the bridge
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out; at least 0, 0 by default
        skipms: how many milliseconds forward and reverse wind; at least 0, 3000 by default

        Raises ari.RequestFailed: 404, 409, 422.
        `help(client.bridges.playWithId)` has Asterisk's own words.
        """
    def record(
        self,
        *,
        name: str,
        format: str,
        bridgeId: str | Bridge | None = None,
        recorder_format: str | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording:
        """Record what is said in the bridge; returns at once.

        POST /bridges/{bridgeId}/record

        name: what it will be called
        format: an audio format, such as `wav`
        recorder_format: the audio format in which the bridge is recorded
        maxDurationSeconds: after how many seconds it ends by itself; 0 for never; at least 0, 0 by
            default
        maxSilenceSeconds: after how many seconds of silence it ends by itself; 0 for never; at
            least 0, 0 by default
        ifExists: what to do where the name is taken; 'fail' | 'overwrite' | 'append', 'fail' by
            default
        beep: begin with a beep; False by default
        terminateOn: the key that ends it; 'none' | 'any' | '*' | '#', 'none' by default

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.bridges.record)` has Asterisk's own words.
        """

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
    @overload
    def wait_for(
        self, event_type: Literal["ApplicationMoveFailed"], /, *, timeout: float | None = None
    ) -> models.ApplicationMoveFailed: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeAttendedTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeAttendedTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeBlindTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeBlindTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["CallBroadcast"], /, *, timeout: float | None = None
    ) -> models.CallBroadcast: ...
    @overload
    def wait_for(
        self, event_type: Literal["CallClaimed"], /, *, timeout: float | None = None
    ) -> models.CallClaimed: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelCallerId"], /, *, timeout: float | None = None
    ) -> models.ChannelCallerId: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelConnectedLine"], /, *, timeout: float | None = None
    ) -> models.ChannelConnectedLine: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelCreated"], /, *, timeout: float | None = None
    ) -> models.ChannelCreated: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDestroyed"], /, *, timeout: float | None = None
    ) -> models.ChannelDestroyed: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDialplan"], /, *, timeout: float | None = None
    ) -> models.ChannelDialplan: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDtmfReceived"], /, *, timeout: float | None = None
    ) -> models.ChannelDtmfReceived: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelEnteredBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelEnteredBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelHangupRequest"], /, *, timeout: float | None = None
    ) -> models.ChannelHangupRequest: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelHold"], /, *, timeout: float | None = None
    ) -> models.ChannelHold: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelLeftBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelLeftBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelStateChange"], /, *, timeout: float | None = None
    ) -> models.ChannelStateChange: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelTalkingFinished"], /, *, timeout: float | None = None
    ) -> models.ChannelTalkingFinished: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelTalkingStarted"], /, *, timeout: float | None = None
    ) -> models.ChannelTalkingStarted: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelToneDetected"], /, *, timeout: float | None = None
    ) -> models.ChannelToneDetected: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUnhold"], /, *, timeout: float | None = None
    ) -> models.ChannelUnhold: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUserevent"], /, *, timeout: float | None = None
    ) -> models.ChannelUserevent: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelVarset"], /, *, timeout: float | None = None
    ) -> models.ChannelVarset: ...
    @overload
    def wait_for(
        self, event_type: Literal["Dial"], /, *, timeout: float | None = None
    ) -> models.Dial: ...
    @overload
    def wait_for(
        self, event_type: Literal["StasisEnd"], /, *, timeout: float | None = None
    ) -> models.StasisEnd: ...
    @overload
    def wait_for(
        self, event_type: Literal["StasisStart"], /, *, timeout: float | None = None
    ) -> models.StasisStart: ...
    @overload
    def wait_for(
        self,
        event_type: ChannelEventType,
        /,
        *event_types: ChannelEventType,
        timeout: float | None = None,
    ) -> ChannelEvent: ...
    def get(self, *, channelId: str | Channel | None = None) -> Channel:
        """Ask for the channel as it is now.

        GET /channels/{channelId}

        Raises ari.RequestFailed: 404.
        `help(client.channels.get)` has Asterisk's own words.
        """
    def originateWithId(
        self,
        *,
        endpoint: str | Endpoint,
        channelId: str | Channel | None = None,
        extension: str | None = None,
        context: str | None = None,
        priority: int | None = None,
        label: str | None = None,
        app: str | None = None,
        appArgs: str | None = None,
        callerId: str | None = None,
        timeout: int | None = None,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        otherChannelId: str | Channel | None = None,
        originator: str | Channel | None = None,
        formats: str | None = None,
    ) -> Channel:
        """As originate, with an id of your own for the channel.

        POST /channels/{channelId}

        endpoint: whom to call, such as `PJSIP/alice` or `Local/1000@default`
        extension: of the dialplan
        context: of the dialplan
        priority: of the dialplan
        label: of the dialplan, instead of a priority
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart
        callerId: who calls, as the phone shows it: `"Alice" <1000>`
        timeout: how many seconds it rings; -1 for no limit; 30 by default
        variables: the names and values
        otherChannelId: an id for the second half (`;2`) of a Local channel
        originator: the channel that the new one is for; its formats count
        formats: audio formats, such as `ulaw,slin16`, where there is no originator

        Raises ari.RequestFailed: 400, 409.
        `help(client.channels.originateWithId)` has Asterisk's own words.
        """
    def hangup(
        self,
        *,
        channelId: str | Channel | None = None,
        reason_code: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Hang up.

        DELETE /channels/{channelId}

        reason_code: why, as a number of Q.850, such as 17 for busy
        reason: why, in a word; 'normal' | 'busy' | 'congestion' | 'no_answer' | 'timeout' |
            'rejected' | 'unallocated' | 'normal_unspecified' | 'number_incomplete' |
            'codec_mismatch' | 'interworking' | 'failure' | 'answered_elsewhere'

        Raises ari.RequestFailed: 400, 404.
        `help(client.channels.hangup)` has Asterisk's own words.
        """
    def continueInDialplan(
        self,
        *,
        channelId: str | Channel | None = None,
        context: str | None = None,
        extension: str | None = None,
        priority: int | None = None,
        label: str | None = None,
    ) -> None:
        """Let the channel leave Stasis and go on in the dialplan.

        POST /channels/{channelId}/continue

        context: of the dialplan
        extension: of the dialplan
        priority: of the dialplan
        label: of the dialplan, instead of a priority

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.continueInDialplan)` has Asterisk's own words.
        """
    def move(
        self, *, app: str, channelId: str | Channel | None = None, appArgs: str | None = None
    ) -> None:
        """Move the channel to another application.

        POST /channels/{channelId}/move

        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart

        Raises ari.RequestFailed: 404, 409.
        `help(client.channels.move)` has Asterisk's own words.
        """
    def redirect(self, *, endpoint: str | Endpoint, channelId: str | Channel | None = None) -> None:
        """Send the caller's phone to another address.

        POST /channels/{channelId}/redirect

        endpoint: where to send the channel, such as `PJSIP/alice`

        Raises ari.RequestFailed: 400, 404, 409, 412, 422.
        `help(client.channels.redirect)` has Asterisk's own words.
        """
    def answer(self, *, channelId: str | Channel | None = None) -> None:
        """Answer the call.

        POST /channels/{channelId}/answer

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.answer)` has Asterisk's own words.
        """
    def ring(self, *, channelId: str | Channel | None = None) -> None:
        """Have the caller hear that it rings.

        POST /channels/{channelId}/ring

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.ring)` has Asterisk's own words.
        """
    def ringStop(self, *, channelId: str | Channel | None = None) -> None:
        """End the ringing that ring() began.

        DELETE /channels/{channelId}/ring

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.ringStop)` has Asterisk's own words.
        """
    def progress(self, *, channelId: str | Channel | None = None) -> None:
        """Tell the caller's phone that the call makes progress.

        POST /channels/{channelId}/progress

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.progress)` has Asterisk's own words.
        """
    def sendDTMF(
        self,
        *,
        channelId: str | Channel | None = None,
        dtmf: str | None = None,
        before: int | None = None,
        between: int | None = None,
        duration: int | None = None,
        after: int | None = None,
    ) -> None:
        """Send keys (DTMF) to the channel's phone.

        POST /channels/{channelId}/dtmf

        dtmf: the keys, such as `12#`
        before: milliseconds to wait before the keys; 0 by default
        between: milliseconds between two keys; 100 by default
        duration: milliseconds that each key is held; 100 by default
        after: milliseconds to wait behind the keys; 0 by default

        Raises ari.RequestFailed: 400, 404, 409, 412.
        `help(client.channels.sendDTMF)` has Asterisk's own words.
        """
    def mute(self, *, channelId: str | Channel | None = None, direction: str | None = None) -> None:
        """Mute the channel's audio.

        POST /channels/{channelId}/mute

        direction: 'both' | 'in' | 'out', 'both' by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.mute)` has Asterisk's own words.
        """
    def unmute(
        self, *, channelId: str | Channel | None = None, direction: str | None = None
    ) -> None:
        """End what mute() began.

        DELETE /channels/{channelId}/mute

        direction: 'both' | 'in' | 'out', 'both' by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.unmute)` has Asterisk's own words.
        """
    def hold(self, *, channelId: str | Channel | None = None) -> None:
        """Put the channel on hold.

        POST /channels/{channelId}/hold

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.hold)` has Asterisk's own words.
        """
    def unhold(self, *, channelId: str | Channel | None = None) -> None:
        """Take the channel off hold.

        DELETE /channels/{channelId}/hold

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.unhold)` has Asterisk's own words.
        """
    def startMoh(
        self, *, channelId: str | Channel | None = None, mohClass: str | None = None
    ) -> None:
        """Play music on hold to the channel.

        POST /channels/{channelId}/moh

        mohClass: which music, of musiconhold.conf

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.startMoh)` has Asterisk's own words.
        """
    def stopMoh(self, *, channelId: str | Channel | None = None) -> None:
        """End the channel's music on hold.

        DELETE /channels/{channelId}/moh

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.stopMoh)` has Asterisk's own words.
        """
    def startSilence(self, *, channelId: str | Channel | None = None) -> None:
        """Send the channel silence, so that audio keeps flowing.

        POST /channels/{channelId}/silence

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.startSilence)` has Asterisk's own words.
        """
    def stopSilence(self, *, channelId: str | Channel | None = None) -> None:
        """End what startSilence() began.

        DELETE /channels/{channelId}/silence

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.stopSilence)` has Asterisk's own words.
        """
    def play(
        self,
        *,
        media: str | Sequence[str],
        channelId: str | Channel | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
        playbackId: str | Playback | None = None,
    ) -> Playback:
        """Play sounds to the channel; returns at once.

        POST /channels/{channelId}/play

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out
        skipms: how many milliseconds forward and reverse wind; 3000 by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.play)` has Asterisk's own words.
        """
    def playWithId(
        self,
        *,
        playbackId: str | Playback,
        media: str | Sequence[str],
        channelId: str | Channel | None = None,
        lang: str | None = None,
        offsetms: int | None = None,
        skipms: int | None = None,
    ) -> Playback:
        """As play, with an id of your own for the playback.

        POST /channels/{channelId}/play/{playbackId}

        media: such as `sound:hello-world`, `recording:NAME`, `digits:12`, `tone:ring`; several in a
            list play one after another
        lang: a language, such as `en`
        offsetms: how many milliseconds of the first sound to leave out
        skipms: how many milliseconds forward and reverse wind; 3000 by default

        Raises ari.RequestFailed: 404, 409, 412.
        `help(client.channels.playWithId)` has Asterisk's own words.
        """
    def record(
        self,
        *,
        name: str,
        format: str,
        channelId: str | Channel | None = None,
        maxDurationSeconds: int | None = None,
        maxSilenceSeconds: int | None = None,
        ifExists: str | None = None,
        beep: bool | None = None,
        terminateOn: str | None = None,
    ) -> LiveRecording:
        """Record what comes from the channel; returns at once.

        POST /channels/{channelId}/record

        name: what it will be called
        format: an audio format, such as `wav`
        maxDurationSeconds: after how many seconds it ends by itself; 0 for never; at least 0, 0 by
            default
        maxSilenceSeconds: after how many seconds of silence it ends by itself; 0 for never; at
            least 0, 0 by default
        ifExists: what to do where the name is taken; 'fail' | 'overwrite' | 'append', 'fail' by
            default
        beep: begin with a beep; False by default
        terminateOn: the key that ends it; 'none' | 'any' | '*' | '#', 'none' by default

        Raises ari.RequestFailed: 400, 404, 409, 422.
        `help(client.channels.record)` has Asterisk's own words.
        """
    def getChannelVar(
        self, *, variable: str, channelId: str | Channel | None = None
    ) -> models.Variable:
        """Return a variable of the channel, or what a function gives.

        GET /channels/{channelId}/variable

        variable: its name, or a function such as `CALLERID(num)`

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.getChannelVar)` has Asterisk's own words.
        """
    def setChannelVar(
        self,
        *,
        variable: str,
        channelId: str | Channel | None = None,
        value: str | None = None,
        report_events: bool | None = None,
    ) -> None:
        """Set a variable of the channel, or by a function.

        POST /channels/{channelId}/variable

        variable: its name, or a function such as `CALLERID(num)`
        report_events: have the variable in events too; False by default

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.setChannelVar)` has Asterisk's own words.
        """
    def getChannelVars(
        self, *, variables: str | Sequence[str], channelId: str | Channel | None = None
    ) -> models.Variables:
        """Return several variables of the channel.

        GET /channels/{channelId}/variables

        variables: the names

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.getChannelVars)` has Asterisk's own words.
        """
    def setChannelVars(
        self,
        *,
        variables: Mapping[str, Any] | Sequence[Mapping[str, Any]],
        channelId: str | Channel | None = None,
    ) -> None:
        """Set several variables of the channel.

        POST /channels/{channelId}/variables

        variables: the names and values

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.channels.setChannelVars)` has Asterisk's own words.
        """
    def snoopChannel(
        self,
        *,
        app: str,
        channelId: str | Channel | None = None,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
        snoopId: str | Channel | None = None,
    ) -> Channel:
        """Make a channel that listens to this one, or whispers to it.

        POST /channels/{channelId}/snoop

        spy: which way to listen; 'none' | 'both' | 'out' | 'in', 'none' by default
        whisper: which way to speak; 'none' | 'both' | 'out' | 'in', 'none' by default
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart
        snoopId: an id for the new channel

        Raises ari.RequestFailed: 400, 404.
        `help(client.channels.snoopChannel)` has Asterisk's own words.
        """
    def snoopChannelWithId(
        self,
        *,
        snoopId: str | Channel,
        app: str,
        channelId: str | Channel | None = None,
        spy: str | None = None,
        whisper: str | None = None,
        appArgs: str | None = None,
    ) -> Channel:
        """As snoopChannel, with an id of your own for the new channel.

        POST /channels/{channelId}/snoop/{snoopId}

        snoopId: an id for the new channel
        spy: which way to listen; 'none' | 'both' | 'out' | 'in', 'none' by default
        whisper: which way to speak; 'none' | 'both' | 'out' | 'in', 'none' by default
        app: the application that the channel enters
        appArgs: arguments for the application, with commas between: `args` of the StasisStart

        Raises ari.RequestFailed: 400, 404.
        `help(client.channels.snoopChannelWithId)` has Asterisk's own words.
        """
    def dial(
        self,
        *,
        channelId: str | Channel | None = None,
        caller: str | Channel | None = None,
        timeout: int | None = None,
    ) -> None:
        """Call what create() made a channel for.

        POST /channels/{channelId}/dial

        caller: the channel that calls
        timeout: how many seconds it rings; at least 0, 0 by default

        Raises ari.RequestFailed: 404, 409.
        `help(client.channels.dial)` has Asterisk's own words.
        """
    def rtpstatistics(self, *, channelId: str | Channel | None = None) -> models.RTPstat:
        """Return figures of the channel's RTP, such as loss and jitter.

        GET /channels/{channelId}/rtp_statistics

        Raises ari.RequestFailed: 404.
        `help(client.channels.rtpstatistics)` has Asterisk's own words.
        """
    def transfer_progress(self, *, states: str, channelId: str | Channel | None = None) -> None:
        """Tell who transfers the call how far that is.

        POST /channels/{channelId}/transfer_progress

        states: how far the transfer is

        Raises ari.RequestFailed: 400, 404, 409, 412.
        `help(client.channels.transfer_progress)` has Asterisk's own words.
        """

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
    @overload
    def wait_for(
        self, event_type: Literal["DeviceStateChanged"], /, *, timeout: float | None = None
    ) -> models.DeviceStateChanged: ...
    @overload
    def wait_for(
        self,
        event_type: DeviceStateEventType,
        /,
        *event_types: DeviceStateEventType,
        timeout: float | None = None,
    ) -> DeviceStateEvent: ...
    def get(self, *, deviceName: str | DeviceState | None = None) -> DeviceState:
        """Ask for the state of a device.

        GET /deviceStates/{deviceName}

        `help(client.deviceStates.get)` has Asterisk's own words.
        """
    def update(self, *, deviceState: str, deviceName: str | DeviceState | None = None) -> None:
        """Set the state of a device of ARI's own; make it where there is none.

        PUT /deviceStates/{deviceName}

        deviceState: 'NOT_INUSE' | 'INUSE' | 'BUSY' | 'INVALID' | 'UNAVAILABLE' | 'RINGING' |
            'RINGINUSE' | 'ONHOLD'

        Raises ari.RequestFailed: 404, 409.
        `help(client.deviceStates.update)` has Asterisk's own words.
        """
    def delete(self, *, deviceName: str | DeviceState | None = None) -> None:
        """Remove a device state that ARI has made.

        DELETE /deviceStates/{deviceName}

        Raises ari.RequestFailed: 404, 409.
        `help(client.deviceStates.delete)` has Asterisk's own words.
        """

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
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUserevent"], /, *, timeout: float | None = None
    ) -> models.ChannelUserevent: ...
    @overload
    def wait_for(
        self, event_type: Literal["ContactStatusChange"], /, *, timeout: float | None = None
    ) -> models.ContactStatusChange: ...
    @overload
    def wait_for(
        self, event_type: Literal["EndpointStateChange"], /, *, timeout: float | None = None
    ) -> models.EndpointStateChange: ...
    @overload
    def wait_for(
        self, event_type: Literal["PeerStatusChange"], /, *, timeout: float | None = None
    ) -> models.PeerStatusChange: ...
    @overload
    def wait_for(
        self, event_type: Literal["TextMessageReceived"], /, *, timeout: float | None = None
    ) -> models.TextMessageReceived: ...
    @overload
    def wait_for(
        self,
        event_type: EndpointEventType,
        /,
        *event_types: EndpointEventType,
        timeout: float | None = None,
    ) -> EndpointEvent: ...
    def get(self, *, tech: str | None = None, resource: str | None = None) -> Endpoint:
        """Ask for the endpoint as it is now.

        GET /endpoints/{tech}/{resource}

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.get)` has Asterisk's own words.
        """
    def sendMessageToEndpoint(
        self,
        *,
        tech: Any = None,
        resource: Any = None,
        body: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None:
        """Send the endpoint a text message.

        PUT /endpoints/{tech}/{resource}/sendMessage

        from: who it comes from
        body: the text
        variables: the names and values

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.sendMessageToEndpoint)` has Asterisk's own words.
        """
    def referToEndpoint(
        self,
        *,
        refer_to: str,
        tech: Any = None,
        resource: Any = None,
        to_self: Any = None,
        variables: Any = None,
        **arguments: Any,
    ) -> None:
        """Ask the endpoint to call or to go elsewhere (a SIP REFER).

        POST /endpoints/{tech}/{resource}/refer

        from: who it comes from
        refer_to: where to go, an endpoint or an address
        to_self: send an endpoint back to Asterisk, not to its own address; False by default
        variables: the names and values

        Raises ari.RequestFailed: 400, 404.
        `help(client.endpoints.referToEndpoint)` has Asterisk's own words.
        """

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
    @overload
    def wait_for(
        self, event_type: Literal["ApplicationMoveFailed"], /, *, timeout: float | None = None
    ) -> models.ApplicationMoveFailed: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeAttendedTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeAttendedTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeBlindTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeBlindTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeCreated"], /, *, timeout: float | None = None
    ) -> models.BridgeCreated: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeDestroyed"], /, *, timeout: float | None = None
    ) -> models.BridgeDestroyed: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeMerged"], /, *, timeout: float | None = None
    ) -> models.BridgeMerged: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeVideoSourceChanged"], /, *, timeout: float | None = None
    ) -> models.BridgeVideoSourceChanged: ...
    @overload
    def wait_for(
        self, event_type: Literal["CallBroadcast"], /, *, timeout: float | None = None
    ) -> models.CallBroadcast: ...
    @overload
    def wait_for(
        self, event_type: Literal["CallClaimed"], /, *, timeout: float | None = None
    ) -> models.CallClaimed: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelCallerId"], /, *, timeout: float | None = None
    ) -> models.ChannelCallerId: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelConnectedLine"], /, *, timeout: float | None = None
    ) -> models.ChannelConnectedLine: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelCreated"], /, *, timeout: float | None = None
    ) -> models.ChannelCreated: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDestroyed"], /, *, timeout: float | None = None
    ) -> models.ChannelDestroyed: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDialplan"], /, *, timeout: float | None = None
    ) -> models.ChannelDialplan: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDtmfReceived"], /, *, timeout: float | None = None
    ) -> models.ChannelDtmfReceived: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelEnteredBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelEnteredBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelHangupRequest"], /, *, timeout: float | None = None
    ) -> models.ChannelHangupRequest: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelHold"], /, *, timeout: float | None = None
    ) -> models.ChannelHold: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelLeftBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelLeftBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelStateChange"], /, *, timeout: float | None = None
    ) -> models.ChannelStateChange: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelTalkingFinished"], /, *, timeout: float | None = None
    ) -> models.ChannelTalkingFinished: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelTalkingStarted"], /, *, timeout: float | None = None
    ) -> models.ChannelTalkingStarted: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelToneDetected"], /, *, timeout: float | None = None
    ) -> models.ChannelToneDetected: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUnhold"], /, *, timeout: float | None = None
    ) -> models.ChannelUnhold: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUserevent"], /, *, timeout: float | None = None
    ) -> models.ChannelUserevent: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelVarset"], /, *, timeout: float | None = None
    ) -> models.ChannelVarset: ...
    @overload
    def wait_for(
        self, event_type: Literal["Dial"], /, *, timeout: float | None = None
    ) -> models.Dial: ...
    @overload
    def wait_for(
        self, event_type: Literal["RecordingFailed"], /, *, timeout: float | None = None
    ) -> models.RecordingFailed: ...
    @overload
    def wait_for(
        self, event_type: Literal["RecordingFinished"], /, *, timeout: float | None = None
    ) -> models.RecordingFinished: ...
    @overload
    def wait_for(
        self, event_type: Literal["RecordingStarted"], /, *, timeout: float | None = None
    ) -> models.RecordingStarted: ...
    @overload
    def wait_for(
        self, event_type: Literal["StasisEnd"], /, *, timeout: float | None = None
    ) -> models.StasisEnd: ...
    @overload
    def wait_for(
        self, event_type: Literal["StasisStart"], /, *, timeout: float | None = None
    ) -> models.StasisStart: ...
    @overload
    def wait_for(
        self,
        event_type: WithLiveRecording,
        /,
        *event_types: WithLiveRecording,
        timeout: float | None = None,
    ) -> models.RecordingFailed | models.RecordingFinished | models.RecordingStarted: ...
    @overload
    def wait_for(
        self,
        event_type: LiveRecordingEventType,
        /,
        *event_types: LiveRecordingEventType,
        timeout: float | None = None,
    ) -> LiveRecordingEvent: ...
    def getLive(
        self, *, recordingName: str | LiveRecording | StoredRecording | None = None
    ) -> LiveRecording:
        """Ask for a recording that is being made.

        GET /recordings/live/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.getLive)` has Asterisk's own words.
        """
    def cancel(self, *, recordingName: str | LiveRecording | StoredRecording | None = None) -> None:
        """Stop the recording and throw it away.

        DELETE /recordings/live/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.cancel)` has Asterisk's own words.
        """
    def stop(self, *, recordingName: str | LiveRecording | StoredRecording | None = None) -> None:
        """Stop the recording and keep it.

        POST /recordings/live/{recordingName}/stop

        Raises ari.RequestFailed: 404.
        `help(client.recordings.stop)` has Asterisk's own words.
        """
    def pause(self, *, recordingName: str | LiveRecording | StoredRecording | None = None) -> None:
        """Pause the recording; nothing is kept of that time.

        POST /recordings/live/{recordingName}/pause

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.pause)` has Asterisk's own words.
        """
    def unpause(
        self, *, recordingName: str | LiveRecording | StoredRecording | None = None
    ) -> None:
        """Go on with the recording after pause().

        DELETE /recordings/live/{recordingName}/pause

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.unpause)` has Asterisk's own words.
        """
    def mute(self, *, recordingName: str | LiveRecording | StoredRecording | None = None) -> None:
        """Record silence until unmute(); it does not end the recording.

        POST /recordings/live/{recordingName}/mute

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.mute)` has Asterisk's own words.
        """
    def unmute(self, *, recordingName: str | LiveRecording | StoredRecording | None = None) -> None:
        """End what mute() began.

        DELETE /recordings/live/{recordingName}/mute

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.unmute)` has Asterisk's own words.
        """

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
    def wait_for(
        self, event_type: Never, /, *event_types: Never, timeout: float | None = None
    ) -> Any: ...
    def get(self, *, mailboxName: str | Mailbox | None = None) -> Mailbox:
        """Ask for the mailbox as it is now.

        GET /mailboxes/{mailboxName}

        Raises ari.RequestFailed: 404.
        `help(client.mailboxes.get)` has Asterisk's own words.
        """
    def update(
        self, *, oldMessages: int, newMessages: int, mailboxName: str | Mailbox | None = None
    ) -> None:
        """Set how many messages a mailbox has; make it where there is none.

        PUT /mailboxes/{mailboxName}

        Raises ari.RequestFailed: 404.
        `help(client.mailboxes.update)` has Asterisk's own words.
        """
    def delete(self, *, mailboxName: str | Mailbox | None = None) -> None:
        """Remove the mailbox.

        DELETE /mailboxes/{mailboxName}

        Raises ari.RequestFailed: 404.
        `help(client.mailboxes.delete)` has Asterisk's own words.
        """

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
    @overload
    def wait_for(
        self, event_type: Literal["ApplicationMoveFailed"], /, *, timeout: float | None = None
    ) -> models.ApplicationMoveFailed: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeAttendedTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeAttendedTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeBlindTransfer"], /, *, timeout: float | None = None
    ) -> models.BridgeBlindTransfer: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeCreated"], /, *, timeout: float | None = None
    ) -> models.BridgeCreated: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeDestroyed"], /, *, timeout: float | None = None
    ) -> models.BridgeDestroyed: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeMerged"], /, *, timeout: float | None = None
    ) -> models.BridgeMerged: ...
    @overload
    def wait_for(
        self, event_type: Literal["BridgeVideoSourceChanged"], /, *, timeout: float | None = None
    ) -> models.BridgeVideoSourceChanged: ...
    @overload
    def wait_for(
        self, event_type: Literal["CallBroadcast"], /, *, timeout: float | None = None
    ) -> models.CallBroadcast: ...
    @overload
    def wait_for(
        self, event_type: Literal["CallClaimed"], /, *, timeout: float | None = None
    ) -> models.CallClaimed: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelCallerId"], /, *, timeout: float | None = None
    ) -> models.ChannelCallerId: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelConnectedLine"], /, *, timeout: float | None = None
    ) -> models.ChannelConnectedLine: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelCreated"], /, *, timeout: float | None = None
    ) -> models.ChannelCreated: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDestroyed"], /, *, timeout: float | None = None
    ) -> models.ChannelDestroyed: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDialplan"], /, *, timeout: float | None = None
    ) -> models.ChannelDialplan: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelDtmfReceived"], /, *, timeout: float | None = None
    ) -> models.ChannelDtmfReceived: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelEnteredBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelEnteredBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelHangupRequest"], /, *, timeout: float | None = None
    ) -> models.ChannelHangupRequest: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelHold"], /, *, timeout: float | None = None
    ) -> models.ChannelHold: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelLeftBridge"], /, *, timeout: float | None = None
    ) -> models.ChannelLeftBridge: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelStateChange"], /, *, timeout: float | None = None
    ) -> models.ChannelStateChange: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelTalkingFinished"], /, *, timeout: float | None = None
    ) -> models.ChannelTalkingFinished: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelTalkingStarted"], /, *, timeout: float | None = None
    ) -> models.ChannelTalkingStarted: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelToneDetected"], /, *, timeout: float | None = None
    ) -> models.ChannelToneDetected: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUnhold"], /, *, timeout: float | None = None
    ) -> models.ChannelUnhold: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelUserevent"], /, *, timeout: float | None = None
    ) -> models.ChannelUserevent: ...
    @overload
    def wait_for(
        self, event_type: Literal["ChannelVarset"], /, *, timeout: float | None = None
    ) -> models.ChannelVarset: ...
    @overload
    def wait_for(
        self, event_type: Literal["Dial"], /, *, timeout: float | None = None
    ) -> models.Dial: ...
    @overload
    def wait_for(
        self, event_type: Literal["PlaybackContinuing"], /, *, timeout: float | None = None
    ) -> models.PlaybackContinuing: ...
    @overload
    def wait_for(
        self, event_type: Literal["PlaybackFinished"], /, *, timeout: float | None = None
    ) -> models.PlaybackFinished: ...
    @overload
    def wait_for(
        self, event_type: Literal["PlaybackStarted"], /, *, timeout: float | None = None
    ) -> models.PlaybackStarted: ...
    @overload
    def wait_for(
        self, event_type: Literal["StasisEnd"], /, *, timeout: float | None = None
    ) -> models.StasisEnd: ...
    @overload
    def wait_for(
        self, event_type: Literal["StasisStart"], /, *, timeout: float | None = None
    ) -> models.StasisStart: ...
    @overload
    def wait_for(
        self, event_type: WithPlayback, /, *event_types: WithPlayback, timeout: float | None = None
    ) -> models.PlaybackContinuing | models.PlaybackFinished | models.PlaybackStarted: ...
    @overload
    def wait_for(
        self,
        event_type: PlaybackEventType,
        /,
        *event_types: PlaybackEventType,
        timeout: float | None = None,
    ) -> PlaybackEvent: ...
    def get(self, *, playbackId: str | Playback | None = None) -> Playback:
        """Ask for the playback as it is now.

        GET /playbacks/{playbackId}

        Raises ari.RequestFailed: 404.
        `help(client.playbacks.get)` has Asterisk's own words.
        """
    def stop(self, *, playbackId: str | Playback | None = None) -> None:
        """Stop the playback.

        DELETE /playbacks/{playbackId}

        Raises ari.RequestFailed: 404.
        `help(client.playbacks.stop)` has Asterisk's own words.
        """
    def control(self, *, operation: str, playbackId: str | Playback | None = None) -> None:
        """Pause, resume, wind or restart the playback.

        POST /playbacks/{playbackId}/control

        operation: what to do; 'restart' | 'pause' | 'unpause' | 'reverse' | 'forward'

        Raises ari.RequestFailed: 400, 404, 409.
        `help(client.playbacks.control)` has Asterisk's own words.
        """

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
    def wait_for(
        self, event_type: Never, /, *event_types: Never, timeout: float | None = None
    ) -> Any: ...
    def get(self, *, soundId: str | Sound | None = None) -> Sound:
        """Return a sound, with its languages and formats.

        GET /sounds/{soundId}

        `help(client.sounds.get)` has Asterisk's own words.
        """

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
    def wait_for(
        self, event_type: Never, /, *event_types: Never, timeout: float | None = None
    ) -> Any: ...
    def getStored(
        self, *, recordingName: str | LiveRecording | StoredRecording | None = None
    ) -> StoredRecording:
        """Return a recording that is complete.

        GET /recordings/stored/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.getStored)` has Asterisk's own words.
        """
    def deleteStored(
        self, *, recordingName: str | LiveRecording | StoredRecording | None = None
    ) -> None:
        """Remove a recording that is complete, with its file.

        DELETE /recordings/stored/{recordingName}

        Raises ari.RequestFailed: 404.
        `help(client.recordings.deleteStored)` has Asterisk's own words.
        """
    def getStoredFile(
        self, *, recordingName: str | LiveRecording | StoredRecording | None = None
    ) -> bytes:
        """Download the file of a recording that is complete.

        GET /recordings/stored/{recordingName}/file

        Raises ari.RequestFailed: 403, 404.
        `help(client.recordings.getStoredFile)` has Asterisk's own words.
        """
    def copyStored(
        self,
        *,
        destinationRecordingName: str,
        recordingName: str | LiveRecording | StoredRecording | None = None,
    ) -> StoredRecording:
        """Copy a recording that is complete.

        POST /recordings/stored/{recordingName}/copy

        destinationRecordingName: what the copy is called

        Raises ari.RequestFailed: 404, 409.
        `help(client.recordings.copyStored)` has Asterisk's own words.
        """
