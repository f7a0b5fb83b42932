/**
 * The doors for networks that let no socket through: a POST brings frames, a GET waits for some (FR15). It judges
 * each request as the socket door judges an upgrade, and finds the connection that it belongs to, which is one of the
 * hub's like any other. It knows HTTP; what is said is the hub's business.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIMITS, POLL } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Door } from '../switchboard/greeting.ts';
import { hashSecret } from '../switchboard/passwords.ts';
import { admit, noRoom } from './admission.ts';
import type { DoorOptions, Doors } from './doors.ts';
import { homeOf } from './home.ts';
import { Polled } from './polled.ts';
import { Refused } from './server.ts';

/** 256 bits that the browser made up. */
const SECRET = /^Bearer ([0-9a-f]{64})$/;
/** A browser asks once per address and as long as this; none believes anybody for longer than two hours. */
const PREFLIGHT_SECONDS = 7_200;
/** A number of a frame. */
const NUMBER = /^\d{1,15}$/;

const ALLOWED_HEADERS = `authorization, content-type, last-event-id, ${POLL.frameHeader}`;

const NOT_FOUND = refuse('not_found', 'There is no such connection.');
const BUSY = refuse('limited', 'Earlier frames are still waiting.');
const TOO_MANY_FRAMES = refuse('too_large', `At most ${LIMITS.inboundQueue} frames come at once.`);
const MISSING_FRAMES = refuse('conflict', 'Frames before these are missing.');
const NO_NUMBER = refuse('invalid', 'Last-Event-ID: must be the number of the last frame.');

/** A connection with where it was opened from, which its requests have to come from as well. */
interface Open {
  readonly polled: Polled;
  readonly site: string | undefined;
  readonly origin: string | undefined;
}

class PollDoor {
  readonly #options: DoorOptions;
  /** By the hash of their secret. */
  readonly #open = new Map<string, Open>();

  constructor(options: DoorOptions) {
    this.#options = options;
  }

  /** Whose limit of requests counts: a connection's own, because an office shares an address. */
  counted(request: FastifyRequest): string {
    const key = keyOf(request);
    return key !== undefined && this.#open.has(key) ? key : homeOf(request.ip);
  }

  /** Before the request proper, browsers ask whether the page may make it. */
  async preflight(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.#judge(request, reply);
    void reply.code(204).headers({
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': ALLOWED_HEADERS,
      'access-control-max-age': PREFLIGHT_SECONDS,
    });
  }

  /** Frames of a connection, one per line; the first ones open it, none hang it up. */
  async commands(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const first = numberIn(request.headers[POLL.frameHeader]);
    const frames = typeof request.body === 'string' && request.body !== '' ? request.body.split('\n') : [];
    const polled =
      this.#find(request, reply) ?? (await this.#connect(request, reply, first === 1 && frames.length > 0));
    if (frames.length > LIMITS.inboundQueue) throw new Refused(TOO_MANY_FRAMES);
    if (polled.isPaused) throw new Refused(BUSY);
    if (frames.length === 0) polled.hangUp();
    else if (first === undefined || !(await polled.take(first, frames))) throw new Refused(MISSING_FRAMES);
    void reply.code(204);
  }

  /** What the server has to say. */
  async events(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const after = numberIn(request.headers['last-event-id']);
    const polled = this.#find(request, reply) ?? (await this.#connect(request, reply, false));
    if (after === undefined) throw new Refused(NO_NUMBER);
    void reply.type('application/json');
    return polled.read(after);
  }

  /** The connection of this request, if it comes from where that was opened. */
  #find(request: FastifyRequest, reply: FastifyReply): Polled | undefined {
    const key = keyOf(request);
    const open = key === undefined ? undefined : this.#open.get(key);
    const { origin } = request.headers;
    // A page names no origin when it reads from its own server; one that is foreign always does.
    const isFromThere = origin === open?.origin || (origin === undefined && request.method === 'GET');
    if (open === undefined || !isFromThere || siteOf(request) !== open.site) return undefined;
    admitPage(reply, origin);
    return open.polled;
  }

  /** Opens a connection if this is how one begins; judged first, so that a page learns no more than it may. */
  async #connect(request: FastifyRequest, reply: FastifyReply, begins: boolean): Promise<Polled> {
    const door = await this.#judge(request, reply);
    const key = keyOf(request);
    if (!begins || key === undefined) throw new Refused(NOT_FOUND);
    // The same request once more, because a browser repeats one whose answer was lost.
    if (this.#open.has(key)) return this.#find(request, reply) ?? this.#connect(request, reply, false);
    const { hub, clock } = this.#options;
    const full = noRoom(hub, door);
    if (full !== undefined) throw new Refused(full);
    const polled = new Polled({ hub, clock, door: { ...door, key }, gone: () => this.#open.delete(key) });
    this.#open.set(key, { polled, site: siteOf(request), origin: request.headers.origin });
    return polled;
  }

  // FR2
  async #judge(request: FastifyRequest, reply: FastifyReply): Promise<Door> {
    const { origin } = request.headers;
    const verdict = await admit(this.#options, { key: siteOf(request), origin, address: homeOf(request.ip) });
    if ('code' in verdict) throw new Refused(verdict);
    admitPage(reply, origin);
    return verdict;
  }
}

/** Lets a page that may come in read the answer, and nobody keep it. */
function admitPage(reply: FastifyReply, origin: string | undefined): void {
  void reply.header('vary', 'Origin').header('cache-control', 'no-store');
  if (origin !== undefined) void reply.header('access-control-allow-origin', origin);
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const secret = SECRET.exec(headers.authorization ?? '')?.[1];
  return secret === undefined ? undefined : hashSecret(secret);
}

function siteOf({ query }: FastifyRequest): string | undefined {
  const { site } = query as { readonly site?: unknown };
  return site === undefined ? undefined : String(site);
}

function numberIn(header: string | readonly string[] | undefined): number | undefined {
  return typeof header === 'string' && NUMBER.test(header) ? Number(header) : undefined;
}

/** Registers the doors. */
export async function pollRoutes(doors: Doors, options: DoorOptions): Promise<void> {
  const door = new PollDoor(options);
  const config = { rateLimit: { keyGenerator: (request: FastifyRequest) => door.counted(request) } };
  doors.post(POLL.commands, { config }, (request, reply) => door.commands(request, reply));
  doors.get(POLL.events, { config }, (request, reply) => door.events(request, reply));
  for (const path of [POLL.commands, POLL.events])
    doors.options(path, (request, reply) => door.preflight(request, reply));
}
