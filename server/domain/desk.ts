/**
 * The agents of a floor as routing looks for them: sorted rows of those who are free, one per kind of conversation,
 * made when the first of its kind is looked for. The best of a row is found without looking at the others, so that a
 * full floor of thousands is planned at once. It knows who fits and who comes first, not who needs whom most.
 */
import type { AgentId, DepartmentId } from '../../protocol/ids.ts';

/** An agent as routing sees them. */
export interface FloorAgent {
  readonly id: AgentId;
  readonly departments: readonly DepartmentId[];
  readonly languages: readonly string[];
  readonly skills: readonly string[];
  readonly available: boolean;
  /** Open conversations and reservations (RT4). */
  readonly load: number;
  readonly capacity: number;
  /** Whether a call could be answered now. */
  readonly takesCalls: boolean;
  /** When they were reserved the last time; null: never. */
  readonly lastAssignedAt: number | null;
}

/** Which agents are looked for. */
export interface Wanted {
  readonly department: DepartmentId;
  readonly call: boolean;
  /** Language tag; null: any. */
  readonly language: string | null;
  /** All of them. */
  readonly skills: readonly string[];
}

export class Desk {
  readonly #present: readonly FloorAgent[];
  readonly #current = new Map<AgentId, FloorAgent>();
  /** Free agents in RT2's order. */
  readonly #rows = new Map<string, { readonly wanted: Wanted; readonly agents: FloorAgent[] }>();
  readonly #fitting = new Map<string, readonly FloorAgent[]>();

  constructor(agents: readonly FloorAgent[]) {
    this.#present = agents.filter(({ available }) => available); // RT1
    for (const agent of this.#present) this.#current.set(agent.id, agent);
  }

  /** Those who fit and are free, in the order in which they are asked (RT2, RT4). */
  free(wanted: Wanted): readonly FloorAgent[] {
    const key = keyOf(wanted);
    let row = this.#rows.get(key);
    if (row === undefined) {
      const now = this.here(wanted).flatMap(({ id }) => this.#current.get(id) ?? []);
      row = { wanted, agents: now.filter((agent) => isFree(agent) && fits(agent, wanted)).toSorted(byLoad) };
      this.#rows.set(key, row);
    }
    return row.agents;
  }

  /** Those who fit and are here, busy or free. */
  here(wanted: Wanted): readonly FloorAgent[] {
    const key = keyOf(wanted);
    let fitting = this.#fitting.get(key);
    if (fitting === undefined) {
      fitting = this.#present.filter((agent) => fits(agent, wanted));
      this.#fitting.set(key, fitting);
    }
    return fitting;
  }

  /** The agent as they are after what was planned so far. */
  agent(id: AgentId): FloorAgent | undefined {
    return this.#current.get(id);
  }

  /** This agent is asked for one more conversation: it counts as load from now on (RT4). */
  assign(before: FloorAgent, now: number, isCall: boolean): void {
    const after = {
      ...before,
      load: before.load + 1,
      lastAssignedAt: now,
      takesCalls: before.takesCalls && !isCall,
    };
    this.#current.set(before.id, after);
    for (const { wanted, agents } of this.#rows.values()) {
      if (!fits(before, wanted)) continue;
      agents.splice(place(agents, before), 1);
      if (isFree(after) && fits(after, wanted)) agents.splice(place(agents, after), 0, after);
    }
  }
}

/** Whether the agent has room for one more conversation (RT4). */
export function isFree({ load, capacity }: FloorAgent): boolean {
  return load < capacity;
}

/** Whether the agent is one of those who are looked for. */
export function fits(agent: FloorAgent, { department, call, language, skills }: Wanted): boolean {
  if (!agent.departments.includes(department) || (call && !agent.takesCalls)) return false;
  return (language === null || speaks(agent, language)) && skills.every((skill) => agent.skills.includes(skill));
}

/** Whether the agent speaks the language of this tag, whatever its country. */
export function speaks(agent: FloorAgent, language: string): boolean {
  const wanted = languageOf(language);
  return agent.languages.some((tag) => languageOf(tag) === wanted);
}

/** The language of a tag: `de` of `de-CH`. */
export function languageOf(tag: string): string {
  return (tag.split('-')[0] ?? tag).toLowerCase();
}

function keyOf({ department, call, language, skills }: Wanted): string {
  return JSON.stringify([department, call, language && languageOf(language), skills.toSorted()]);
}

// RT2; the id makes the order total, so that an agent is found again by it.
function byLoad(one: FloorAgent, other: FloorAgent): number {
  const waited = (agent: FloorAgent): number => agent.lastAssignedAt ?? Number.NEGATIVE_INFINITY;
  if (one.load !== other.load) return one.load - other.load;
  if (waited(one) !== waited(other)) return waited(one) < waited(other) ? -1 : 1;
  return one.id < other.id ? -1 : Number(one.id > other.id);
}

/** Index of the agent in the sorted row, or where they belong. */
function place(row: readonly FloorAgent[], agent: FloorAgent): number {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = row[middle];
    if (other !== undefined && byLoad(other, agent) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
