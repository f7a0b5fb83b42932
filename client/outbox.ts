/**
 * Commands until they are replied to: sent in the order in which they were given, one at a time per conversation, under
 * the same id however often it takes, so that nothing is lost, doubled or overtaken (CO4, RS7). It knows neither
 * sockets nor what a command means.
 */
import { LIMITS, TIMES } from '../protocol/constants.ts';
import type { Refusal } from '../protocol/errors.ts';
import type { CommandFrame, Reply } from '../protocol/frames.ts';
import type { CommandId } from '../protocol/ids.ts';
import { backOff } from './back-off.ts';
import type { Alarm, Clock } from './clock.ts';
import type { KeptCommand } from './storage.ts';

/** What an outbox needs. */
export interface OutboxPorts {
  readonly clock: Clock;
  random(): number;
  /** Puts a command on the wire. */
  transmit(frame: CommandFrame): void;
  /** A command has its final reply. */
  settled(command: KeptCommand, reply: Reply): void;
  /** The kept commands have changed. */
  changed(): void;
}

/** A reply that is not there after this time was lost on its way; asking again is harmless (CO2). */
const REPLY_MS = 10_000;

/** Why a command that is too old is not sent by itself. */
const EXPIRED: Refusal = { code: 'unavailable', message: 'Too old.' };

/** Refusals that say nothing about the command itself. */
const PASSING: ReadonlySet<Refusal['code']> = new Set(['limited', 'unavailable']);

/** The one command of a conversation that is on its way or waits for its next try. */
interface Turn {
  readonly id: CommandId;
  readonly alarm: Alarm;
}

/** All that this browser wants and was not told the result of. */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #turns = new Map<string, Turn>();
  readonly #failures = new Map<CommandId, number>();
  readonly #waiting = new Map<CommandId, ((reply: Reply) => void)[]>();
  /** What an earlier document left. */
  readonly #left: readonly KeptCommand[];
  #kept: readonly KeptCommand[];
  #online = false;

  constructor(ports: OutboxPorts, kept: readonly KeptCommand[] = []) {
    this.#ports = ports;
    this.#kept = kept;
    this.#left = kept;
  }

  /** What must survive a page change, in its order; failed messages are among them. */
  get kept(): readonly KeptCommand[] {
    return this.#kept;
  }

  /** Sends a command as soon as it may go; the same id again is another try of a failed one. */
  send(command: KeptCommand): Promise<Reply> {
    const known = this.#kept.some(({ id }) => id === command.id);
    const refused = known ? undefined : this.#unsendable(command);
    if (refused) return Promise.resolve(this.#refuse(command, refused));
    this.#keep(
      known ? this.#kept.map((other) => (other.id === command.id ? command : other)) : [...this.#kept, command],
    );
    return new Promise((resolve) => {
      this.#waiting.set(command.id, [...(this.#waiting.get(command.id) ?? []), resolve]);
      this.#advance();
    });
  }

  /** RS10: gives up what an earlier document left before this moment; its writer decides whether it is still to be said. */
  expire(before: number): void {
    for (const command of this.#left) {
      const isOld = command.at < before && command.refusal === undefined && this.#kept.includes(command);
      if (isOld) this.#finish(command, { kind: 'reply', id: command.id, refused: EXPIRED });
    }
  }

  /** The server listens: everything without a reply goes again, in its order (RS7). */
  goOnline(): void {
    this.#online = true;
    this.#advance();
  }

  /** Nothing can be sent now. */
  goOffline(): void {
    this.#online = false;
    for (const { alarm } of this.#turns.values()) alarm.cancel();
    this.#turns.clear();
  }

  /** A reply has arrived, or an event that proves what it would say. */
  settle(reply: Reply): void {
    // What was refused here may have been sent again, and done, in another tab.
    const command = this.#kept.find(({ id, refusal }) => id === reply.id && (refusal === undefined || 'done' in reply));
    if (!command) return;
    this.#endTurn(command);
    if ('refused' in reply && PASSING.has(reply.refused.code)) this.#pause(command, reply.refused);
    else this.#finish(command, reply);
    this.#advance();
  }

  #finish(command: KeptCommand, reply: Reply): void {
    const { id } = command;
    this.#failures.delete(id);
    const others = this.#kept.filter((other) => other !== command);
    // A message that was refused stays until its writer sees it and tries again (P4).
    if ('refused' in reply && command.command.type === 'message.post') {
      const failed = { ...command, refusal: reply.refused };
      this.#keep(this.#kept.map((other) => (other === command ? failed : other)));
    } else {
      this.#keep(others);
    }
    this.#ports.settled(command, reply);
    for (const resolve of this.#waiting.get(id) ?? []) resolve(reply);
    this.#waiting.delete(id);
  }

  #pause({ id, command }: KeptCommand, { retryAfter }: Refusal): void {
    const failures = this.#failures.get(id) ?? 0;
    this.#failures.set(id, failures + 1);
    const delay = retryAfter ?? TIMES.backoffBaseMs + backOff(failures, this.#ports.random);
    this.#takeTurn(laneOf(command), id, delay);
  }

  #advance(): void {
    if (!this.#online) return;
    for (const kept of this.#kept) {
      const lane = laneOf(kept.command);
      if (kept.refusal !== undefined || this.#turns.has(lane)) continue;
      this.#takeTurn(lane, kept.id, REPLY_MS);
      this.#ports.transmit(frameOf(kept));
    }
  }

  #takeTurn(lane: string, id: CommandId, ms: number): void {
    const again = (): void => {
      this.#turns.delete(lane);
      this.#advance();
    };
    this.#turns.set(lane, { id, alarm: this.#ports.clock.after(ms, again) });
  }

  #endTurn({ id, command }: KeptCommand): void {
    const lane = laneOf(command);
    const turn = this.#turns.get(lane);
    if (turn?.id !== id) return;
    turn.alarm.cancel();
    this.#turns.delete(lane);
  }

  #keep(kept: readonly KeptCommand[]): void {
    this.#kept = kept;
    this.#ports.changed();
  }

  // A frame over the limit would close the connection each time that it is tried (FR5).
  #unsendable(command: KeptCommand): Refusal | undefined {
    const bytes = new TextEncoder().encode(JSON.stringify(frameOf(command))).length;
    if (bytes > LIMITS.frameBytes) return { code: 'too_large', message: 'Too long.' };
    if (this.#kept.length < LIMITS.outboxItems) return undefined;
    return { code: 'limited', message: 'Too many wait.' };
  }

  #refuse(command: KeptCommand, refused: Refusal): Reply {
    const reply: Reply = { kind: 'reply', id: command.id, refused };
    this.#ports.settled(command, reply);
    return reply;
  }
}

function frameOf({ id, command }: KeptCommand): CommandFrame {
  return { kind: 'command', id, ...command };
}

// Order matters within a conversation only; one that is paused must not hold up the others.
function laneOf(command: KeptCommand['command']): string {
  return 'conversation' in command ? command.conversation : command.type;
}
