/**
 * The other nodes, as far as sessions need them (RS8): each gives signs of life in the store, and the sessions of one
 * that has fallen silent are inherited by one of the others. It counts what it sees itself, so no node's clock matters.
 */
import type { SessionId } from '../../protocol/ids.ts';
import type { Alarm, Clock } from '../clock.ts';
import type { SessionRecord } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { errorFacts } from './log.ts';
import type { Log } from './log.ts';

/** A sign of life, and a look at those of the others, at this interval. */
const BEAT_MS = 3_000;

/** Looks without a sign of life after which a node counts as dead: about ten seconds. */
const SILENT_LOOKS = 3;

export interface NeighboursParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Name of this node. */
  readonly name: string;
  /** Sessions that are connected here. */
  connected(): readonly SessionId[];
  /** These sessions were another node's; they are to be waited for here. */
  inherited(sessions: readonly SessionRecord[]): void;
}

export class Neighbours {
  readonly name: string;
  readonly #parts: NeighboursParts;
  /** Last sign of life of each other node, and how often it was the last. */
  #others = new Map<string, { readonly beat: number; readonly looks: number }>();
  #beat = 0;
  #alarm: Alarm | undefined;
  #isStopped = false;

  constructor(parts: NeighboursParts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  /** The first sign of life; throws when the store cannot take it. */
  async start(): Promise<void> {
    await this.#look();
    this.#lookLater();
  }

  /** No more signs of life: the others will notice. */
  stop(): void {
    this.#isStopped = true;
    this.#alarm?.cancel();
  }

  /** Whether this is another node that lives, as far as anybody knows; one that has just started may be unknown here. */
  async isAlive(node: string): Promise<boolean> {
    if (node === this.name) return false;
    const { store, name } = this.#parts;
    return this.#others.has(node) || (await store.people.beat(name)).has(node);
  }

  #lookLater(): void {
    if (this.#isStopped) return;
    this.#alarm = this.#parts.clock.after(BEAT_MS, () => {
      this.#look()
        .catch((error: unknown) => this.#parts.log.warn(errorFacts(error), 'no sign of life could be given'))
        .finally(() => this.#lookLater());
    });
  }

  async #look(): Promise<void> {
    const { store, log, name } = this.#parts;
    const beats = await store.people.beat(name);
    await this.#noticeOwnBurial(beats.get(name) ?? 0);
    beats.delete(name);
    const dead: string[] = [];
    const alive = new Map<string, { readonly beat: number; readonly looks: number }>();
    for (const [node, beat] of beats) {
      const last = this.#others.get(node);
      const looks = last?.beat === beat ? last.looks + 1 : 0;
      if (looks >= SILENT_LOOKS) dead.push(node);
      else alive.set(node, { beat, looks });
    }
    this.#others = alive;
    for (const node of dead) {
      const inherited = await store.people.inherit(node, name, this.#parts.clock.now());
      log.warn({ node, sessions: inherited.length }, 'a node has fallen silent');
      this.#parts.inherited(inherited);
    }
  }

  /** This node was silent for so long that others believe it dead: what is still connected here comes back. */
  async #noticeOwnBurial(beat: number): Promise<void> {
    const wasBuried = beat <= this.#beat;
    this.#beat = beat;
    if (!wasBuried) return;
    const { store, log, name, connected } = this.#parts;
    log.warn({ node: name }, 'the other nodes believed this one dead');
    await store.people.reclaimSessions(connected(), name);
  }
}
