/**
 * The socket door: judges an upgrade before any socket opens, and ties each socket to a connection of the hub. It
 * knows HTTP and `ws`; what is said on the socket is the hub's business.
 */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { RawData, WebSocket } from 'ws';
import { LIMITS, SOCKET_PATH, SUBPROTOCOL } from '../../protocol/constants.ts';
import { HTTP_STATUS, refuse } from '../../protocol/errors.ts';
import type { Refusal } from '../../protocol/errors.ts';
import { SERVER_LIMITS, SERVER_TIMES } from '../limits.ts';
import { StoreUnavailable } from '../store/store.ts';
import type { Connection } from '../switchboard/connection.ts';
import type { Door } from '../switchboard/greeting.ts';
import type { Hub } from '../switchboard/hub.ts';
import { errorFacts } from '../switchboard/log.ts';
import type { Log } from '../switchboard/log.ts';
import type { Remote } from '../switchboard/outlet.ts';
import { admit, noRoom } from './admission.ts';
import type { Admission } from './admission.ts';
import { homeOf } from './home.ts';

export interface SocketDoorOptions extends Admission {
  readonly server: Server;
  readonly hub: Hub;
  /** Whether the address is what a proxy says it is. */
  readonly trustProxy: boolean;
  readonly log: Log;
}

/** What was gathered leaves when it is longer than this: a browser reads a text as a whole. */
const GATHERED_CHARACTERS = 64 * 1024;

/** Opens `SOCKET_PATH` on this server. */
export function attachSocketDoor(options: SocketDoorOptions): { close(): Promise<void> } {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: LIMITS.frameBytes, // FR5: more closes with 1009
    handleProtocols: () => SUBPROTOCOL,
    ...{ maxFragments: SERVER_LIMITS.fragments, maxBufferedChunks: SERVER_LIMITS.bufferedChunks },
    ...{ closeTimeout: SERVER_TIMES.closeMs },
  });
  const { server, log } = options;
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // A peer that goes away is no news. It stays for good: a peer that was turned away may be cut off afterwards, and an
    // error that nobody hears ends the process.
    socket.on('error', ignore);
    judge(options, request)
      .then((verdict) => {
        if ('code' in verdict) {
          log.info({ code: verdict.code }, 'an upgrade was refused');
          return turnAway(socket, verdict);
        }
        if (socket.destroyed) return;
        // Here, because between this line and the count nothing else can happen.
        const full = noRoom(options.hub, verdict);
        if (full !== undefined) return turnAway(socket, full);
        sockets.handleUpgrade(request, socket, head, (webSocket) => connect(webSocket, options.hub, verdict));
      })
      .catch((error: unknown) => {
        turnAway(socket, failure(error, log));
      });
  };
  server.on('upgrade', onUpgrade);
  return {
    close() {
      server.off('upgrade', onUpgrade);
      return new Promise((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** Whose connection this would be, or why there will be none (FR1, FR2). */
async function judge(options: SocketDoorOptions, request: IncomingMessage): Promise<Door | Refusal> {
  const url = URL.parse(request.url ?? '', 'http://host');
  if (url?.pathname !== SOCKET_PATH) return refuse('not_found', 'There is no such door.');
  if (!asksForSubprotocol(request)) return refuse('invalid', `The subprotocol is ${SUBPROTOCOL}.`);
  const key = url.searchParams.get('site') ?? undefined;
  const { origin } = request.headers;
  return admit(options, { key, origin, address: addressOf(request, options.trustProxy) });
}

function asksForSubprotocol(request: IncomingMessage): boolean {
  const asked = request.headers['sec-websocket-protocol'] ?? '';
  return asked.split(',').some((name) => name.trim() === SUBPROTOCOL);
}

/** The browser's home, by which connections without hello are counted. */
function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? String(request.headers['x-forwarded-for'] ?? '') : '';
  // The last entry is what our own proxy has seen; what stands before it anybody may have written.
  const told = forwarded.split(',').at(-1)?.trim();
  return homeOf(told || request.socket.remoteAddress || '');
}

// ER3
function failure(error: unknown, log: Log): Refusal {
  if (error instanceof StoreUnavailable) return refuse('unavailable', 'Come back later.');
  const errorId = randomUUID();
  log.error({ errorId, ...errorFacts(error) }, 'an upgrade failed');
  return refuse('internal', 'Something broke on our side.', { details: { errorId } });
}

function ignore(): void {}

/** Answers the upgrade with an HTTP status; no socket opens, and none stays half open until the peer pleases. */
function turnAway(socket: Duplex, refusal: Refusal): void {
  const status = HTTP_STATUS[refusal.code];
  const body = JSON.stringify({ error: refusal });
  const headers = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close'];
  socket.once('finish', () => socket.destroy());
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...headers, '', body].join('\r\n'));
}

/** Where a socket keeps its connection: what thousands have, none of them has a closure for. */
const CONNECTION = Symbol('connection');

interface Tied extends WebSocket {
  [CONNECTION]: Connection;
}

/** Ties the socket to a connection, synchronously, because a handler that comes later misses the first frame. */
function connect(webSocket: WebSocket, hub: Hub, door: Door): void {
  (webSocket as Tied)[CONNECTION] = hub.accept(new SocketRemote(webSocket), door);
  webSocket.on('message', onMessage).on('pong', onPong).on('close', onClose).on('error', onError);
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  const connection = (this as Tied)[CONNECTION];
  if (isBinary) connection.badFrame();
  else connection.receive((data as Buffer).toString());
}

function onPong(this: WebSocket): void {
  (this as Tied)[CONNECTION].alive();
}

// `ws` closes with the fitting code by itself (1002, 1007, 1009).
function onError(this: WebSocket, error: Error & { readonly code?: unknown }): void {
  (this as Tied)[CONNECTION].failed(String(error.code ?? error.name));
}

function onClose(this: WebSocket): void {
  (this as Tied)[CONNECTION].closed();
}

/**
 * The socket as the hub sees it. What is said in one turn of the event loop leaves as one text (FR1): a commit of many
 * messages brings a socket its replies, events and rows all at once; they are framed, written and read as one.
 */
class SocketRemote implements Remote {
  readonly #webSocket: WebSocket;
  /** Frames of this turn, with commas between them. */
  #gathered = '';
  #isList = false;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
  }

  get bufferedAmount(): number {
    return this.#webSocket.bufferedAmount + this.#gathered.length;
  }

  send(text: string): void {
    if (this.#gathered === '') {
      this.#gathered = text;
      process.nextTick(leave, this);
      return;
    }
    this.#gathered += `,${text}`;
    this.#isList = true;
    if (this.#gathered.length > GATHERED_CHARACTERS) this.leave();
  }

  /** What was gathered in this turn leaves. */
  leave(): void {
    if (this.#gathered === '') return;
    this.#webSocket.send(this.#isList ? `[${this.#gathered}]` : this.#gathered);
    this.#gathered = '';
    this.#isList = false;
  }

  ping(): void {
    this.#webSocket.ping();
  }

  close(code: number, reason: string): void {
    this.leave();
    this.#webSocket.close(code, reason);
  }

  terminate(): void {
    this.#webSocket.terminate();
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }
}

function leave(remote: SocketRemote): void {
  remote.leave();
}
