/**
 * One socket from its upgrade to its end: hello first and in time, frames one after the other, limits, heartbeats, and
 * the close codes. It knows frames and times; what a session is told and may ask is the session's business.
 */
import { CLOSE, LIMITS, TIMES } from '../../protocol/constants.ts';
import { refuse } from '../../protocol/errors.ts';
import type { Hello } from '../../protocol/frames.ts';
import type { Alarm } from '../clock.ts';
import type { SessionRecord, SiteRecord } from '../store/people.ts';
import { StoreUnavailable } from '../store/store.ts';
import { readFrame } from './frames-in.ts';
import type { Inbound } from './frames-in.ts';
import { greet } from './greeting.ts';
import type { Kind } from './limits.ts';
import { errorFacts } from './log.ts';
import type { ThisNode } from './node.ts';
import { Outlet } from './outlet.ts';
import type { Remote } from './outlet.ts';
import type { Closable } from './registry.ts';
import { Session } from './session.ts';

/** What the door saw before the upgrade. */
export interface Door {
  /** Widget: the site whose origin was checked. None: the console. */
  readonly site?: SiteRecord;
  /** Whose sockets are counted together before they say hello. */
  readonly address: string;
}

/** A connection as its door feeds it. Nothing here throws. */
export interface Connection {
  receive(text: string): void;
  /** Something came that is no text frame. */
  badFrame(): void;
  /** A pong came. */
  alive(): void;
  /** The socket is gone. */
  closed(): void;
}

/** A browser that ignores `retryAfter` this often in a row is a flood. */
const IGNORED_LIMITS = 500;

/** Close code of RFC 6455 for our own fault: the browser may come back. */
const INTERNAL_ERROR = 1011;

type Asking = Extract<Inbound, { kind: 'command' | 'read' | 'refused' }>;

export class Line implements Connection, Closable {
  readonly #node: ThisNode;
  readonly #remote: Remote;
  readonly #door: Door;
  readonly #outlet: Outlet;
  readonly #greeted: () => void;
  #phase: 'new' | 'greeting' | 'open' | 'closed' = 'new';
  #session: Session | undefined;
  #record: SessionRecord | undefined;
  #lastHeard: number;
  #alarms: { deadline?: Alarm; heartbeat?: Alarm; silence?: Alarm } = {};
  readonly #queue: Inbound[] = [];
  /** Commands and reads that are not answered yet. */
  #underWay = 0;
  /** The one that is under way lets nothing overtake it or go with it. */
  #isAlone = false;
  #isPaused = false;
  #ignoredLimits = 0;

  constructor(node: ThisNode, remote: Remote, door: Door) {
    this.#node = node;
    this.#remote = remote;
    this.#door = door;
    this.#lastHeard = node.clock.now();
    this.#outlet = new Outlet({
      remote,
      clock: node.clock,
      drained: () => this.#session?.drained(),
      dead: () => this.#end('slow'),
    });
    this.#greeted = node.registry.wait(door.address);
    node.registry.connections.add(this);
    // FR4
    this.#alarms.deadline = node.clock.after(TIMES.helloMs, () => {
      if (this.#phase === 'new') this.close(CLOSE.badFrame, 'no hello in time');
    });
  }

  receive(text: string): void {
    if (this.#phase === 'closed') return;
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
    this.#lastHeard = this.#node.clock.now();
  }

  closed(): void {
    this.#end('gone');
  }

  close(code: number, reason: string): void {
    if (this.#phase === 'closed') return;
    this.#remote.close(code, reason);
    // Otherwise the browser's half of the goodbye is never read.
    if (this.#isPaused) this.#remote.resume();
    this.#end(reason);
  }

  #bad(why: string): void {
    // ER2: one line, nothing of the content.
    this.#node.log.warn({ why, code: CLOSE.badFrame }, 'a bad frame');
    this.close(CLOSE.badFrame, why);
  }

  #greet(hello: Hello): void {
    this.#phase = 'greeting';
    this.#welcome(hello).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) return this.close(CLOSE.restart, 'come back later');
      this.#node.log.error({ errorId: this.#node.ids.uuid(), ...errorFacts(error) }, 'a greeting failed');
      this.close(INTERNAL_ERROR, 'our fault');
    });
  }

  async #welcome(hello: Hello): Promise<void> {
    const node = this.#node;
    const greeted = await greet(node, hello, this.#door.site);
    if ('code' in greeted) return this.close(greeted.code, greeted.reason);
    const { actor, record, token } = greeted;
    this.#record = record;
    if (this.#isOver()) return this.#leave(record);
    this.#greeted();
    if (actor.kind === 'visitor') {
      node.registry.addVisitor(actor.visitor, this)?.close(CLOSE.replaced, 'too many connections'); // FR11
    }
    const close = (code: number, reason: string) => this.close(code, reason);
    this.#session = new Session({ node, actor, outlet: this.#outlet, token, close });
    await this.#session.open(hello);
    if (this.#isOver()) return;
    this.#phase = 'open';
    this.#alarms.deadline?.cancel();
    this.#beat(this.#session);
    this.#listen(this.#session);
    node.log.info({ session: record.id, person: record.person.kind }, 'a session is connected');
    this.#work();
  }

  #isOver(): boolean {
    return this.#phase === 'closed';
  }

  // FR8
  #beat(session: Session): void {
    this.#alarms.heartbeat = this.#node.clock.after(session.heartbeatMs, () => {
      session.heartbeat();
      if (!this.#isOver()) this.#beat(session);
    });
  }

  #listen(session: Session): void {
    const now = this.#node.clock.now();
    this.#lastHeard = Math.min(this.#lastHeard, now); // The wall clock may be turned back.
    const quietMs = now - this.#lastHeard;
    if (quietMs >= session.silenceMs) return this.close(CLOSE.silent, 'no sign of life');
    this.#alarms.silence = this.#node.clock.after(session.silenceMs - quietMs, () => this.#listen(session));
  }

  #enqueue(frame: Inbound): void {
    this.#queue.push(frame);
    if (this.#queue.length + this.#underWay >= LIMITS.inboundQueue && !this.#isPaused) {
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
      const [frame] = this.#queue;
      if (frame === undefined) return;
      const alone = !(frame.kind === 'command' && session.follows(frame.command));
      if (alone && this.#underWay > 0) return;
      this.#queue.shift();
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
  }

  #calmDown(): void {
    if (!this.#isPaused || this.#queue.length + this.#underWay > LIMITS.inboundQueue / 2) return;
    this.#isPaused = false;
    this.#remote.resume();
  }

  async #answer(session: Session, frame: Asking): Promise<void> {
    const id = frame.kind === 'read' ? frame.read.id : frame.id;
    const retryAfter = this.#node.limiter.take(rateOf(session, frame), session.person);
    if (retryAfter > 0) return this.#limit(session, id, retryAfter);
    this.#ignoredLimits = 0;
    if (frame.kind === 'command') await session.command(frame.id, frame.command);
    else if (frame.kind === 'read') await session.read(frame.read);
    else session.refuse(frame.id, frame.refusal);
  }

  // CO7
  #limit(session: Session, id: string, retryAfter: number): void {
    this.#ignoredLimits += 1;
    if (this.#ignoredLimits === 1) this.#node.log.warn({ session: this.#record?.id }, 'commands above the limit');
    if (this.#ignoredLimits > IGNORED_LIMITS) return this.close(CLOSE.blocked, 'a flood');
    session.refuse(id, refuse('limited', 'Too many at once.', { retryAfter }));
  }

  #end(why: string): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    for (const alarm of Object.values(this.#alarms)) alarm.cancel();
    this.#outlet.close();
    this.#queue.length = 0;
    this.#greeted();
    this.#node.registry.connections.delete(this);
    this.#session?.close({ isLost: !this.#node.registry.isClosing });
    if (this.#record !== undefined) {
      this.#leave(this.#record);
      this.#node.log.info({ session: this.#record.id, why }, 'a session lost its connection');
    }
  }

  /** Lets the session go; it is waited for. */
  #leave(record: SessionRecord): void {
    if (record.person.kind === 'visitor') this.#node.registry.removeVisitor(record.person.id, this);
    this.#node.registry.release(record.id);
    this.#node.grace.lost(record);
  }
}

function rateOf(session: Session, frame: Asking): Kind {
  if (frame.kind === 'read') return 'read';
  return session.viewer === 'visitor' ? 'visitor-command' : 'agent-command';
}
