/**
 * An open load: messages go out at a given rate, whatever became of those before, each pair in its turn, and it is
 * noted how long each took to its reader. Messages of one pair arrive in their order, so the first that comes is the
 * first that was sent.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Dialect, Pair } from './dialects.ts';

/** How long the last messages may be under way after the end. */
const DRAIN_MS = 10_000;
const STEP_MS = 1;

export class Beat {
  readonly #dialect: Dialect;
  readonly #pairs: readonly Pair[];
  /** When each message that is under way was sent, by pair. */
  readonly #underWay = new Map<Pair, number[]>();
  readonly #perMs: number;
  #delays: number[] = [];
  #isOn = true;
  #sent = 0;

  /** Starts at once with so many messages per second. */
  constructor(dialect: Dialect, pairs: readonly Pair[], rate: number) {
    this.#dialect = dialect;
    this.#pairs = pairs;
    this.#perMs = rate / 1_000;
    for (const pair of pairs) this.#listen(pair);
    void this.#send(performance.now());
  }

  /** What was measured so far was only to warm up. */
  forget(): void {
    this.#delays = [];
  }

  /** Sends nothing more; resolves to the delays in milliseconds. Throws if a message never came. */
  async stop(): Promise<readonly number[]> {
    this.#isOn = false;
    const deadline = performance.now() + DRAIN_MS;
    const left = () => [...this.#underWay.values()].reduce((sum, times) => sum + times.length, 0);
    while (left() > 0 && performance.now() < deadline) await pause(STEP_MS);
    if (left() > 0) throw new Error(`${left()} of ${this.#sent} messages never came`);
    return this.#delays;
  }

  #listen(pair: Pair): void {
    const times: number[] = [];
    this.#underWay.set(pair, times);
    pair.writer.onText = (text) => void this.#dialect.hear(pair.writer, text);
    pair.reader.onText = (text) => {
      const { delivered } = this.#dialect.hear(pair.reader, text);
      for (const sentAt of times.splice(0, delivered)) this.#delays.push(performance.now() - sentAt);
    };
  }

  async #send(startedAt: number): Promise<void> {
    while (this.#isOn) {
      const due = (performance.now() - startedAt) * this.#perMs;
      for (; this.#sent < due; this.#sent += 1) {
        const pair = this.#pairs[this.#sent % this.#pairs.length]!;
        this.#underWay.get(pair)!.push(performance.now());
        pair.writer.send(this.#dialect.message(pair.conversation));
      }
      await pause(STEP_MS);
    }
  }
}
