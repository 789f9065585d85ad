# Made by tests/types from the api-docs of Asterisk 16 and 22: do not edit.
"""The fields of events and of objects' `json`, for annotations.

As in `def pressed(channel: ari.Channel, event: ari.models.ChannelDtmfReceived)`. To
Python each is a dict: nothing is checked at run time.
"""

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import ReadOnly
else:
    from typing import Union as ReadOnly  # of one type, that is this type


def __dir__() -> list[str]:
    """The types, without what this file imports."""
    return [name for name, one in globals().items() if name[0] != "_" and _is_type(one)]


def _is_type(one: Any) -> bool:
    return hasattr(one, "__total__")  # as each TypedDict has


class AdditionalParam(TypedDict):
    """An AdditionalParam has these fields.

    parameter_name: str
    parameter_value: str
    """

    parameter_name: str
    parameter_value: str


class Application(TypedDict):
    """An Application has these fields.

    name: str
    channel_ids: list[str]
    bridge_ids: list[str]
    endpoint_ids: list[str]
    device_names: list[str]
    events_allowed: list[dict[str, Any]]
    events_disallowed: list[dict[str, Any]]
    """

    name: str
    channel_ids: list[str]
    bridge_ids: list[str]
    endpoint_ids: list[str]
    device_names: list[str]
    events_allowed: list[dict[str, Any]]
    events_disallowed: list[dict[str, Any]]


class _Message(TypedDict, total=False):
    asterisk_id: str


class Message(_Message):
    """A Message has these fields.

    type: ReadOnly[str]
    asterisk_id: str (optional)
    """

    type: ReadOnly[str]


class Event(Message):
    """An Event has these fields.

    application: str
    timestamp: str
    type: ReadOnly[str]
    asterisk_id: str (optional)
    """

    application: str
    timestamp: str


class CallerID(TypedDict):
    """A CallerID has these fields.

    name: str
    number: str
    """

    name: str
    number: str


class DialplanCEP(TypedDict):
    """A DialplanCEP has these fields.

    context: str
    exten: str
    priority: int
    app_name: str
    app_data: str
    """

    context: str
    exten: str
    priority: int
    app_name: str
    app_data: str


class _Channel(TypedDict, total=False):
    channelvars: dict[str, Any]
    caller_rdnis: str
    tenantid: str


class Channel(_Channel):
    """A Channel has these fields.

    id: str
    protocol_id: str
    name: str
    state: str
    caller: CallerID
    connected: CallerID
    accountcode: str
    dialplan: DialplanCEP
    creationtime: str
    language: str
    channelvars: dict[str, Any] (optional)
    caller_rdnis: str (optional)
    tenantid: str (optional)
    """

    id: str
    protocol_id: str
    name: str
    state: str
    caller: CallerID
    connected: CallerID
    accountcode: str
    dialplan: DialplanCEP
    creationtime: str
    language: str


class ApplicationMoveFailed(Event):
    """An ApplicationMoveFailed has these fields.

    channel: Channel
    destination: str
    args: list[str]
    type: Literal["ApplicationMoveFailed"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    destination: str
    args: list[str]
    type: Literal["ApplicationMoveFailed"]


class ApplicationRegistered(Event):
    """An ApplicationRegistered has these fields.

    type: Literal["ApplicationRegistered"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    type: Literal["ApplicationRegistered"]


class ApplicationReplaced(Event):
    """An ApplicationReplaced has these fields.

    type: Literal["ApplicationReplaced"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    type: Literal["ApplicationReplaced"]


class ApplicationUnregistered(Event):
    """An ApplicationUnregistered has these fields.

    type: Literal["ApplicationUnregistered"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    type: Literal["ApplicationUnregistered"]


class BuildInfo(TypedDict):
    """A BuildInfo has these fields.

    os: str
    kernel: str
    options: str
    machine: str
    date: str
    user: str
    """

    os: str
    kernel: str
    options: str
    machine: str
    date: str
    user: str


class SystemInfo(TypedDict):
    """A SystemInfo has these fields.

    version: str
    entity_id: str
    """

    version: str
    entity_id: str


class SetId(TypedDict):
    """A SetId has these fields.

    user: str
    group: str
    """

    user: str
    group: str


class _ConfigInfo(TypedDict, total=False):
    max_channels: int
    max_open_files: int
    max_load: float


class ConfigInfo(_ConfigInfo):
    """A ConfigInfo has these fields.

    name: str
    default_language: str
    max_channels: int (optional)
    max_open_files: int (optional)
    max_load: float (optional)
    setid: SetId
    """

    name: str
    default_language: str
    setid: SetId


class StatusInfo(TypedDict):
    """A StatusInfo has these fields.

    startup_time: str
    last_reload_time: str
    """

    startup_time: str
    last_reload_time: str


class _AsteriskInfo(TypedDict, total=False):
    build: BuildInfo
    system: SystemInfo
    config: ConfigInfo
    status: StatusInfo


class AsteriskInfo(_AsteriskInfo):
    """An AsteriskInfo has these fields.

    build: BuildInfo (optional)
    system: SystemInfo (optional)
    config: ConfigInfo (optional)
    status: StatusInfo (optional)
    """


class AsteriskPing(TypedDict):
    """An AsteriskPing has these fields.

    asterisk_id: str
    ping: str
    timestamp: str
    """

    asterisk_id: str
    ping: str
    timestamp: str


class _Bridge(TypedDict, total=False):
    video_mode: str
    video_source_id: str
    bridgevars: dict[str, Any]


class Bridge(_Bridge):
    """A Bridge has these fields.

    id: str
    technology: str
    bridge_type: str
    bridge_class: str
    creator: str
    name: str
    channels: list[str]
    video_mode: str (optional)
    video_source_id: str (optional)
    creationtime: str
    bridgevars: dict[str, Any] (optional)
    """

    id: str
    technology: str
    bridge_type: str
    bridge_class: str
    creator: str
    name: str
    channels: list[str]
    creationtime: str


class _BridgeAttendedTransfer(TypedDict, total=False):
    replace_channel: Channel
    transferee: Channel
    transfer_target: Channel
    transferer_first_leg_bridge: Bridge
    transferer_second_leg_bridge: Bridge
    destination_bridge: str
    destination_application: str
    destination_link_first_leg: Channel
    destination_link_second_leg: Channel
    destination_threeway_channel: Channel
    destination_threeway_bridge: Bridge


class BridgeAttendedTransfer(Event, _BridgeAttendedTransfer):
    """A BridgeAttendedTransfer has these fields.

    transferer_first_leg: Channel
    transferer_second_leg: Channel
    replace_channel: Channel (optional)
    transferee: Channel (optional)
    transfer_target: Channel (optional)
    result: str
    is_external: bool
    transferer_first_leg_bridge: Bridge (optional)
    transferer_second_leg_bridge: Bridge (optional)
    destination_type: str
    destination_bridge: str (optional)
    destination_application: str (optional)
    destination_link_first_leg: Channel (optional)
    destination_link_second_leg: Channel (optional)
    destination_threeway_channel: Channel (optional)
    destination_threeway_bridge: Bridge (optional)
    type: Literal["BridgeAttendedTransfer"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    transferer_first_leg: Channel
    transferer_second_leg: Channel
    result: str
    is_external: bool
    destination_type: str
    type: Literal["BridgeAttendedTransfer"]


class _BridgeBlindTransfer(TypedDict, total=False):
    replace_channel: Channel
    transferee: Channel
    bridge: Bridge


class BridgeBlindTransfer(Event, _BridgeBlindTransfer):
    """A BridgeBlindTransfer has these fields.

    channel: Channel
    replace_channel: Channel (optional)
    transferee: Channel (optional)
    exten: str
    context: str
    result: str
    is_external: bool
    bridge: Bridge (optional)
    type: Literal["BridgeBlindTransfer"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    exten: str
    context: str
    result: str
    is_external: bool
    type: Literal["BridgeBlindTransfer"]


class BridgeCreated(Event):
    """A BridgeCreated has these fields.

    bridge: Bridge
    type: Literal["BridgeCreated"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    bridge: Bridge
    type: Literal["BridgeCreated"]


class BridgeDestroyed(Event):
    """A BridgeDestroyed has these fields.

    bridge: Bridge
    type: Literal["BridgeDestroyed"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    bridge: Bridge
    type: Literal["BridgeDestroyed"]


class BridgeMerged(Event):
    """A BridgeMerged has these fields.

    bridge: Bridge
    bridge_from: Bridge
    type: Literal["BridgeMerged"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    bridge: Bridge
    bridge_from: Bridge
    type: Literal["BridgeMerged"]


class _BridgeVideoSourceChanged(TypedDict, total=False):
    old_video_source_id: str


class BridgeVideoSourceChanged(Event, _BridgeVideoSourceChanged):
    """A BridgeVideoSourceChanged has these fields.

    bridge: Bridge
    old_video_source_id: str (optional)
    type: Literal["BridgeVideoSourceChanged"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    bridge: Bridge
    type: Literal["BridgeVideoSourceChanged"]


class _CallBroadcast(TypedDict, total=False):
    caller: str
    called: str


class CallBroadcast(Event, _CallBroadcast):
    """A CallBroadcast has these fields.

    channel: Channel
    caller: str (optional)
    called: str (optional)
    type: Literal["CallBroadcast"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["CallBroadcast"]


class CallClaimed(Event):
    """A CallClaimed has these fields.

    channel: Channel
    winner_app: str
    type: Literal["CallClaimed"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    winner_app: str
    type: Literal["CallClaimed"]


class ChannelCallerId(Event):
    """A ChannelCallerId has these fields.

    caller_presentation: int
    caller_presentation_txt: str
    channel: Channel
    type: Literal["ChannelCallerId"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    caller_presentation: int
    caller_presentation_txt: str
    channel: Channel
    type: Literal["ChannelCallerId"]


class ChannelConnectedLine(Event):
    """A ChannelConnectedLine has these fields.

    channel: Channel
    type: Literal["ChannelConnectedLine"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelConnectedLine"]


class ChannelCreated(Event):
    """A ChannelCreated has these fields.

    channel: Channel
    type: Literal["ChannelCreated"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelCreated"]


class _ChannelDestroyed(TypedDict, total=False):
    tech_cause: int
    missed: bool


class ChannelDestroyed(Event, _ChannelDestroyed):
    """A ChannelDestroyed has these fields.

    cause: int
    cause_txt: str
    tech_cause: int (optional)
    channel: Channel
    missed: bool (optional)
    type: Literal["ChannelDestroyed"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    cause: int
    cause_txt: str
    channel: Channel
    type: Literal["ChannelDestroyed"]


class ChannelDialplan(Event):
    """A ChannelDialplan has these fields.

    channel: Channel
    dialplan_app: str
    dialplan_app_data: str
    type: Literal["ChannelDialplan"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    dialplan_app: str
    dialplan_app_data: str
    type: Literal["ChannelDialplan"]


class ChannelDtmfReceived(Event):
    """A ChannelDtmfReceived has these fields.

    digit: str
    duration_ms: int
    channel: Channel
    type: Literal["ChannelDtmfReceived"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    digit: str
    duration_ms: int
    channel: Channel
    type: Literal["ChannelDtmfReceived"]


class _ChannelEnteredBridge(TypedDict, total=False):
    channel: Channel


class ChannelEnteredBridge(Event, _ChannelEnteredBridge):
    """A ChannelEnteredBridge has these fields.

    bridge: Bridge
    channel: Channel (optional)
    type: Literal["ChannelEnteredBridge"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    bridge: Bridge
    type: Literal["ChannelEnteredBridge"]


class _ChannelHangupRequest(TypedDict, total=False):
    cause: int
    tech_cause: int
    soft: bool


class ChannelHangupRequest(Event, _ChannelHangupRequest):
    """A ChannelHangupRequest has these fields.

    cause: int (optional)
    tech_cause: int (optional)
    soft: bool (optional)
    channel: Channel
    type: Literal["ChannelHangupRequest"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelHangupRequest"]


class _ChannelHold(TypedDict, total=False):
    musicclass: str


class ChannelHold(Event, _ChannelHold):
    """A ChannelHold has these fields.

    channel: Channel
    musicclass: str (optional)
    type: Literal["ChannelHold"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelHold"]


class ChannelLeftBridge(Event):
    """A ChannelLeftBridge has these fields.

    bridge: Bridge
    channel: Channel
    type: Literal["ChannelLeftBridge"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    bridge: Bridge
    channel: Channel
    type: Literal["ChannelLeftBridge"]


class ChannelStateChange(Event):
    """A ChannelStateChange has these fields.

    channel: Channel
    type: Literal["ChannelStateChange"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelStateChange"]


class ChannelTalkingFinished(Event):
    """A ChannelTalkingFinished has these fields.

    channel: Channel
    duration: int
    type: Literal["ChannelTalkingFinished"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    duration: int
    type: Literal["ChannelTalkingFinished"]


class ChannelTalkingStarted(Event):
    """A ChannelTalkingStarted has these fields.

    channel: Channel
    type: Literal["ChannelTalkingStarted"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelTalkingStarted"]


class ChannelToneDetected(Event):
    """A ChannelToneDetected has these fields.

    channel: Channel
    type: Literal["ChannelToneDetected"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelToneDetected"]


class _RequiredDestination(TypedDict, total=False):
    protocol_id: str
    destination: str
    additional_protocol_params: list[AdditionalParam]


class RequiredDestination(_RequiredDestination):
    """A RequiredDestination has these fields.

    protocol_id: str (optional)
    destination: str (optional)
    additional_protocol_params: list[AdditionalParam] (optional)
    """


class _ReferTo(TypedDict, total=False):
    destination_channel: Channel
    connected_channel: Channel
    bridge: Bridge


class ReferTo(_ReferTo):
    """A ReferTo has these fields.

    requested_destination: RequiredDestination
    destination_channel: Channel (optional)
    connected_channel: Channel (optional)
    bridge: Bridge (optional)
    """

    requested_destination: RequiredDestination


class _ReferredBy(TypedDict, total=False):
    connected_channel: Channel
    bridge: Bridge


class ReferredBy(_ReferredBy):
    """A ReferredBy has these fields.

    source_channel: Channel
    connected_channel: Channel (optional)
    bridge: Bridge (optional)
    """

    source_channel: Channel


class _ChannelTransfer(TypedDict, total=False):
    state: str


class ChannelTransfer(Event, _ChannelTransfer):
    """A ChannelTransfer has these fields.

    state: str (optional)
    refer_to: ReferTo
    referred_by: ReferredBy
    type: Literal["ChannelTransfer"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    refer_to: ReferTo
    referred_by: ReferredBy
    type: Literal["ChannelTransfer"]


class ChannelUnhold(Event):
    """A ChannelUnhold has these fields.

    channel: Channel
    type: Literal["ChannelUnhold"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["ChannelUnhold"]


class _Endpoint(TypedDict, total=False):
    state: str


class Endpoint(_Endpoint):
    """An Endpoint has these fields.

    technology: str
    resource: str
    state: str (optional)
    channel_ids: list[str]
    """

    technology: str
    resource: str
    channel_ids: list[str]


class _ChannelUserevent(TypedDict, total=False):
    channel: Channel
    bridge: Bridge
    endpoint: Endpoint


class ChannelUserevent(Event, _ChannelUserevent):
    """A ChannelUserevent has these fields.

    eventname: str
    channel: Channel (optional)
    bridge: Bridge (optional)
    endpoint: Endpoint (optional)
    userevent: dict[str, Any]
    type: Literal["ChannelUserevent"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    eventname: str
    userevent: dict[str, Any]
    type: Literal["ChannelUserevent"]


class _ChannelVarset(TypedDict, total=False):
    channel: Channel


class ChannelVarset(Event, _ChannelVarset):
    """A ChannelVarset has these fields.

    variable: str
    value: str
    channel: Channel (optional)
    type: Literal["ChannelVarset"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    variable: str
    value: str
    type: Literal["ChannelVarset"]


class ConfigTuple(TypedDict):
    """A ConfigTuple has these fields.

    attribute: str
    value: str
    """

    attribute: str
    value: str


class _ContactInfo(TypedDict, total=False):
    roundtrip_usec: str


class ContactInfo(_ContactInfo):
    """A ContactInfo has these fields.

    uri: str
    contact_status: str
    aor: str
    roundtrip_usec: str (optional)
    """

    uri: str
    contact_status: str
    aor: str


class ContactStatusChange(Event):
    """A ContactStatusChange has these fields.

    endpoint: Endpoint
    contact_info: ContactInfo
    type: Literal["ContactStatusChange"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    endpoint: Endpoint
    contact_info: ContactInfo
    type: Literal["ContactStatusChange"]


class DeviceState(TypedDict):
    """A DeviceState has these fields.

    name: str
    state: str
    """

    name: str
    state: str


class DeviceStateChanged(Event):
    """A DeviceStateChanged has these fields.

    device_state: DeviceState
    type: Literal["DeviceStateChanged"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    device_state: DeviceState
    type: Literal["DeviceStateChanged"]


class _Dial(TypedDict, total=False):
    caller: Channel
    forward: str
    forwarded: Channel
    dialstring: str


class Dial(Event, _Dial):
    """A Dial has these fields.

    caller: Channel (optional)
    peer: Channel
    forward: str (optional)
    forwarded: Channel (optional)
    dialstring: str (optional)
    dialstatus: str
    type: Literal["Dial"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    peer: Channel
    dialstatus: str
    type: Literal["Dial"]


class Dialed(TypedDict):
    """A Dialed has these fields."""


class EndpointStateChange(Event):
    """An EndpointStateChange has these fields.

    endpoint: Endpoint
    type: Literal["EndpointStateChange"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    endpoint: Endpoint
    type: Literal["EndpointStateChange"]


class FormatLangPair(TypedDict):
    """A FormatLangPair has these fields.

    language: str
    format: str
    """

    language: str
    format: str


class _LiveRecording(TypedDict, total=False):
    duration: int
    talking_duration: int
    silence_duration: int
    cause: str


class LiveRecording(_LiveRecording):
    """A LiveRecording has these fields.

    name: str
    format: str
    target_uri: str
    state: str
    duration: int (optional)
    talking_duration: int (optional)
    silence_duration: int (optional)
    cause: str (optional)
    """

    name: str
    format: str
    target_uri: str
    state: str


class LogChannel(TypedDict):
    """A LogChannel has these fields.

    channel: str
    type: str
    status: str
    configuration: str
    """

    channel: str
    type: str
    status: str
    configuration: str


class Mailbox(TypedDict):
    """A Mailbox has these fields.

    name: str
    old_messages: int
    new_messages: int
    """

    name: str
    old_messages: int
    new_messages: int


class MissingParams(Message):
    """A MissingParams has these fields.

    params: list[str]
    type: ReadOnly[str]
    asterisk_id: str (optional)
    """

    params: list[str]


class Module(TypedDict):
    """A Module has these fields.

    name: str
    description: str
    use_count: int
    status: str
    support_level: str
    """

    name: str
    description: str
    use_count: int
    status: str
    support_level: str


class _Peer(TypedDict, total=False):
    cause: str
    address: str
    port: str
    time: str


class Peer(_Peer):
    """A Peer has these fields.

    peer_status: str
    cause: str (optional)
    address: str (optional)
    port: str (optional)
    time: str (optional)
    """

    peer_status: str


class PeerStatusChange(Event):
    """A PeerStatusChange has these fields.

    endpoint: Endpoint
    peer: Peer
    type: Literal["PeerStatusChange"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    endpoint: Endpoint
    peer: Peer
    type: Literal["PeerStatusChange"]


class _Playback(TypedDict, total=False):
    next_media_uri: str
    language: str


class Playback(_Playback):
    """A Playback has these fields.

    id: str
    media_uri: str
    next_media_uri: str (optional)
    target_uri: str
    language: str (optional)
    state: str
    """

    id: str
    media_uri: str
    target_uri: str
    state: str


class PlaybackContinuing(Event):
    """A PlaybackContinuing has these fields.

    playback: Playback
    type: Literal["PlaybackContinuing"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    playback: Playback
    type: Literal["PlaybackContinuing"]


class _PlaybackFinished(TypedDict, total=False):
    missed: bool


class PlaybackFinished(Event, _PlaybackFinished):
    """A PlaybackFinished has these fields.

    playback: Playback
    missed: bool (optional)
    type: Literal["PlaybackFinished"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    playback: Playback
    type: Literal["PlaybackFinished"]


class PlaybackStarted(Event):
    """A PlaybackStarted has these fields.

    playback: Playback
    type: Literal["PlaybackStarted"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    playback: Playback
    type: Literal["PlaybackStarted"]


class RESTHeader(TypedDict):
    """A RESTHeader has these fields.

    name: str
    value: str
    """

    name: str
    value: str


class RESTQueryStringParameter(TypedDict):
    """A RESTQueryStringParameter has these fields.

    name: str
    value: str
    """

    name: str
    value: str


class _RESTRequest(TypedDict, total=False):
    content_type: str
    query_strings: list[RESTQueryStringParameter]
    message_body: str


class RESTRequest(_RESTRequest):
    """A RESTRequest has these fields.

    type: str
    transaction_id: str
    request_id: str
    method: str
    uri: str
    content_type: str (optional)
    query_strings: list[RESTQueryStringParameter] (optional)
    message_body: str (optional)
    """

    type: str
    transaction_id: str
    request_id: str
    method: str
    uri: str


class _RESTResponse(TypedDict, total=False):
    content_type: str
    message_body: str


class RESTResponse(Event, _RESTResponse):
    """A RESTResponse has these fields.

    transaction_id: str
    request_id: str
    status_code: int
    reason_phrase: str
    uri: str
    content_type: str (optional)
    message_body: str (optional)
    type: Literal["RESTResponse"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    transaction_id: str
    request_id: str
    status_code: int
    reason_phrase: str
    uri: str
    type: Literal["RESTResponse"]


class _RTPstat(TypedDict, total=False):
    txjitter: float
    rxjitter: float
    remote_maxjitter: float
    remote_minjitter: float
    remote_normdevjitter: float
    remote_stdevjitter: float
    local_maxjitter: float
    local_minjitter: float
    local_normdevjitter: float
    local_stdevjitter: float
    remote_maxrxploss: float
    remote_minrxploss: float
    remote_normdevrxploss: float
    remote_stdevrxploss: float
    local_maxrxploss: float
    local_minrxploss: float
    local_normdevrxploss: float
    local_stdevrxploss: float
    rtt: float
    maxrtt: float
    minrtt: float
    normdevrtt: float
    stdevrtt: float


class RTPstat(_RTPstat):
    """An RTPstat has these fields.

    txcount: int
    rxcount: int
    txjitter: float (optional)
    rxjitter: float (optional)
    remote_maxjitter: float (optional)
    remote_minjitter: float (optional)
    remote_normdevjitter: float (optional)
    remote_stdevjitter: float (optional)
    local_maxjitter: float (optional)
    local_minjitter: float (optional)
    local_normdevjitter: float (optional)
    local_stdevjitter: float (optional)
    txploss: int
    rxploss: int
    remote_maxrxploss: float (optional)
    remote_minrxploss: float (optional)
    remote_normdevrxploss: float (optional)
    remote_stdevrxploss: float (optional)
    local_maxrxploss: float (optional)
    local_minrxploss: float (optional)
    local_normdevrxploss: float (optional)
    local_stdevrxploss: float (optional)
    rtt: float (optional)
    maxrtt: float (optional)
    minrtt: float (optional)
    normdevrtt: float (optional)
    stdevrtt: float (optional)
    local_ssrc: int
    remote_ssrc: int
    txoctetcount: int
    rxoctetcount: int
    channel_uniqueid: str
    """

    txcount: int
    rxcount: int
    txploss: int
    rxploss: int
    local_ssrc: int
    remote_ssrc: int
    txoctetcount: int
    rxoctetcount: int
    channel_uniqueid: str


class RecordingFailed(Event):
    """A RecordingFailed has these fields.

    recording: LiveRecording
    type: Literal["RecordingFailed"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    recording: LiveRecording
    type: Literal["RecordingFailed"]


class RecordingFinished(Event):
    """A RecordingFinished has these fields.

    recording: LiveRecording
    type: Literal["RecordingFinished"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    recording: LiveRecording
    type: Literal["RecordingFinished"]


class RecordingStarted(Event):
    """A RecordingStarted has these fields.

    recording: LiveRecording
    type: Literal["RecordingStarted"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    recording: LiveRecording
    type: Literal["RecordingStarted"]


class _Sound(TypedDict, total=False):
    text: str


class Sound(_Sound):
    """A Sound has these fields.

    id: str
    text: str (optional)
    formats: list[FormatLangPair]
    """

    id: str
    formats: list[FormatLangPair]


class _StasisEnd(TypedDict, total=False):
    missed: bool
    gone: bool


class StasisEnd(Event, _StasisEnd):
    """A StasisEnd has these fields.

    channel: Channel
    missed: bool (optional)
    gone: bool (optional)
    type: Literal["StasisEnd"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    channel: Channel
    type: Literal["StasisEnd"]


class _StasisStart(TypedDict, total=False):
    replace_channel: Channel
    missed: bool


class StasisStart(Event, _StasisStart):
    """A StasisStart has these fields.

    args: list[str]
    channel: Channel
    replace_channel: Channel (optional)
    missed: bool (optional)
    type: Literal["StasisStart"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    args: list[str]
    channel: Channel
    type: Literal["StasisStart"]


class StoredRecording(TypedDict):
    """A StoredRecording has these fields.

    name: str
    format: str
    """

    name: str
    format: str


_TextMessageOdd = TypedDict("_TextMessageOdd", {"from": str})


class _TextMessage(TypedDict, total=False):
    variables: dict[str, Any]


class TextMessage(_TextMessageOdd, _TextMessage):
    """A TextMessage has these fields.

    from: str
    to: str
    body: str
    variables: dict[str, Any] (optional)
    """

    to: str
    body: str


class _TextMessageReceived(TypedDict, total=False):
    endpoint: Endpoint


class TextMessageReceived(Event, _TextMessageReceived):
    """A TextMessageReceived has these fields.

    message: TextMessage
    endpoint: Endpoint (optional)
    type: Literal["TextMessageReceived"]
    application: str
    timestamp: str
    asterisk_id: str (optional)
    """

    message: TextMessage
    type: Literal["TextMessageReceived"]


class Variable(TypedDict):
    """A Variable has these fields.

    value: str
    """

    value: str


class Variables(TypedDict):
    """A Variables has these fields.

    variables: dict[str, Any]
    """

    variables: dict[str, Any]
