/**
 * One connection to the server that comes back by itself: it dials, says hello, notices silence, waits with jitter, and
 * knows when not to come back (FR7, FR8). It carries frames and knows nothing of what is in them, except that a welcome
 * means that the server listens.
 */
import { CLOSE, mayReconnect } from '../protocol/constants.ts';
import type { ClientFrame, Hello, ServerFrame } from '../protocol/frames.ts';
import { backOff } from './back-off.ts';
import type { Alarm, Clock } from './clock.ts';
import { Cell } from './observable.ts';
import type { Polls } from './poll.ts';
import { openSocket } from './socket.ts';
import type { Ears, Wire } from './socket.ts';

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
  /** Tells when the machine is back on a network, and the page back from sleep. */
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

/** So many sockets may fail in a row before requests are tried instead (FR15). */
const FIRST_TRIALS = 2;
/** Where one worked before, it is rather the server that is away, and it wants no requests on top when it is back. */
const LATER_TRIALS = 6;

/** When a page may have slept or been away; `resume` and `visibilitychange` belong to the document below the window. */
const RETURNS = ['online', 'resume', 'pageshow', 'visibilitychange'] as const;

/** Events of the document come by on their way down, whether they bubble or not. */
const BELOW = { capture: true };

/** A page that comes into view and has heard nothing for this part of the silence time has missed a heartbeat. */
const OVERDUE = 0.8;

/** An ordinary close of our own. */
const NORMAL_CLOSE = 1000;

/** The connection of one document. */
export class Connection {
  readonly status = new Cell<LinkStatus>({ state: 'idle' });
  readonly #options: ConnectionOptions;
  #wire: Wire | undefined;
  /** Sockets left to try; none: requests stand in for them. */
  #trials = FIRST_TRIALS;
  #polls: Polls | undefined;
  /** Grows with every dial, so that whatever belongs to an earlier one is recognised. */
  #dial = 0;
  #failures = 0;
  #heardAt = 0;
  /** The server asked not to be dialled before this moment. */
  #notBefore = 0;
  #drainMs = 0;
  #alarm: Alarm | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** Connects, unless it did already. */
  start(): void {
    if (this.status.value.state !== 'idle' && this.status.value.state !== 'stopped') return;
    for (const moment of RETURNS) this.#options.window.addEventListener(moment, this.#returned, BELOW);
    void this.#connect();
  }

  /** Ends the connection for good; `start` begins anew. */
  stop(): void {
    this.#end({ state: 'idle' });
  }

  /** Sends a frame if the server listens now. */
  post(frame: ClientFrame): boolean {
    if (this.status.value.state !== 'online') return false;
    this.#wire?.send(JSON.stringify(frame));
    return true;
  }

  /** FR13: the server goes. The connection is used until then, or until it is closed; the next dial is not earlier. */
  drain(afterMs: number): void {
    if (this.status.value.state !== 'online') return;
    this.#drainMs = afterMs;
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
    else await this.#open(hello, dial);
  }

  async #open(hello: Hello, dial: number): Promise<void> {
    // Each handler asks whether it is still about the current wire: a replaced one must not disturb the next.
    const ears: Ears = {
      hear: (frame) => dial === this.#dial && this.#hear(frame),
      ended: (code) => dial === this.#dial && this.#fail(code),
    };
    if (this.#trials > 0) {
      this.#wire = openSocket(this.#options.url, hello, ears);
      return;
    }
    // Loaded where it is needed: most networks let sockets through.
    const code = await import('./poll.ts').catch(() => undefined);
    if (dial !== this.#dial) return;
    if (code) this.#wire = (this.#polls ??= new code.Polls(this.#options)).dial(hello, ears);
    else this.#fail(CLOSE.silent);
  }

  #hear(frame: ServerFrame | undefined): void {
    this.#heardAt = this.#options.clock.now();
    if (!frame) return;
    if (frame.kind === 'welcome') this.#welcomed();
    this.#options.receive(frame);
  }

  #welcomed(): void {
    const isOnline = this.status.value.state === 'online';
    // A polled line has found a socket, which begins anew.
    if (isOnline) this.#options.lost();
    if (isOnline || this.#trials > 0) this.#trials = LATER_TRIALS;
    this.#failures = 0;
    this.#watch(this.#options.silenceMs);
    this.status.set({ state: 'online' });
  }

  // FR8: one alarm per silence, not one per frame.
  #watch(ms: number): void {
    this.#setAlarm(ms, () => {
      const quietMs = this.#quietMs();
      if (quietMs >= this.#options.silenceMs) this.#fail(CLOSE.silent);
      else this.#watch(this.#options.silenceMs - quietMs);
    });
  }

  /** How long nothing was heard; a wall clock that was turned back says nothing of it. */
  #quietMs(): number {
    const now = this.#options.clock.now();
    this.#heardAt = Math.min(this.#heardAt, now);
    return now - this.#heardAt;
  }

  #fail(code: number): void {
    if (!mayReconnect(code)) {
      // A code that this version does not know was made by a newer server.
      this.#end({ state: 'stopped', reason: REASONS[code] ?? 'version' });
      return;
    }
    const { clock, random } = this.#options;
    const delay = this.#earlyMs() + backOff(this.#failures, random);
    this.#failures += 1;
    this.#learn(code);
    this.#hangUp(code);
    this.status.set({ state: 'waiting', retryAt: clock.now() + delay });
    this.#setAlarm(delay, () => void this.#connect());
  }

  /** What a dial that brought no welcome says of the network: one that swallows frames makes everybody wait only once. */
  #learn(code: number): void {
    if (!this.#wire || this.status.value.state !== 'connecting') return;
    if (this.#trials > 0) this.#trials -= code === CLOSE.silent ? FIRST_TRIALS : 1;
    else this.#trials = 1;
  }

  /** How long the server does not want to be dialled; never longer than it said, whatever the wall clock does. */
  #earlyMs(): number {
    return Math.min(this.#drainMs, Math.max(0, this.#notBefore - this.#options.clock.now()));
  }

  // After a new network or a sleep the old connection is dead, although nobody will say so; and waiting longer and longer
  // was for the trouble before it.
  readonly #returned = (event: Event): void => {
    const { state } = this.status.value;
    const slept = ['online', 'resume'].includes(event.type) || (event as PageTransitionEvent).persisted;
    const isOverdue = state === 'online' && this.#quietMs() > OVERDUE * this.#options.silenceMs;
    if (!slept && !isOverdue && (state !== 'waiting' || this.#earlyMs() > 0)) return;
    this.#failures = 0;
    // The network may be another one: one that blocks sockets, or blocks them no more, which a polled line finds out.
    if (this.#trials > 0 || state !== 'online') this.#trials = FIRST_TRIALS;
    this.#redial();
  };

  // The old connection is dead, although nobody says so, or is about to end: another one at once.
  readonly #redial = (): void => {
    this.#hangUp(NORMAL_CLOSE);
    void this.#connect();
  };

  #end(status: LinkStatus): void {
    for (const moment of RETURNS) this.#options.window.removeEventListener(moment, this.#returned, BELOW);
    this.#hangUp(NORMAL_CLOSE);
    this.#failures = 0;
    this.#notBefore = 0;
    this.status.set(status);
  }

  #hangUp(code: number): void {
    this.#dial += 1;
    this.#alarm?.cancel();
    const wire = this.#wire;
    this.#wire = undefined;
    // Browsers let pages close with 1000 or their own codes only.
    wire?.close(code === CLOSE.silent ? code : NORMAL_CLOSE);
    if (this.status.value.state === 'online') this.#options.lost();
  }

  #setAlarm(ms: number, ring: () => void): void {
    this.#alarm?.cancel();
    this.#alarm = this.#options.clock.after(ms, ring);
  }
}

type Reason = Extract<LinkStatus, { state: 'stopped' }>['reason'];

const REASONS: Readonly<Record<number, Reason>> = {
  [CLOSE.unauthenticated]: 'unauthenticated',
  [CLOSE.origin]: 'origin',
  [CLOSE.blocked]: 'blocked',
  [CLOSE.replaced]: 'replaced',
  [CLOSE.badFrame]: 'badFrame',
};
