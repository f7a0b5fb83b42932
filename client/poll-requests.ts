/**
 * Frames by requests: POST brings them to the server, GET waits for those that it sends. Both ways they are numbered, so
 * that a request or an answer that is lost is repeated and nothing of it counts twice (FR16). Knows requests and
 * numbers; knows neither what a frame says nor what else could carry it.
 */
import { LIMITS, POLL } from '../protocol/constants.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import { backOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import type { Ears } from './socket.ts';

/** What a line of requests needs. */
export interface RequestsOptions {
  /** Address of the socket door; the other doors are next to it. */
  readonly url: string;
  /** Names the line: 256 random bits. */
  readonly secret: string;
  readonly clock: Clock;
  random(): number;
  readonly ears: Ears;
}

/** What an answer of the server brings. */
interface News {
  /** Number of the first frame. */
  readonly first: number;
  readonly frames: readonly ServerFrame[];
  readonly closed?: { readonly code: number };
}

/** A POST without an answer is repeated after this time; the GET waits for as long as the server has nothing to say. */
const ANSWER_MS = 10_000;
/** Code of an end without one (RFC 6455). */
const NO_CODE = 1006;
/** Answers of whoever stands before the server: as if none had come. */
const GATEWAY_TROUBLE: ReadonlySet<number> = new Set([502, 503, 504]);

const NOTHING: News = { first: 0, frames: [] };

/** One line of requests, from its hello to its end. */
export class Requests {
  readonly #options: RequestsOptions;
  readonly #running = new Set<AbortController>();
  /** Frames that the server has not acknowledged, oldest first. */
  #waiting: string[] = [];
  #acknowledged = 0;
  #heard = 0;
  #isPosting = false;
  #isOver = false;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** Sends a frame; the first one is the hello. */
  send(text: string): void {
    this.#waiting.push(text);
    void this.#post();
  }

  /** Ends the line without a word. */
  stop(): void {
    this.#isOver = true;
    for (const request of this.#running) request.abort();
  }

  /** Ends the line and tells the server, which else would find out by silence. */
  hangUp(): void {
    if (this.#isOver) return;
    this.stop();
    this.#fetch(POLL.commands, { method: 'POST', body: '', keepalive: true }).catch(() => undefined);
  }

  /** One request at a time, so that frames arrive in their order; what gathers meanwhile goes together. */
  async #post(): Promise<void> {
    if (this.#isPosting) return;
    this.#isPosting = true;
    while (this.#waiting.length > 0) {
      const frames = fitting(this.#waiting);
      const headers = { [POLL.frameHeader]: String(this.#acknowledged + 1) };
      const request = { method: 'POST', headers, body: frames.join('\n') };
      if (!(await this.#ask(POLL.commands, request, ANSWER_MS))) return;
      if (this.#acknowledged === 0) void this.#listen();
      this.#waiting.splice(0, frames.length);
      this.#acknowledged += frames.length;
    }
    this.#isPosting = false;
  }

  async #listen(): Promise<void> {
    while (!this.#isOver) {
      const news = await this.#ask(POLL.events, { headers: { 'last-event-id': String(this.#heard) } });
      if (news) this.#take(news);
    }
  }

  #take({ first, frames, closed }: News): void {
    for (const [place, frame] of frames.entries()) {
      if (this.#isOver || first + place <= this.#heard) continue;
      this.#heard = first + place;
      this.#options.ears.hear(frame);
    }
    if (closed) this.#end(closed.code);
  }

  /** Asks, and once more if no answer comes; undefined: the line is over. */
  async #ask(path: string, init: RequestInit, patienceMs?: number): Promise<News | undefined> {
    const { clock, random } = this.#options;
    for (let failures = 0; !this.#isOver; failures += 1) {
      const request = new AbortController();
      const alarm = patienceMs === undefined ? undefined : clock.after(patienceMs, () => request.abort());
      this.#running.add(request);
      try {
        const response = await this.#fetch(path, { ...init, signal: request.signal });
        if (response.ok) return response.status === 204 ? NOTHING : ((await response.json()) as News);
        if (!GATEWAY_TROUBLE.has(response.status)) break;
      } catch {
        // No answer, or half of one.
      } finally {
        alarm?.cancel();
        this.#running.delete(request);
      }
      if (failures > 0) break;
      await new Promise<void>((resolve) => clock.after(backOff(failures, random), resolve));
    }
    this.#end(NO_CODE);
    return undefined;
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    const url = new URL(this.#options.url);
    url.protocol = url.protocol.replace('ws', 'http');
    url.pathname = path;
    const headers = { authorization: `Bearer ${this.#options.secret}`, ...init.headers };
    return fetch(url, { ...init, headers, credentials: 'omit', cache: 'no-store' });
  }

  #end(code: number): void {
    if (this.#isOver) return;
    this.stop();
    this.#options.ears.ended(code);
  }
}

/** As many frames as fit into one request. */
function fitting(frames: readonly string[]): readonly string[] {
  let bytes = 0;
  const tooMany = frames.findIndex((frame, place) => {
    bytes += new TextEncoder().encode(frame).length + 1;
    return place === LIMITS.inboundQueue || (place > 0 && bytes > LIMITS.frameBytes);
  });
  return tooMany === -1 ? frames.slice() : frames.slice(0, tooMany);
}
