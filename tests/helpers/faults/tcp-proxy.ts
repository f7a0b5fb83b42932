/**
 * A network between two programs that does what networks do: it cuts, holds back, swallows, delays, narrows and breaks
 * off in the middle of a word. It carries bytes and knows nothing of what they say, so it stands before a server as
 * well as between a server and its database.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

/** How long each byte takes, and how many pass in a second. */
export interface Pace {
  readonly delayMs?: number;
  readonly bytesPerSecond?: number;
}

/** One connection through the proxy: its two ends. */
interface Line {
  readonly ends: readonly [Socket, Socket];
  /** Nothing that is said arrives, and nobody is told. */
  isSwallowed: boolean;
  /** How many more bytes pass before it is cut. */
  bytesLeft: number;
}

/** A proxy on a free port. */
export class TcpProxy {
  readonly #server: Server;
  readonly #target: () => number;
  readonly #lines = new Set<Line>();
  #pace: Pace = {};
  #isRefusing = false;
  #isHolding = false;

  private constructor(server: Server, target: () => number) {
    this.#server = server;
    this.#target = target;
    server.on('connection', (socket) => this.#join(socket));
  }

  /** Starts one before this port of 127.0.0.1, which is asked for anew by each connection. */
  static async start(target: () => number): Promise<TcpProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server, target);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Connections that are open now. */
  get lines(): number {
    return this.#lines.size;
  }

  /** Resets every connection, or this share of them. */
  cut(isMeant: () => boolean = () => true): void {
    for (const line of this.#lines) if (isMeant()) hangUp(line);
  }

  /** Leaves the connections open, or this share of them; but what is said on them from now on arrives nowhere. */
  swallow(isMeant: () => boolean = () => true): void {
    for (const line of this.#lines) if (isMeant()) line.isSwallowed = true;
  }

  /** Cuts every connection after this many more bytes, most likely in the middle of a frame. */
  limit(bytes: () => number): void {
    for (const line of this.#lines) line.bytesLeft = bytes();
  }

  /** Cuts everything and lets nobody in. */
  refuse(): void {
    this.#isRefusing = true;
    this.cut();
  }

  /** Lets nothing pass, on any connection, and loses nothing of it. */
  hold(): void {
    this.#isHolding = true;
    for (const { ends } of this.#lines) for (const end of ends) end.pause();
  }

  /** Makes everything slower that passes from now on. */
  slow(pace: Pace): void {
    this.#pace = pace;
  }

  /** Nothing is wrong any more; connections that have lost something end. */
  heal(): void {
    this.#isRefusing = false;
    this.#isHolding = false;
    this.#pace = {};
    for (const line of this.#lines) {
      line.bytesLeft = Infinity;
      if (line.isSwallowed) hangUp(line);
      else for (const end of line.ends) end.resume();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket): void {
    if (this.#isRefusing) return void near.resetAndDestroy();
    const far = connect(this.#target(), '127.0.0.1');
    const line: Line = { ends: [near, far], isSwallowed: false, bytesLeft: Infinity };
    this.#lines.add(line);
    this.#carry(line, near, far);
    this.#carry(line, far, near);
  }

  /** What comes from one end goes to the other, and so does its goodbye. */
  #carry(line: Line, from: Socket, to: Socket): void {
    from.setNoDelay(true);
    from.on('error', () => undefined);
    from.on('drain', () => this.#isHolding || to.resume());
    from.on('data', (chunk: Buffer) => this.#pass(line, { chunk, from, to }));
    from.on('close', () => {
      if (line.isSwallowed && !to.destroyed) return;
      this.#lines.delete(line);
      to.resetAndDestroy();
    });
    if (this.#isHolding) from.pause();
  }

  #pass(line: Line, { chunk, from, to }: { readonly chunk: Buffer; readonly from: Socket; readonly to: Socket }): void {
    if (line.isSwallowed) return;
    const passing = chunk.subarray(0, line.bytesLeft);
    line.bytesLeft -= passing.length;
    const { delayMs = 0, bytesPerSecond = Infinity } = this.#pace;
    const waitMs = delayMs + (passing.length / bytesPerSecond) * 1_000;
    const write = (): void => {
      if (!to.destroyed && !to.write(passing)) from.pause();
      if (line.bytesLeft === 0) to.end(() => hangUp(line));
    };
    if (waitMs === 0) return write();
    // Nothing may overtake: the next piece is read when this one has passed.
    from.pause();
    setTimeout(() => {
      if (!this.#isHolding) from.resume();
      write();
    }, waitMs);
  }
}

function hangUp({ ends }: Line): void {
  for (const end of ends) end.resetAndDestroy();
}
