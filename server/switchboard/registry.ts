/**
 * Who is connected to this node: every connection, those that have not said hello per address, the connections of each
 * visitor, and the sessions in use (FR11, RS6). It counts; what a full count means is its caller's business.
 */
import { LIMITS } from '../../protocol/constants.ts';
import type { SessionId, VisitorId } from '../../protocol/ids.ts';
import type { Visited } from './rounds.ts';

/** A connection as others here see it. */
export interface Closable extends Visited {
  close(code: number, reason: string): void;
  /** Sends the browser to another node after this time; resolves when it is gone. */
  drain(afterMs: number): Promise<void>;
  /** Answers what has come, then closes with 4000. */
  retire(): Promise<void>;
}

/** A connection whose document may take its session along to another one. */
export interface Handing extends Closable {
  /** Lets go of this session if it has it; the one that comes next takes it in the same turn (RS9). */
  handOver(session: SessionId): void;
}

export class Registry {
  readonly connections = new Set<Closable>();
  /** Polled connections by the hash of their secret. */
  readonly keyed = new Map<string, Handing>();
  /** The server goes: what ends now is not lost. */
  isClosing = false;
  readonly #waiting = new Map<string, number>();
  /** The oldest one first. */
  readonly #ofVisitor = new Map<VisitorId, Closable[]>();
  readonly #sessions = new Set<SessionId>();

  /** How many connections of this address have not said hello. */
  waiting(address: string): number {
    return this.#waiting.get(address) ?? 0;
  }

  /** Counts a connection without hello, until `greeted`. */
  wait(address: string): void {
    this.#waiting.set(address, this.waiting(address) + 1);
  }

  /** A connection that was counted has said its hello, or is gone. */
  greeted(address: string): void {
    const left = this.waiting(address) - 1;
    if (left > 0) this.#waiting.set(address, left);
    else this.#waiting.delete(address);
  }

  /** Takes a session for one connection; false if another connection has it now (RS6). */
  take(session: SessionId): boolean {
    if (this.#sessions.has(session)) return false;
    this.#sessions.add(session);
    return true;
  }

  release(session: SessionId): void {
    this.#sessions.delete(session);
  }

  /** Whether a connection here has this session. */
  has(session: SessionId): boolean {
    return this.#sessions.has(session);
  }

  /** The sessions that connections here have. */
  sessions(): SessionId[] {
    return [...this.#sessions];
  }

  /** Adds a connection of a visitor; the oldest one that is now too much, if any (FR11). */
  addVisitor(visitor: VisitorId, connection: Closable): Closable | undefined {
    // Not pushed: a list that grows takes room for many more, and most visitors have one connection.
    const all = [...(this.#ofVisitor.get(visitor) ?? []), connection];
    this.#ofVisitor.set(visitor, all);
    return all.length > LIMITS.socketsPerVisitor ? all[0] : undefined;
  }

  removeVisitor(visitor: VisitorId, connection: Closable): void {
    const left = this.#ofVisitor.get(visitor)?.filter((one) => one !== connection) ?? [];
    if (left.length > 0) this.#ofVisitor.set(visitor, left);
    else this.#ofVisitor.delete(visitor);
  }
}
