/**
 * The floor while somebody looks at it: asked for anew when a row of the inbox or somebody's presence has changed, or when
 * a reason to wait ends by itself; never just because time has passed. It knows when to ask, nothing of what is shown.
 */
import type { Client } from '../client/client.ts';
import { Cell, type Observable } from '../client/observable.ts';
import type { FloorView } from '../protocol/floor.ts';
import type { Api } from './api.ts';
import { endOf } from './floor-reasons.ts';

/** Between two questions: on a busy floor something changes all the time, and nobody reads faster. */
const REST_MS = 2_000;
/** The server acts on an end soon after it, not at once. */
const AFTER_END_MS = 1_000;
/** No reason to wait lasts longer, so that a browser whose clock is wrong does not wait for ever. */
const LONGEST_MS = 180_000;

/** What is known of the floor. */
export type FloorShown = FloorView | 'loading' | 'failed';

export interface FloorWatch extends Observable<FloorShown> {
  /** Asks again after a failure. */
  retry(): void;
}

export interface FloorWatchParts {
  readonly api: Pick<Api, 'floor'>;
  readonly client: Pick<Client, 'inbox' | 'presences' | 'serverNow'>;
}

/** When the first of these reasons ends. */
function firstEnd({ queues }: FloorView): number | undefined {
  const ends = queues.flatMap(({ waits }) => waits.flatMap(({ why }) => endOf(why) ?? []));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Watches while anybody is subscribed. */
class Watch implements FloorWatch {
  readonly #parts: FloorWatchParts;
  readonly #shown = new Cell<FloorShown>('loading');
  #watchers = 0;
  #unsubscribe: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #restsUntil = 0;
  #isAsking = false;
  #isStale = false;

  constructor(parts: FloorWatchParts) {
    this.#parts = parts;
  }

  get value(): FloorShown {
    return this.#shown.value;
  }

  subscribe(listener: (value: FloorShown) => void): () => void {
    const unsubscribe = this.#shown.subscribe(listener);
    this.#watchers += 1;
    if (this.#watchers === 1) this.#begin();
    return () => {
      unsubscribe();
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#end();
    };
  }

  retry(): void {
    this.#shown.set('loading');
    void this.#ask();
  }

  #begin(): void {
    const { inbox, presences } = this.#parts.client;
    const changed = (): void => this.#askSoon();
    this.#unsubscribe = [inbox.subscribe(changed), presences.subscribe(changed)];
    void this.#ask();
  }

  #end(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    clearTimeout(this.#timer);
  }

  #askSoon(): void {
    if (this.#isAsking) this.#isStale = true;
    else this.#askIn(Math.max(0, this.#restsUntil - performance.now()));
  }

  #askIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), ms);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.#watchers === 0) return;
    this.#isAsking = true;
    this.#isStale = false;
    const answer = await this.#parts.api.floor();
    this.#isAsking = false;
    this.#restsUntil = performance.now() + REST_MS;
    if (this.#watchers === 0) return;
    // What was there stays: the banner says that the connection is away.
    if ('done' in answer) this.#shown.set(answer.done);
    else if (typeof this.#shown.value === 'string') this.#shown.set('failed');
    if (this.#isStale) this.#askSoon();
    else this.#askAtEnd();
  }

  #askAtEnd(): void {
    const shown = this.#shown.value;
    const end = typeof shown === 'string' ? undefined : firstEnd(shown);
    if (end === undefined) return;
    const left = end + AFTER_END_MS - this.#parts.client.serverNow();
    this.#askIn(Math.min(LONGEST_MS, Math.max(REST_MS, left)));
  }
}

/** The floor of the agent whose client this is. */
export function createFloorWatch(parts: FloorWatchParts): FloorWatch {
  return new Watch(parts);
}
