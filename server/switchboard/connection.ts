/**
 * One socket from its upgrade to its end: hello first and in time, frames one after the other, limits, heartbeats, and
 * the close codes. It knows frames and times; what a session is told and may ask is the session's business.
 */
import { CLOSE, LIMITS, TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/frames.ts';
import type { SessionId } from '../../protocol/ids.ts';
import type { AgentActor, VisitorActor } from '../domain/decision.ts';
import { SERVER_LIMITS } from '../limits.ts';
import { StoreUnavailable } from '../store/store.ts';
import { readFrame } from './frames-in.ts';
import type { Inbound } from './frames-in.ts';
import { greet } from './greeting.ts';
import type { Door } from './greeting.ts';
import type { Away } from './grace.ts';
import type { Kind } from './limiter.ts';
import { errorFacts } from './log.ts';
import type { ThisNode } from './node.ts';
import { Outlet } from './outlet.ts';
import type { OutletOwner, Remote } from './outlet.ts';
import type { Handing } from './registry.ts';
import { roundsOf } from './rounds.ts';
import { Session } from './session.ts';

/** A connection as its door feeds it. Nothing here throws. */
export interface Connection {
  receive(text: string): void;
  /** Something came that is no text frame. */
  badFrame(): void;
  /** A pong came. */
  alive(): void;
  /** The socket broke, and will be gone soon. */
  failed(code: string): void;
  /** The socket is gone. */
  closed(): void;
}

/** Close code of RFC 6455 for our own fault: the browser may come back. */
const INTERNAL_ERROR = 1011;

const HELLO_ROUNDS = roundsOf(TIMES.helloMs);

type Asking = Extract<Inbound, { kind: 'command' | 'read' | 'refused' }>;

export class Line implements Connection, Handing, OutletOwner {
  readonly #node: ThisNode;
  readonly #remote: Remote;
  readonly #outlet: Outlet;
  /** Polled: nobody shall find it by its secret any more. */
  readonly #forget: (() => void) | undefined;
  /** Until the hello was accepted. */
  #door: Door | undefined;
  #phase: 'new' | 'greeting' | 'open' | 'closed' = 'new';
  #session: Session | undefined;
  /** The round of the last sign of life. */
  #heardAt: number;
  /** The round in which the hello is late, and later that of the next heartbeat. */
  #dueAt: number;
  /** There is none before the first frame: most connections are idle. */
  #queue: Inbound[] | undefined;
  /** Commands and reads that are not answered yet. */
  #underWay = 0;
  /** The one that is under way lets nothing overtake it or go with it. */
  #isAlone = false;
  #isPaused = false;
  #isRetiring = false;
  /** Tells who waits for the end. */
  #gone: (() => void) | undefined;
  #ignoredLimits = 0;

  constructor(node: ThisNode, remote: Remote, door: Door) {
    this.#node = node;
    this.#remote = remote;
    this.#door = door;
    this.#forget = door.key === undefined ? undefined : nameIt(node, door.key, this);
    this.#outlet = new Outlet(remote, node.rounds, this);
    this.#heardAt = node.rounds.now;
    this.#dueAt = node.rounds.now + HELLO_ROUNDS;
    node.registry.wait(door.address);
    node.registry.connections.add(this);
    node.rounds.begin();
  }

  receive(text: string): void {
    // RS7: what is not answered any more is sent again on the next connection.
    if (this.#phase === 'closed' || this.#isRetiring) return;
    this.alive();
    if (this.#phase !== 'open' && Buffer.byteLength(text) > LIMITS.helloBytes)
      return this.#bad('too long before hello');
    const frame = readFrame(text);
    if (frame.kind === 'bad') return this.#bad(frame.why);
    if (frame.kind === 'version') return this.close(CLOSE.version, 'another version of the protocol');
    if (frame.kind === 'hello') return this.#phase === 'new' ? this.#greet(frame.hello) : this.#bad('a second hello');
    if (this.#phase === 'new') return this.#bad('no hello first'); // FR3
    if (frame.kind === 'ignored') return; // FR6
    // Hints need no order and must not wait for the disk.
    if (frame.kind === 'signal' && this.#session && this.#phase === 'open')
      return void this.#session.signal(frame.signal);
    this.#enqueue(frame);
  }

  badFrame(): void {
    if (this.#phase !== 'closed') this.#bad('no text frame'); // FR1
  }

  alive(): void {
    this.#heardAt = this.#node.rounds.now;
  }

  // ER2: one line, nothing of the content.
  failed(code: string): void {
    this.#node.log.warn({ code }, 'a socket failed');
  }

  closed(): void {
    this.#end('gone');
  }

  round(now: number): void {
    this.#outlet.round(now);
    // FR4: the network may be slow, and whoever is behind it comes back.
    if (this.#phase === 'new' && now > this.#dueAt) this.close(CLOSE.silent, 'no hello in time');
    if (this.#phase === 'open' && this.#session) this.#beat(this.#session, now);
  }

  drained(): void {
    this.#session?.drained();
  }

  dead(): void {
    this.#end('slow');
  }

  close(code: number, reason: string): void {
    if (this.#phase === 'closed') return;
    this.#remote.close(code, reason);
    // Otherwise the browser's half of the goodbye is never read.
    if (this.#isPaused) this.#remote.resume();
    this.#end(reason);
  }

  // RS9
  handOver(session: SessionId): void {
    if (this.#session?.actor.session !== session) return;
    this.#remote.close(CLOSE.restart, 'handed over');
    this.#end('handed over', { isHandedOver: true });
  }

  // FR13
  drain(afterMs: number): Promise<void> {
    const gone = this.#untilGone();
    if (this.#phase === 'open') this.#session?.drain(afterMs);
    else this.close(CLOSE.restart, 'the server restarts');
    return gone;
  }

  retire(): Promise<void> {
    const gone = this.#untilGone();
    this.#isRetiring = true;
    this.#closeOnceAnswered();
    return gone;
  }

  #untilGone(): Promise<void> {
    if (this.#isOver()) return Promise.resolve();
    const before = this.#gone;
    return new Promise((resolve) => {
      this.#gone = () => [before, resolve].forEach((tell) => tell?.());
    });
  }

  #closeOnceAnswered(): void {
    const isAsked = this.#phase === 'open' && this.#waiting > 0;
    if (this.#isRetiring && !isAsked) this.close(CLOSE.restart, 'the server restarts');
  }

  #bad(why: string): void {
    // ER2: one line, nothing of the content.
    this.#node.log.warn({ why, code: CLOSE.badFrame }, 'a bad frame');
    this.close(CLOSE.badFrame, why);
  }

  #greet(hello: Hello): void {
    if (this.#node.registry.isClosing) return this.close(CLOSE.restart, 'the server restarts');
    const door = this.#door;
    if (door === undefined) return;
    this.#phase = 'greeting';
    this.#welcome(hello, door).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return this.close(CLOSE.restart, 'come back later');
      this.#node.log.error({ errorId: this.#node.ids.uuid(), ...errorFacts(error) }, 'a greeting failed');
      this.close(INTERNAL_ERROR, 'our fault');
    });
  }

  async #welcome(hello: Hello, door: Door): Promise<void> {
    const node = this.#node;
    const greeted = await greet(node, hello, door);
    if ('code' in greeted) return this.close(greeted.code, greeted.reason);
    const { actor, token } = greeted;
    if (this.#isOver()) return this.#leave(awayOf(actor));
    this.#pass();
    if (actor.kind === 'visitor') {
      node.registry.addVisitor(actor.visitor, this)?.close(CLOSE.replaced, 'too many connections'); // FR11
    }
    const session = new Session({ node, actor, outlet: this.#outlet, connection: this });
    this.#session = session;
    await session.open(hello, token);
    if (this.#isOver()) return;
    this.#phase = 'open';
    this.#dueAt = node.rounds.now + session.heartbeatRounds;
    node.log.info({ session: actor.session, person: actor.kind }, 'a session is connected');
    this.#work();
  }

  #isOver(): boolean {
    return this.#phase === 'closed';
  }

  /** No longer one of those whose hello is awaited; nobody needs the door any more. */
  #pass(): void {
    if (this.#door !== undefined) this.#node.registry.greeted(this.#door.address);
    this.#door = undefined;
  }

  // FR8
  #beat(session: Session, now: number): void {
    if (now - this.#heardAt > session.silenceRounds) return this.close(CLOSE.silent, 'no sign of life');
    if (now < this.#dueAt) return;
    this.#dueAt = now + session.heartbeatRounds;
    session.heartbeat();
  }

  /** Frames that are not answered yet. */
  get #waiting(): number {
    return (this.#queue?.length ?? 0) + this.#underWay;
  }

  #enqueue(frame: Inbound): void {
    this.#queue ??= [];
    this.#queue.push(frame);
    if (this.#waiting >= LIMITS.inboundQueue && !this.#isPaused) {
      this.#isPaused = true;
      this.#remote.pause();
    }
    this.#work();
  }

  /**
   * CO4: in their order. Commands of conversations that are followed go to the store together, which keeps the order of
   * the calls; everything else waits for what is under way, and is waited for.
   */
  #work(): void {
    const session = this.#session;
    while (session !== undefined && this.#phase === 'open' && !this.#isAlone) {
      const frame = this.#queue?.[0];
      if (frame === undefined) return;
      const alone = !(frame.kind === 'command' && session.follows(frame.command));
      if (alone && this.#underWay > 0) return;
      this.#queue?.shift();
      if (frame.kind === 'signal') void session.signal(frame.signal);
      else if (frame.kind === 'command' || frame.kind === 'read' || frame.kind === 'refused') {
        void this.#workOff(session, frame, alone);
      }
    }
  }

  async #workOff(session: Session, frame: Asking, alone: boolean): Promise<void> {
    this.#isAlone = alone;
    this.#underWay += 1;
    try {
      await this.#answer(session, frame);
    } catch (error) {
      this.#node.log.error({ errorId: this.#node.ids.uuid(), ...errorFacts(error) }, 'a frame failed');
      this.close(INTERNAL_ERROR, 'our fault');
    }
    this.#underWay -= 1;
    this.#isAlone = false;
    this.#calmDown();
    this.#work();
    this.#closeOnceAnswered();
  }

  #calmDown(): void {
    if (!this.#isPaused || this.#waiting > LIMITS.inboundQueue / 2) return;
    this.#isPaused = false;
    this.#remote.resume();
  }

  #answer(session: Session, frame: Asking): Promise<void> | void {
    const id = frame.kind === 'read' ? frame.read.id : frame.id;
    const retryAfter = this.#node.limiter.take(rateOf(session, frame), session.person);
    if (retryAfter > 0) return this.#limit(session, id, retryAfter);
    this.#ignoredLimits = 0;
    if (frame.kind === 'command') return session.command(frame.id, frame.command);
    if (frame.kind === 'read') return session.read(frame.read);
    session.refuse(frame.id, frame.refusal);
  }

  // CO7
  #limit(session: Session, id: string, retryAfter: number): void {
    this.#ignoredLimits += 1;
    if (this.#ignoredLimits === 1) this.#node.log.warn({ session: session.actor.session }, 'commands above the limit');
    if (this.#ignoredLimits > SERVER_LIMITS.ignoredLimits) return this.close(CLOSE.blocked, 'a flood');
    session.refuse(id, refuse('limited', 'Too many at once.', { retryAfter }));
  }

  #end(why: string, { isHandedOver } = { isHandedOver: false }): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#outlet.close();
    this.#queue = undefined;
    this.#pass();
    this.#node.registry.connections.delete(this);
    this.#forget?.();
    const session = this.#session;
    if (session !== undefined) {
      session.close({ isLost: !isHandedOver && !this.#node.registry.isClosing });
      this.#leave(awayOf(session.actor), isHandedOver);
      this.#node.log.info({ session: session.actor.session, why }, 'a session lost its connection');
    }
    this.#gone?.();
  }

  /** Lets the session go; it is waited for, unless it has gone on already. */
  #leave(away: Away, isHandedOver = false): void {
    if (away.person.kind === 'visitor') this.#node.registry.removeVisitor(away.person.id, this);
    this.#node.registry.release(away.id);
    // Nobody is waited for who is here, on another connection, in the same moment.
    if (!isHandedOver) this.#node.grace.lost(away);
  }
}

/** Makes a polled connection known by the hash of its secret, here and to other nodes (RS9). */
function nameIt({ registry, broker }: ThisNode, key: string, line: Line): () => void {
  registry.keyed.set(key, line);
  const unsubscribe = broker.subscribe(`poll:${key}`, (message) => {
    if (message.type === 'handOver') line.handOver(message.session);
  });
  return () => {
    registry.keyed.delete(key);
    unsubscribe();
  };
}

function awayOf(actor: VisitorActor | AgentActor): Away {
  const person =
    actor.kind === 'visitor'
      ? ({ kind: 'visitor', id: actor.visitor } as const)
      : ({ kind: 'agent', id: actor.agent } as const);
  return { id: actor.session, person };
}

function rateOf(session: Session, frame: Asking): Kind {
  if (frame.kind === 'read') return 'read';
  return session.viewer === 'visitor' ? 'visitor-command' : 'agent-command';
}
