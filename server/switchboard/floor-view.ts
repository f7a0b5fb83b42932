/**
 * The floor for people to look at: what routing sees of an agent's departments, and why it leaves somebody waiting, put
 * so that a console can show it. It decides nothing, and tells of no department and nobody that the agent has nothing to do
 * with.
 */
import type { Department } from '../../protocol/departments.ts';
import type { FloorAgentView, FloorQueue, FloorView, FloorWait } from '../../protocol/floor.ts';
import type { AgentId, ConversationId } from '../../protocol/ids.ts';
import type { WaitingReason } from '../../protocol/routing.ts';
import type { Clock } from '../clock.ts';
import type { FloorAgent } from '../domain/desk.ts';
import { openSpans } from '../domain/hours.ts';
import { byNeed, route } from '../domain/routing.ts';
import type { AgentRecord } from '../store/people.ts';
import type { StoredConversation } from '../store/store.ts';
import { floorOf, heldOf, readUnfinished } from './floor.ts';
import type { FloorParts, Held } from './floor.ts';
import { personCard } from './identity.ts';
import { whoIsHere } from './who-is-here.ts';

/** Waits that are told of a department; nobody reads more, and the number of all is told as well. */
const MOST_WAITS = 50;

/** What one look at the floor has shown, of all departments. */
interface Sight {
  readonly agents: readonly FloorAgent[];
  readonly calling: ReadonlySet<AgentId>;
  readonly waiting: readonly StoredConversation[];
  readonly why: ReadonlyMap<ConversationId, WaitingReason>;
}

/** A look is good for so many times as long as it took: however many consoles watch, they take a tenth of the node. */
const REST = 10;

export class FloorViews {
  readonly #parts: FloorParts & { readonly clock: Clock };
  /** Whoever asks while somebody looks, or a moment later, is shown the same. */
  #looking: Promise<Sight> | undefined;
  #restsUntil = 0;

  constructor(parts: FloorParts & { readonly clock: Clock }) {
    this.#parts = parts;
  }

  /** What this agent may see now. */
  async of({ departments }: Pick<AgentRecord, 'departments'>): Promise<FloorView> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    const looking = this.#shared(now);
    const [sight, people, all] = await Promise.all([looking, store.people.agents(), store.people.departments()]);
    const here = await whoIsHere(this.#parts);
    const own = all.filter(({ id }) => departments.includes(id));
    const colleagues = people.filter((person) => person.departments.some((id) => departments.includes(id)));
    const agents = colleagues.flatMap((person): FloorAgentView[] => {
      const onFloor = sight.agents.find(({ id }) => id === person.id);
      if (onFloor === undefined || person.passwordHash === null) return [];
      const { load, capacity } = onFloor;
      const shared = person.departments.filter((id) => departments.includes(id));
      const presence = here.get(person.id) ?? 'offline';
      const inCall = sight.calling.has(person.id);
      return [{ card: personCard(person), presence, load, capacity, inCall, departments: shared }];
    });
    return { agents, queues: await Promise.all(own.map((department) => this.#queue(department, sight, now))) };
  }

  #shared(now: number): Promise<Sight> {
    if (this.#looking !== undefined && now < this.#restsUntil) return this.#looking;
    this.#restsUntil = Infinity;
    this.#looking = this.#look(now).finally(() => {
      const { clock } = this.#parts;
      this.#restsUntil = clock.now() + REST * (clock.now() - now);
    });
    return this.#looking;
  }

  async #look(now: number): Promise<Sight> {
    const held: Held[] = [];
    const waiting: StoredConversation[] = [];
    for await (const page of readUnfinished(this.#parts.store)) {
      held.push(...page.map(heldOf));
      waiting.push(...page.filter(({ state }) => state.waitingSince !== null));
    }
    // Who was asked when is known to the node on duty alone; it matters among equals only.
    const floor = await floorOf(this.#parts, held, { now, assignedAt: new Map() });
    const { unplaced } = route(floor);
    const why = new Map(unplaced.map((each) => [each.conversation, each.why]));
    return { agents: floor.agents, calling: new Set(held.flatMap((one) => one.calling ?? [])), waiting, why };
  }

  async #queue({ id, name, hours }: Department, { waiting, why }: Sight, now: number): Promise<FloorQueue> {
    const own = waiting.flatMap((stored) => (stored.state.department === id ? waitOf(stored, why) : []));
    const waits = own.toSorted((one, other) => byNeed(needOf(one), needOf(other)));
    return {
      ...{ id, name, hours: hours === null ? { kind: 'always' } : await this.#hours(hours, now) },
      ...{ waiting: waits.length, waits: waits.slice(0, MOST_WAITS) },
    };
  }

  async #hours(written: NonNullable<Department['hours']>, now: number): Promise<FloorQueue['hours']> {
    const [next] = openSpans(await this.#parts.departments.hours(written, now), now);
    if (next === undefined) return { kind: 'closed', until: null };
    return next.from <= now ? { kind: 'open', until: next.to } : { kind: 'closed', until: next.from };
  }
}

function waitOf({ id, state }: StoredConversation, why: ReadonlyMap<ConversationId, WaitingReason>): FloorWait[] {
  const { caseNumber, waitingSince, front, call, reservation } = state;
  if (waitingSince === null) return [];
  const asked = reservation && { kind: 'reserved' as const, agent: reservation.agent, until: reservation.expiresAt };
  const media = call?.media.video === true ? 'video' : 'audio';
  return [
    {
      ...{ conversation: id, caseNumber, waitingSince, front, call: call === null ? 'none' : media },
      why: asked ?? why.get(id) ?? { kind: 'next' },
    },
  ];
}

const needOf = ({ conversation: id, waitingSince, front }: FloorWait) => ({ id, waitingSince, front });
