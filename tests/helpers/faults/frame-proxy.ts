/**
 * A network that reads along: it stands between browsers and the socket door, sees each frame, and a rule decides what
 * becomes of it. What a browser tells of itself besides, its origin and its address, is made up here, because the
 * WebSocket of Node tells neither. It knows the wire's kinds of frames and no meaning.
 */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { SUBPROTOCOL } from '../../../protocol/constants.ts';

/** A frame on its way. */
export interface PassingFrame {
  readonly direction: 'up' | 'down';
  readonly kind: string;
  /** Of commands, reads and replies. */
  readonly id: string | undefined;
  /** The connection that it travels on: the same object for all of its frames. */
  readonly line: object;
}

/** What becomes of a frame; `cut`: neither it nor anything after it arrives. */
export type Fate = 'pass' | 'drop' | 'twice' | 'cut' | { readonly delayMs: number };

export type FrameRule = (frame: PassingFrame) => Fate;

/** Where it leads, and what it tells there about browsers. */
export interface FrameTarget {
  /** Web origin of the server. */
  url(): string;
  /** Origin of the pages that hold widgets. */
  readonly shopOrigin: string;
}

/** Close codes that may not be said aloud. */
const UNSPEAKABLE = new Set([1005, 1006]);

/** A proxy on a free port. */
export class FrameProxy {
  /** Decides over each frame from now on. */
  rule: FrameRule = () => 'pass';
  readonly #server: WebSocketServer;
  readonly #target: FrameTarget;
  #joined = 0;

  private constructor(server: WebSocketServer, target: FrameTarget) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (near, request) => this.#join(near, request));
  }

  static async start(target: FrameTarget): Promise<FrameProxy> {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => SUBPROTOCOL });
    await once(server, 'listening');
    return new FrameProxy(server, target);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get lines(): number {
    return this.#server.clients.size;
  }

  async close(): Promise<void> {
    for (const near of this.#server.clients) near.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: WebSocket, { url = '/', headers }: IncomingMessage): void {
    this.#joined += 1;
    const { shopOrigin } = this.#target;
    const server = this.#target.url();
    const origin = headers.origin ?? (url.includes('site=') ? shopOrigin : server);
    // Everybody calls from a home of their own.
    const address = `10.${(this.#joined >> 16) & 255}.${(this.#joined >> 8) & 255}.${this.#joined & 255}`;
    const far = new WebSocket(`${server.replace(/^http/, 'ws')}${url}`, [SUBPROTOCOL], {
      headers: { origin, 'x-forwarded-for': address },
      ...{ perMessageDeflate: false, autoPong: false },
    });
    const line = {};
    const opened = once(far, 'open').then(() => undefined);
    opened.catch(() => near.terminate());
    this.#carry({ from: near, to: far, direction: 'up', line, after: opened });
    this.#carry({ from: far, to: near, direction: 'down', line, after: Promise.resolve() });
    far.on('ping', () => near.readyState === WebSocket.OPEN && near.ping());
    near.on('pong', () => far.readyState === WebSocket.OPEN && far.pong());
  }

  /** One direction; frames leave in the order of their arrival, however long one is delayed. */
  #carry({ from, to, direction, line, after }: Way): void {
    let isCut = false;
    let last: Promise<void> | undefined = after;
    const send = (text: string): void => {
      if (to.readyState === WebSocket.OPEN) to.send(text);
    };
    const later = (what: () => void | Promise<void>): void => {
      const mine = (last ?? Promise.resolve()).then(what).catch(() => undefined);
      last = mine;
      void mine.then(() => (last = last === mine ? undefined : last));
    };
    const inOrder = (what: () => void): void => (last === undefined ? what() : later(what));
    from.on('message', (data) => {
      const text = (data as Buffer).toString();
      const fate = isCut ? 'drop' : this.rule({ direction, line, ...namesOf(text) });
      if (fate === 'drop') return;
      if (fate === 'cut') {
        isCut = true;
        return inOrder(() => [from, to].forEach((end) => end.terminate()));
      }
      if (typeof fate === 'object') later(() => new Promise((resolve) => setTimeout(resolve, fate.delayMs)));
      inOrder(() => send(text));
      if (fate === 'twice') inOrder(() => send(text));
    });
    from.on('error', () => undefined);
    from.on('close', (code, reason) =>
      inOrder(() => {
        if (to.readyState === WebSocket.CONNECTING || UNSPEAKABLE.has(code)) return to.terminate();
        if (to.readyState === WebSocket.OPEN) to.close(code, reason.toString());
      }),
    );
  }
}

interface Way extends Pick<PassingFrame, 'direction' | 'line'> {
  readonly from: WebSocket;
  readonly to: WebSocket;
  /** Nothing leaves before. */
  readonly after: Promise<void>;
}

/** Kind and id of a frame. Both sides put them first, so that the rest of most frames need not be read. */
function namesOf(text: string): Pick<PassingFrame, 'kind' | 'id'> {
  const [, kind, id] = /^\{"kind":"(\w+)"(?:,"id":"([^"]+)")?/.exec(text) ?? [];
  if (kind !== undefined) return { kind, id };
  return JSON.parse(text) as Pick<PassingFrame, 'kind' | 'id'>;
}
