/**
 * How long somebody waits in a department's queue, by its own history of the last weeks. The history is read again now and
 * then, not for each who asks. It knows where the past is kept; what it says about the future is the domain's business.
 */
import type { DepartmentId } from '../../protocol/ids.ts';
import type { Clock } from '../clock.ts';
import { estimateMs, paceOf } from '../domain/estimate.ts';
import type { PastWait } from '../domain/estimate.ts';
import type { QueueKind } from '../domain/queue.ts';
import type { Wait } from '../domain/waits.ts';
import type { Store } from '../store/store.ts';

/** Older waits say little about the people who answer now. */
const PAST_MS = 28 * 86_400_000;
/** Newest ones that count; more would not make the bound any better. */
const WAITS = 400;
/** So long a history is good enough. */
const FRESH_MS = 60_000;

/** A place in a queue. */
export interface Standing {
  readonly department: DepartmentId;
  readonly kind: QueueKind;
  readonly position: number;
  readonly serving: number;
}

export class Estimates {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #paces = new Map<string, { readonly at: number; readonly pace: Promise<number | null> }>();

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** By when somebody comes to this place, in four of five cases; null if nobody can say. */
  async at(standing: Standing): Promise<number | null> {
    const ms = estimateMs(await this.#pace(standing), standing);
    return ms === null ? null : this.#clock.now() + ms;
  }

  /** How long whoever came now would wait behind those who wait already; null if nobody can say. */
  async next({ department, kind, serving }: Omit<Standing, 'position'>): Promise<number | null> {
    const pace = await this.#pace({ department, kind });
    if (pace === null) return null;
    const filter = { department, channel: kind, outcomes: ['waiting'], since: this.#clock.now() - PAST_MS } as const;
    const ahead = await this.#store.chronicle.waits({ ...filter, limit: WAITS });
    return ahead.length === WAITS ? null : estimateMs(pace, { position: ahead.length + 1, serving });
  }

  #pace({ department, kind }: Pick<Standing, 'department' | 'kind'>): Promise<number | null> {
    const now = this.#clock.now();
    const key = `${kind} ${department}`;
    const known = this.#paces.get(key);
    if (known !== undefined && now - known.at < FRESH_MS) return known.pace;
    const filter = { department, channel: kind, outcomes: ['taken'], placed: true, since: now - PAST_MS } as const;
    const past = this.#store.chronicle.waits({ ...filter, limit: WAITS });
    const pace = past.then((waits) => paceOf(waits.flatMap(pastWait)));
    this.#paces.set(key, { at: now, pace });
    pace.catch(() => this.#paces.delete(key));
    return pace;
  }
}

function pastWait({ queuedAt, takenAt, position, serving }: Wait): PastWait[] {
  if (takenAt === null || position === null || serving === null || serving < 1) return [];
  return [{ waitedMs: takenAt - queuedAt, position, serving }];
}
