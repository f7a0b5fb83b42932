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

/** Agents who are looked for: those who are here, and those of them who are free, in the order of RT2, at any time. */
export interface Row {
  readonly wanted: Wanted;
  readonly here: readonly FloorAgent[];
  readonly free: readonly FloorAgent[];
}

interface LiveRow extends Row {
  readonly free: FloorAgent[];
}

export class Desk {
  readonly #present: readonly FloorAgent[];
  readonly #current = new Map<AgentId, FloorAgent>();
  readonly #rows = new Map<string, LiveRow>();
  /** In which rows of free agents somebody is or was. */
  readonly #rowsOf = new Map<AgentId, LiveRow[]>();

  constructor(agents: readonly FloorAgent[]) {
    this.#present = agents.filter(({ available }) => available); // RT1
    for (const agent of this.#present) this.#current.set(agent.id, agent);
  }

  /** Those who fit. Whoever asks for the same again gets the same row. */
  row(wanted: Wanted): Row {
    const key = keyOf(wanted);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const here = this.#those(wanted).filter((agent) => fits(agent, wanted));
    const now = here.flatMap(({ id }) => this.#current.get(id) ?? []);
    const row = { wanted, here, free: now.filter((agent) => isFree(agent) && fits(agent, wanted)).toSorted(byLoad) };
    this.#rows.set(key, row);
    for (const { id } of row.free) {
      const rows = this.#rowsOf.get(id);
      if (rows === undefined) this.#rowsOf.set(id, [row]);
      else rows.push(row);
    }
    return row;
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
    for (const { wanted, free } of this.#rowsOf.get(before.id) ?? []) {
      if (!fits(before, wanted)) continue;
      free.splice(place(free, before), 1);
      if (isFree(after) && fits(after, wanted)) free.splice(place(free, after), 0, after);
    }
  }

  /** Among whom to look: a department's people are looked through once, not once for each language and topic. */
  #those({ department, call, language, skills }: Wanted): readonly FloorAgent[] {
    if (language === null && skills.length === 0) return this.#present;
    return this.row({ department, call, language: null, skills: [] }).here;
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
  const end = tag.indexOf('-');
  return (end === -1 ? tag : tag.slice(0, end)).toLowerCase();
}

/** Asked for every conversation that waits, so it is cheap. Topics are the owner's words: they may hold anything. */
function keyOf({ department, call, language, skills }: Wanted): string {
  const topics = skills.length === 0 ? '' : JSON.stringify(skills.toSorted());
  return `${department} ${call} ${language === null ? '' : languageOf(language)} ${topics}`;
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
