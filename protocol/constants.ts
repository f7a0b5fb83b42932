/**
 * The numbers and names that both ends of the wire must agree on: version, limits, times, close codes. It is the
 * only file of this room that browsers import at run time, so it must never import zod. It knows nothing of who
 * enforces a limit; PROMISES.md's table of limits has its one home here.
 */

/** Version of the wire; `hello.protocol` must equal it (FR3). Only additive changes happen inside one version. */
export const PROTOCOL_VERSION = 1;

/** WebSocket subprotocol that both ends ask for (FR1). */
export const SUBPROTOCOL = 'shopbell.v1';

/** Path of the WebSocket door. */
export const SOCKET_PATH = '/v1/socket';

/** The doors for networks that let no socket through (FR15). */
export const POLL = {
  /** Path for frames to the server. */
  commands: '/v1/commands',
  /** Path for frames from it. */
  events: '/v1/events',
  /** Header of a request with frames: the number of the first one (FR16). */
  frameHeader: 'shopbell-frame',
} as const;

/** Every limit of the wire, by name; sizes in bytes unless the name says otherwise. */
export const LIMITS = {
  /** One frame. Files go by HTTP, so text fits with room to spare. */
  frameBytes: 64 * 1024,
  /** Anything before `hello` was accepted: an unknown peer gets no room. */
  helloBytes: 4 * 1024,
  /** Unicode code points of one message; about two printed pages. */
  textCodePoints: 8_000,
  /** What somebody types as a telephone number: fifteen digits and how people part them. */
  phoneCharacters: 40,
  /** Nesting of JSON: serialisers recurse and overflow long before parsers do. */
  jsonDepth: 8,
  /** Keys of one JSON object. */
  jsonKeys: 128,
  /** Items of one JSON array. */
  jsonItems: 256,
  /** Events in one page of `read`, and the most that a welcome sends per conversation before it takes the tail. */
  pageEvents: 200,
  /** Events of the tail in a snapshot. */
  tailEvents: 100,
  /** Conversations that one session may follow at once; the oldest followed one is dropped first. */
  followedConversations: 64,
  /** Rows of one inbox snapshot. */
  inboxRows: 200,
  /** Sockets of one visitor at once (tabs). */
  socketsPerVisitor: 8,
  /** Sockets that have not said hello, per address; offices and carriers share addresses. */
  unauthenticatedPerAddress: 60,
  /** Inbound frames waiting for their turn before the socket is paused. */
  inboundQueue: 64,
  /** Unsent bytes after which live pushes stop and the session is lagging. */
  laggingBytes: 256 * 1024,
  /** Unsent bytes after which the connection is terminated. */
  terminateBytes: 1024 * 1024,
  /** One session description. */
  sdpBytes: 32 * 1024,
  /** Candidates of one attempt and end. */
  candidates: 64,
  /** Commands that wait in one browser's outbox. */
  outboxItems: 200,
  /** Visitor commands: sustained rate per second, burst, and per minute. */
  visitorCommandsPerSecond: 5,
  visitorCommandBurst: 20,
  visitorCommandsPerMinute: 60,
  /** Agent commands: sustained rate per second (a fast typist with macros) and burst. */
  agentCommandsPerSecond: 20,
  agentCommandBurst: 60,
  /** Signals per second and burst, of anyone: candidates come in bursts. */
  signalsPerSecond: 40,
  signalBurst: 200,
} as const;

/** Every time of the wire in milliseconds. */
export const TIMES = {
  /** `hello` must arrive within this time; traffic does not extend it. */
  helloMs: 5_000,
  /** Heartbeat of a visitor's connection and the silence after which it counts as dead. */
  visitorHeartbeatMs: 25_000,
  visitorSilenceMs: 35_000,
  /** Heartbeat of an agent's connection: a dead tab must be noticed within 5 s plus grace (D9). */
  agentHeartbeatMs: 5_000,
  agentSilenceMs: 12_000,
  /** How long a session outlives its connection: page changes and reloads must not flap presence. */
  visitorGraceMs: 30_000,
  agentGraceMs: 4_000,
  /** A connection over `laggingBytes` that does not drain within this time is terminated. */
  drainMs: 10_000,
  /** At most one typing signal per this time. */
  typingMs: 2_000,
  /** A typing hint without a follower fades after this time. */
  typingFadeMs: 6_000,
  /** A message that came and was not read by then is told as received; a whole burst is told once (EV7). */
  receiptMs: 1_000,
  /** A reservation is held for one agent this long, then the next one is asked (D5). */
  reservationMs: 20_000,
  /** An unanswered call ends `missed` after this time in all (E4). */
  ringMs: 60_000,
  /** One time to be called back: long enough for a talk, so that the next one begins in time. */
  callbackSlotMs: 30 * 60_000,
  /** Nobody is promised a call sooner than somebody can make room for it. */
  callbackLeadMs: 30 * 60_000,
  /** Beyond two weeks nobody keeps half an hour free for a call. */
  callbackHorizonMs: 14 * 86_400_000,
  /** Who is called back and not reached is called again after this time. */
  callAgainMs: 15 * 60_000,
  /** The number of a call-back is kept this long after its end, for the agent who must look something up. */
  numberKeptMs: 7 * 86_400_000,
  /** A leg that does not report `connected` within this time fails: bad relays never report failure themselves. */
  connectingMs: 20_000,
  /** A call that lost an end waits this long for it to come back. */
  reconnectingMs: 30_000,
  /** An unacknowledged `rtc` signal is repeated after this time. */
  rtcRepeatMs: 1_000,
  /** Reconnect back-off: full jitter between 0 and min(cap, base · 2^n). */
  backoffBaseMs: 500,
  backoffCapMs: 15_000,
  /** A command that an earlier document left unsent for longer is shown as not sent, and sent when its writer says so. */
  unsentMs: 7 * 86_400_000,
  /** ICE credentials live this long (PROMISES.md, TURN abuse). */
  iceTtlMs: 600_000,
  /** A console ticket opens one socket within this time. */
  ticketMs: 30_000,
} as const;

/** Close codes: 40xx mean come back, 41xx mean do not (FR7). */
export const CLOSE = {
  restart: 4000,
  slow: 4001,
  silent: 4002,
  /** Too many visitors of one address, or too many returns of one visitor. */
  limited: 4003,
  unauthenticated: 4100,
  origin: 4101,
  version: 4102,
  blocked: 4103,
  replaced: 4104,
  badFrame: 4105,
} as const;

/** Whether a browser may reconnect after this close code; codes outside 4100–4199 are accidents of the network. */
export function mayReconnect(closeCode: number): boolean {
  return closeCode < 4100 || closeCode > 4199;
}
