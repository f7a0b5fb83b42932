/**
 * The line of a network that lets no socket through: requests carry the frames (FR15), and all the while a socket is
 * tried now and then, which takes over with its welcome and not a moment before (RS9). Loaded only where sockets fail;
 * it knows what carries frames, not what they say.
 */
import type { Hello } from '../protocol/frames.ts';
import type { Alarm, Clock } from './clock.ts';
import { Requests } from './poll-requests.ts';
import { openSocket } from './socket.ts';
import type { Ears, Wire } from './socket.ts';

/** What polled lines need. */
export interface PollOptions {
  /** Address of the socket door. */
  readonly url: string;
  readonly clock: Clock;
  random(): number;
  /** Tells when the document goes. */
  readonly window: EventTarget;
  hello(): Promise<Hello | undefined>;
}

/** The first try of a socket, and the longest pause between two: networks change seldom. */
const FIRST_TRY_MS = 15_000;
const LAST_TRY_MS = 300_000;
/** So long a socket may take to its welcome. */
const WELCOME_MS = 10_000;
/** An ordinary close of our own. */
const NORMAL_CLOSE = 1000;

/** The polled lines of one connection, one after the other. */
export class Polls {
  readonly #options: PollOptions;
  #secret: string | undefined;

  constructor(options: PollOptions) {
    this.#options = options;
  }

  /** Opens a line; what the one before it may still have of the session goes along. */
  dial(hello: Hello, ears: Ears): Wire {
    const earlier = this.#secret;
    this.#secret = freshSecret();
    return new PolledLine({ ...this.#options, ears, secret: this.#secret }, handing(hello, earlier));
  }
}

interface LineOptions extends PollOptions {
  readonly ears: Ears;
  readonly secret: string;
}

class PolledLine implements Wire {
  readonly #options: LineOptions;
  readonly #requests: Requests;
  /** Waits for its welcome. */
  #tried: Wire | undefined;
  /** Has taken over. */
  #socket: Wire | undefined;
  /** How the requests ended while a socket was being tried: perhaps only because it takes over. */
  #endedWith: number | undefined;
  #failures = 0;
  #alarm: Alarm | undefined;
  #isClosed = false;

  constructor(options: LineOptions, hello: Hello) {
    this.#options = options;
    const ears: Ears = { hear: (frame) => options.ears.hear(frame), ended: (code) => this.#lost(code) };
    this.#requests = new Requests({ ...options, ears });
    this.#requests.send(JSON.stringify(hello));
    options.window.addEventListener('pagehide', this.#leave);
    this.#tryLater();
  }

  send(text: string): void {
    (this.#socket ?? this.#requests).send(text);
  }

  close(code: number): void {
    this.#isClosed = true;
    this.#alarm?.cancel();
    this.#leave();
    this.#tried?.close(NORMAL_CLOSE);
    this.#socket?.close(code);
  }

  readonly #leave = (): void => {
    this.#options.window.removeEventListener('pagehide', this.#leave);
    this.#requests.hangUp();
  };

  #tryLater(): void {
    const { clock, random } = this.#options;
    const pause = Math.min(LAST_TRY_MS, FIRST_TRY_MS * 2 ** this.#failures);
    this.#alarm = clock.after((pause * (1 + random())) / 2, () => void this.#try());
  }

  async #try(): Promise<void> {
    const { url, clock, secret, ears } = this.#options;
    const hello = await this.#options.hello().catch(() => undefined);
    if (this.#isClosed) return;
    if (!hello) return this.#failed();
    const socket = openSocket(url, handing(hello, secret), {
      hear: (frame) => {
        if (socket === this.#tried && frame?.kind === 'welcome') this.#takeOver(socket);
        if (socket === this.#socket) ears.hear(frame);
      },
      ended: (code) => {
        if (socket === this.#tried) this.#failed();
        if (socket === this.#socket) ears.ended(code);
      },
    });
    this.#tried = socket;
    this.#alarm = clock.after(WELCOME_MS, () => {
      this.#failed();
      socket.close(NORMAL_CLOSE);
    });
  }

  #takeOver(socket: Wire): void {
    this.#alarm?.cancel();
    this.#tried = undefined;
    this.#socket = socket;
    this.#requests.stop();
  }

  #failed(): void {
    this.#alarm?.cancel();
    this.#tried = undefined;
    this.#failures += 1;
    if (this.#endedWith === undefined) this.#tryLater();
    else this.#options.ears.ended(this.#endedWith);
  }

  #lost(code: number): void {
    if (this.#tried) this.#endedWith = code;
    else this.#options.ears.ended(code);
  }
}

/** A hello that takes the session along from the polled line with this secret. */
function handing(hello: Hello, poll: string | undefined): Hello {
  if (!hello.resume || poll === undefined) return hello;
  return { ...hello, resume: { ...hello.resume, poll } };
}

/** 256 random bits. */
function freshSecret(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
