/**
 * The way of one attempt's signals to the other end: numbered, acknowledged, repeated until they are, and handed over
 * in order and once (CA6). It knows nothing of what they say; its clock and its wire come from outside.
 */
import { LIMITS, TIMES } from '../../protocol/constants.ts';
import type { ClientSignal, RtcBody, ServerSignal } from '../../protocol/signals.ts';
import type { Alarm, Clock } from '../clock.ts';

/** What names an attempt on the wire. */
export type Attempt = Pick<RtcBody, 'conversation' | 'call' | 'leg' | 'attempt'>;

/** What a channel needs. */
export interface RtcChannelOptions {
  readonly attempt: Attempt;
  readonly clock: Clock;
  post(signal: ClientSignal): void;
  /** The next signal of the other end. */
  deliver(data: RtcBody['data']): void;
}

/** Signals that are repeated at once: the next in order matter, and all of them would exceed the rate limit. */
const REPEAT_WINDOW = 16;

/** Signals of the other end that wait for an earlier one; more than one attempt may have is no honest end. */
const EARLY_LIMIT = 2 * LIMITS.candidates;

/** One attempt's channel. */
export class RtcChannel {
  readonly #options: RtcChannelOptions;
  readonly #unacknowledged = new Map<number, RtcBody['data']>();
  readonly #early = new Map<number, RtcBody['data']>();
  #sent = 0;
  #delivered = 0;
  #closed = false;
  #repeating: Alarm | undefined;

  constructor(options: RtcChannelOptions) {
    this.#options = options;
  }

  /** Sends to the other end. */
  send(data: RtcBody['data']): void {
    if (this.#closed) return;
    this.#sent += 1;
    this.#unacknowledged.set(this.#sent, data);
    this.#post(this.#sent, data);
    this.#schedule();
  }

  /** Takes a signal from the wire, if it belongs to this attempt. */
  hear(signal: Extract<ServerSignal, { type: 'rtc' | 'rtc.ack' }>): void {
    if (this.#closed || !this.#isOurs(signal.body)) return;
    const { n } = signal.body;
    if (signal.type === 'rtc.ack') this.#acknowledged(n);
    else this.#take(n, signal.body.data);
  }

  /** The connection is back: what it may have lost goes again at once. */
  repeat(): void {
    if (this.#closed) return;
    this.#repeating?.cancel();
    this.#repeating = undefined;
    for (const [n, data] of [...this.#unacknowledged].slice(0, REPEAT_WINDOW)) this.#post(n, data);
    this.#schedule();
  }

  /** Sends and delivers nothing any more. */
  close(): void {
    this.#closed = true;
    this.#repeating?.cancel();
  }

  #acknowledged(n: number): void {
    this.#unacknowledged.delete(n);
    if (this.#unacknowledged.size > 0) return;
    this.#repeating?.cancel();
    this.#repeating = undefined;
  }

  #take(n: number, data: RtcBody['data']): void {
    if (n > this.#delivered + EARLY_LIMIT) return;
    // Also what was here before: its first acknowledgement was lost.
    const { attempt } = this.#options;
    this.#options.post({ kind: 'signal', type: 'rtc.ack', body: { ...attempt, n } });
    if (n <= this.#delivered) return;
    this.#early.set(n, data);
    for (let next = this.#delivered + 1; this.#early.has(next); next += 1) {
      const body = this.#early.get(next) ?? {};
      this.#early.delete(next);
      this.#delivered = next;
      this.#options.deliver(body);
      if (this.#closed) return;
    }
  }

  #isOurs(body: Attempt): boolean {
    const { call, leg, attempt } = this.#options.attempt;
    return body.call === call && body.leg === leg && body.attempt === attempt;
  }

  #post(n: number, data: RtcBody['data']): void {
    this.#options.post({ kind: 'signal', type: 'rtc', body: { ...this.#options.attempt, n, data } });
  }

  #schedule(): void {
    if (this.#repeating !== undefined || this.#unacknowledged.size === 0) return;
    this.#repeating = this.#options.clock.after(TIMES.rtcRepeatMs, () => this.repeat());
  }
}
