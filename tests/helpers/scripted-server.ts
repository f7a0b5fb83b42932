/**
 * A socket door that a test plays by hand: it accepts connections, remembers every frame, and says only what the test
 * makes it say. It knows the shapes of the protocol and none of its rules.
 */
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../../protocol/constants.ts';
import type { ClientFrame, CommandFrame, Done, Hello, Read, ServerFrame, Welcome } from '../../protocol/frames.ts';
import type { SessionId, VisitorId } from '../../protocol/ids.ts';
import { anId } from './builders.ts';

/** One connection as the server sees it. */
export class ScriptedConnection {
  readonly frames: ClientFrame[] = [];
  readonly subprotocol: string;
  readonly path: string;
  /** Code of its end, once it has ended. */
  closedWith: number | undefined;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, path: string) {
    this.#socket = socket;
    this.subprotocol = socket.protocol;
    this.path = path;
    socket.on('message', (data) => this.frames.push(JSON.parse(String(data)) as ClientFrame));
    socket.on('close', (code) => (this.closedWith = code));
  }

  /** The first frame. */
  get hello(): Hello | undefined {
    const [first] = this.frames;
    return first?.kind === 'hello' ? first : undefined;
  }

  get commands(): CommandFrame[] {
    return this.frames.filter((frame) => frame.kind === 'command');
  }

  get reads(): Read[] {
    return this.frames.filter((frame) => frame.kind === 'read');
  }

  send(frame: ServerFrame): void {
    this.say(JSON.stringify(frame));
  }

  /** Sends anything at all. */
  say(text: string): void {
    this.#socket.send(text);
  }

  reply(id: string, done: Done = { seqs: [] }): void {
    this.send({ kind: 'reply', id, done });
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  /** The network is gone: no close frame arrives. */
  cut(): void {
    this.#socket.terminate();
  }
}

/** A server on a free port. */
export class ScriptedServer {
  readonly connections: ScriptedConnection[] = [];
  readonly #server: WebSocketServer;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket, request) => {
      this.connections.push(new ScriptedConnection(socket, request.url ?? ''));
    });
  }

  static async start(): Promise<ScriptedServer> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => SUBPROTOCOL });
    await new Promise((resolve) => server.once('listening', resolve));
    return new ScriptedServer(server);
  }

  /** Its web origin. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The newest connection. */
  get connection(): ScriptedConnection | undefined {
    return this.connections.at(-1);
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A welcome of a visitor who is not known otherwise. */
export function aWelcome(told: Partial<Welcome> = {}): Welcome {
  return {
    ...{ kind: 'welcome', protocol: PROTOCOL_VERSION, session: anId<SessionId>(), epoch: 'first', serverTime: 0 },
    ...{ heartbeatMs: 25_000, person: { kind: 'visitor', id: anId<VisitorId>() }, reset: false, conversations: [] },
    ...told,
  };
}
