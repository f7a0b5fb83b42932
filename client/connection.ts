/**
 * One connection to the server that comes back by itself: it dials, says hello, notices silence, waits with jitter, and
 * knows when not to come back (FR7, FR8). It carries frames and knows nothing of what is in them, except that a welcome
 * means that the server listens.
 */
import { CLOSE, mayReconnect, SUBPROTOCOL } from '../protocol/constants.ts';
import type { ClientFrame, Hello, ServerFrame } from '../protocol/frames.ts';
import { backOff } from './back-off.ts';
import type { Alarm, Clock } from './clock.ts';
import { Cell } from './observable.ts';

/** Where the connection stands. */
export type LinkStatus =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'online' }
  /** Lost; it comes back by itself. */
  | { readonly state: 'waiting'; readonly retryAt: number }
  /** It does not come back by itself (FR7). */
  | { readonly state: 'stopped'; readonly reason: Exclude<keyof typeof CLOSE, 'restart' | 'slow' | 'silent'> };

/** What a connection needs. */
export interface ConnectionOptions {
  /** Address of the socket door. */
  readonly url: string;
  readonly clock: Clock;
  random(): number;
  /** Tells when the machine is back on a network. */
  readonly window: EventTarget;
  /** A connection that is silent for this long is dead. */
  readonly silenceMs: number;
  /** Makes the first frame; undefined means that there is nobody to sign in. */
  hello(): Promise<Hello | undefined>;
  receive(frame: ServerFrame): void;
  /** The connection is gone; frames that were not answered may or may not have arrived. */
  lost(): void;
}

/** Time for dialling and the welcome: half-open networks swallow a dial without a word. */
const DIAL_MS = 10_000;

/** An ordinary close of our own. */
const NORMAL_CLOSE = 1000;

/** The connection of one document. */
export class Connection {
  readonly status = new Cell<LinkStatus>({ state: 'idle' });
  readonly #options: ConnectionOptions;
  #socket: WebSocket | undefined;
  /** Grows with every dial, so that whatever belongs to an earlier one is recognised. */
  #dial = 0;
  #failures = 0;
  #heardAt = 0;
  /** The server asked not to be dialled before this moment. */
  #notBefore = 0;
  #alarm: Alarm | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connects, unless it did already. */
  start(): void {
    if (this.status.value.state !== 'idle' && this.status.value.state !== 'stopped') return;
    this.#options.window.addEventListener('online', this.#redial);
    void this.#connect();
  }

  /** Ends the connection for good; `start` begins anew. */
  stop(): void {
    this.#end({ state: 'idle' });
  }

  /** Sends a frame if the server listens now. */
  post(frame: ClientFrame): boolean {
    if (this.status.value.state !== 'online') return false;
    this.#socket?.send(JSON.stringify(frame));
    return true;
  }

  /** FR13: the server goes. The connection is used until then, or until it is closed; the next dial is not earlier. */
  drain(afterMs: number): void {
    if (this.status.value.state !== 'online') return;
    this.#notBefore = this.#options.clock.now() + afterMs;
    this.#setAlarm(afterMs, this.#redial);
  }

  async #connect(): Promise<void> {
    const dial = (this.#dial += 1);
    this.status.set({ state: 'connecting' });
    this.#setAlarm(DIAL_MS, () => this.#fail(CLOSE.silent));
    const hello = await this.#options.hello().catch(() => 'unreachable' as const);
    if (dial !== this.#dial) return;
    if (hello === undefined) this.#end({ state: 'stopped', reason: 'unauthenticated' });
    else if (hello === 'unreachable') this.#fail(CLOSE.silent);
    else this.#open(hello);
  }

  #open(hello: Hello): void {
    const socket = new WebSocket(this.#options.url, SUBPROTOCOL);
    this.#socket = socket;
    // Each handler asks whether it is still about the current socket: a replaced one must not disturb the next.
    const current = (): boolean => socket === this.#socket;
    socket.onopen = () => current() && socket.send(JSON.stringify(hello));
    socket.onmessage = ({ data }: MessageEvent<unknown>) => current() && this.#hear(socket, data);
    socket.onclose = ({ code }) => current() && this.#fail(code);
  }

  #hear(socket: WebSocket, data: unknown): void {
    this.#heardAt = this.#options.clock.now();
    for (const frame of parse(data)) {
      // What came before in this text may have ended the connection.
      if (socket !== this.#socket) return;
      if (frame.kind === 'welcome' && this.status.value.state === 'connecting') this.#welcomed();
      this.#options.receive(frame);
    }
  }

  #welcomed(): void {
    this.#failures = 0;
    this.#watch(this.#options.silenceMs);
    this.status.set({ state: 'online' });
  }

  // FR8: one alarm per silence, not one per frame.
  #watch(ms: number): void {
    this.#setAlarm(ms, () => {
      const quietMs = this.#options.clock.now() - this.#heardAt;
      if (quietMs >= this.#options.silenceMs) this.#fail(CLOSE.silent);
      else this.#watch(this.#options.silenceMs - quietMs);
    });
  }

  #fail(code: number): void {
    if (!mayReconnect(code)) {
      this.#end({ state: 'stopped', reason: reasonOf(code) });
      return;
    }
    const { clock, random } = this.#options;
    const early = Math.max(0, this.#notBefore - clock.now());
    const delay = early + backOff(this.#failures, random);
    this.#failures += 1;
    this.#hangUp(code);
    this.status.set({ state: 'waiting', retryAt: clock.now() + delay });
    this.#setAlarm(delay, () => void this.#connect());
  }

  // The old connection is dead, although nobody says so, or is about to end: another one at once.
  readonly #redial = (): void => {
    this.#hangUp(NORMAL_CLOSE);
    void this.#connect();
  };

  #end(status: LinkStatus): void {
    this.#options.window.removeEventListener('online', this.#redial);
    this.#hangUp(NORMAL_CLOSE);
    this.#failures = 0;
    this.#notBefore = 0;
    this.status.set(status);
  }

  #hangUp(code: number): void {
    this.#dial += 1;
    this.#alarm?.cancel();
    const socket = this.#socket;
    this.#socket = undefined;
    // Browsers let pages close with 1000 or their own codes only.
    socket?.close(code === CLOSE.silent ? code : NORMAL_CLOSE);
    if (this.status.value.state === 'online') this.#options.lost();
  }

  #setAlarm(ms: number, ring: () => void): void {
    this.#alarm?.cancel();
    this.#alarm = this.#options.clock.after(ms, ring);
  }
}

function reasonOf(code: number): Extract<LinkStatus, { state: 'stopped' }>['reason'] {
  switch (code) {
    case CLOSE.unauthenticated:
      return 'unauthenticated';
    case CLOSE.origin:
      return 'origin';
    case CLOSE.blocked:
      return 'blocked';
    case CLOSE.replaced:
      return 'replaced';
    case CLOSE.badFrame:
      return 'badFrame';
    default:
      // A code that this version does not know was made by a newer server.
      return 'version';
  }
}

/** The frames in a text (FR1); what is none is left out. */
function parse(data: unknown): ServerFrame[] {
  try {
    const said: unknown = JSON.parse(String(data));
    return (Array.isArray(said) ? said : [said]).filter((frame) => typeof frame === 'object' && frame !== null);
  } catch {
    return [];
  }
}
