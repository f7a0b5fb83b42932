/**
 * Tells those who wait where they stand: once on record when nobody can be asked at once, and live whenever it changes. It
 * remembers what it has told, on the node on duty; another node tells everybody anew. It knows the floor that routing has
 * just looked at, and neither sessions nor sockets.
 */
import type { ContentOf } from '../../protocol/events.ts';
import type { ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { QueuePlace } from '../../protocol/models.ts';
import type { Broker } from '../broker/broker.ts';
import { isNews, positions } from '../domain/queue.ts';
import type { Queued } from '../domain/queue.ts';
import type { Estimates } from './estimates.ts';

/** Somebody who is available, and for what. */
export interface QueueAgent {
  readonly departments: readonly DepartmentId[];
  readonly calls: boolean;
}

/** A place as it is put on record. */
export type PlaceBody = ContentOf<'queue.placed'>['body'];

export interface QueueDeskParts {
  readonly broker: Broker;
  readonly estimates: Estimates;
}

/** What a turn of routing has seen and planned. */
export interface QueueTurn {
  readonly queued: readonly Queued[];
  /** Agents who are available, each with the queues that they serve; undefined: nobody had to be looked for. */
  readonly agents: readonly QueueAgent[] | undefined;
  /** For whom nobody could be found now. */
  readonly unplaced: ReadonlySet<ConversationId>;
  /** Puts a place on record; false if it could not be. */
  record(conversation: ConversationId, body: PlaceBody): Promise<boolean>;
}

/** What a visitor was told of, and in which queue. */
interface Told {
  readonly queue: string;
  readonly place: QueuePlace;
}

export class QueueDesk {
  readonly #parts: QueueDeskParts;
  readonly #told = new Map<ConversationId, Told>();

  constructor(parts: QueueDeskParts) {
    this.#parts = parts;
  }

  /** Tells everybody for whom something has changed. */
  async turn(turn: QueueTurn): Promise<void> {
    const here = turn.queued;
    const ids = new Set(here.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!ids.has(id)) this.#told.delete(id);
    const places = positions(here);
    const staff = turn.agents && countServing(here, turn.agents);
    await Promise.all(
      here.map(async (one) => {
        if (!one.isPlaced && !turn.unplaced.has(one.id)) return;
        const place = await this.#place(one, places.get(one.id) ?? 1, staff);
        // Where nobody answers there is no queue to stand in: the shop says that it is away.
        if (place === undefined || (!one.isPlaced && place.serving === 0)) return;
        const { position, serving, estimatedAt } = place;
        const body = { position, serving, estimatedAt };
        if (!one.isPlaced && !(await turn.record(one.id, body))) return;
        this.#tell(one, place);
      }),
    );
  }

  /** Somebody who waits has come back, or looks at it in another tab (QU4). */
  again(conversation: ConversationId): void {
    const told = this.#told.get(conversation);
    if (told !== undefined) this.#signal(conversation, told.place);
  }

  /** Another node is on duty. */
  forget(): void {
    this.#told.clear();
  }

  /** An estimate is made anew for a new place, or other people: that time passes makes none worse (QU3). */
  async #place(
    one: Queued,
    position: number,
    staff: ReadonlyMap<string, number> | undefined,
  ): Promise<QueuePlace | undefined> {
    const { department, kind, isAsked } = one;
    const known = this.#told.get(one.id);
    const told = known?.queue === queueOf(one) ? known.place : undefined;
    const serving = staff?.get(queueOf(one)) ?? told?.serving;
    if (serving === undefined) return undefined;
    if (told?.position === position && told.serving === serving) return { ...told, isAsked };
    const estimatedAt = await this.#parts.estimates.at({ department, kind, position, serving });
    return { position, serving, estimatedAt, isAsked };
  }

  #tell(one: Queued, place: QueuePlace): void {
    const queue = queueOf(one);
    const known = this.#told.get(one.id);
    if (known?.queue === queue && !isNews(known.place, place)) return;
    this.#told.set(one.id, { queue, place });
    this.#signal(one.id, place);
  }

  #signal(conversation: ConversationId, place: QueuePlace): void {
    const signal = { kind: 'signal', type: 'queue', body: { conversation, place } } as const;
    this.#parts.broker.publish(`conversation:${conversation}`, { type: 'signal', signal });
  }
}

function queueOf({ department, kind }: Queued): string {
  return `${kind} ${department}`;
}

/** How many serve each queue in which somebody stands. */
function countServing(all: readonly Queued[], agents: readonly QueueAgent[]): Map<string, number> {
  const queues = new Map(all.map((one) => [queueOf(one), one]));
  const serves = (agent: QueueAgent, { department, kind }: Queued): boolean =>
    agent.departments.includes(department) && (kind === 'chat' || agent.calls);
  return new Map([...queues].map(([queue, one]) => [queue, agents.filter((agent) => serves(agent, one)).length]));
}
