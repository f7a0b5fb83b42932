/**
 * The doors for networks that let no socket through: a POST brings frames, a GET waits for some (FR15). It judges
 * each request as the socket door judges an upgrade, and finds the connection that it belongs to, which is one of the
 * hub's like any other. It knows HTTP; what is said is the hub's business.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { POLL } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { PollPlace, PollWish } from '../broker/broker.ts';
import type { Door } from '../switchboard/greeting.ts';
import { hashSecret } from '../switchboard/passwords.ts';
import { admit, noRoom } from './admission.ts';
import type { DoorOptions, Doors } from './doors.ts';
import { homeOf } from './home.ts';
import { PollRelay } from './poll-relay.ts';
import type { Serve } from './poll-relay.ts';
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
const NO_NUMBER = refuse('invalid', 'Last-Event-ID: must be the number of the last frame.');

class PollDoor {
  readonly #options: DoorOptions;
  /** By the hash of their secret. */
  readonly #open = new Map<string, Serve>();
  readonly #relay: PollRelay;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#relay = new PollRelay(options.broker, options.clock);
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
    // A body without a number is no beginning, and a gap for every connection.
    const first = numberIn(request.headers[POLL.frameHeader]) ?? Number.MAX_SAFE_INTEGER;
    const frames = typeof request.body === 'string' && request.body !== '' ? request.body.split('\n') : [];
    await this.#answer(request, reply, { kind: 'bring', first, frames });
    void reply.code(204);
  }

  /** What the server has to say. */
  async events(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const after = numberIn(request.headers['last-event-id']);
    if (after === undefined) throw new Refused(NO_NUMBER);
    void reply.type('application/json');
    return this.#answer(request, reply, { kind: 'hear', after });
  }

  /** What the connection of this request answers, wherever it is. */
  async #answer(request: FastifyRequest, reply: FastifyReply, wish: PollWish): Promise<string> {
    const key = keyOf(request);
    const place = { site: siteOf(request), origin: request.headers.origin };
    const known = key === undefined ? undefined : (this.#open.get(key) ?? (await this.#relay.find(key)));
    let answer = await known?.(place, wish);
    if (answer === undefined) {
      const door = await this.#judge(request, reply);
      const begins = wish.kind === 'bring' && wish.first === 1 && wish.frames.length > 0;
      answer = begins && key !== undefined ? await this.#connect(key, door, place)(place, wish) : undefined;
    } else admitPage(reply, place.origin);
    if (answer === undefined) throw new Refused(NOT_FOUND);
    if ('refusal' in answer) throw new Refused(answer.refusal);
    return answer.json;
  }

  /** A new connection, unless the same request came twice, because browsers repeat one whose answer was lost. */
  #connect(key: string, door: Door, opened: PollPlace): Serve {
    const known = this.#open.get(key);
    if (known !== undefined) return known;
    const { hub, clock } = this.#options;
    const full = noRoom(hub, door);
    if (full !== undefined) throw new Refused(full);
    const gone = (): void => {
      this.#open.delete(key);
      close();
    };
    const polled = new Polled({ hub, clock, door: { ...door, key }, gone });
    const serve: Serve = async (place, wish) => (isSame(place, opened, wish) ? polled.serve(wish) : undefined);
    const close = this.#relay.open(key, serve);
    this.#open.set(key, serve);
    return serve;
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

/** A page names no origin when it reads from its own server; one that is foreign always does. */
function isSame(place: PollPlace, opened: PollPlace, wish: PollWish): boolean {
  const isFromThere = place.origin === opened.origin || (place.origin === undefined && wish.kind === 'hear');
  return isFromThere && place.site === opened.site;
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
