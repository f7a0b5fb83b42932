/**
 * Floors as a large shop may have them: people who wait and agents, with languages, topics and departments in a mix, all
 * drawn from a seed. It knows what routing looks at, and nothing of how it decides.
 */
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import type { FloorAgent } from '../../server/domain/desk.ts';
import type { Floor, WaitingConversation } from '../../server/domain/routing.ts';
import { oneOf } from '../../tests/helpers/faults/random.ts';
import type { Chance } from '../../tests/helpers/faults/random.ts';

/** Of a hundred visitors of a Swiss shop. */
const LANGUAGES = [
  ...Array.from({ length: 62 }, () => 'de-CH'),
  ...Array.from({ length: 22 }, () => 'fr-CH'),
  ...Array.from({ length: 8 }, () => 'it-CH'),
  ...Array.from({ length: 8 }, () => 'en-GB'),
];

/** What a visitor wants to talk about; most do not say. */
const TOPICS: readonly (readonly string[])[] = [[], [], [], ['returns'], ['glass'], ['linen']];

/** What an agent speaks and knows. */
const TALENTS: readonly Pick<FloorAgent, 'languages' | 'skills'>[] = [
  { languages: ['de'], skills: ['returns'] },
  { languages: ['de', 'en'], skills: ['returns', 'glass'] },
  { languages: ['de', 'fr'], skills: ['linen'] },
  { languages: ['fr', 'en'], skills: ['returns', 'glass', 'linen'] },
  { languages: ['de', 'it', 'fr'], skills: [] },
];

/** Where visitors are sent. */
export const DEPARTMENTS = ['sales', 'service', 'repairs'] as DepartmentId[];

/** Language and topics of one visitor. */
export function aWish(chance: Chance): Pick<WaitingConversation, 'locale' | 'skills'> {
  return { locale: oneOf(LANGUAGES, chance), skills: oneOf(TOPICS, chance) };
}

/** What the agent of this number speaks and knows: as mixed as can be among any number of them. */
export function talentsOf(index: number): Pick<FloorAgent, 'languages' | 'skills'> {
  return TALENTS[index % TALENTS.length]!;
}

/** How large a floor is, and how many free places each of its agents has. */
export interface FloorSize {
  readonly waiting: number;
  readonly agents: number;
  readonly free: (agent: number) => number;
}

/** Conversations that one agent takes. */
const CAPACITY = 4;

/** A floor at this moment. */
export function aFloor({ waiting, agents, free }: FloorSize, chance: Chance, now: number): Floor {
  const agentIds = Array.from({ length: agents }, (_, index) => `agent ${index}` as AgentId);
  return {
    now,
    departments: DEPARTMENTS.map((id) => ({ id, isOpen: true, overflow: null })),
    agents: agentIds.map((id, index) => ({
      ...{ id, ...talentsOf(index), departments: [oneOf(DEPARTMENTS, chance), oneOf(DEPARTMENTS, chance)] },
      ...{ available: true, load: CAPACITY - free(index), capacity: CAPACITY, takesCalls: true },
      lastAssignedAt: now - Math.floor(chance() * 600_000),
    })),
    waiting: Array.from({ length: waiting }, (_, index) => ({
      ...{ id: `waiting ${index}` as ConversationId, department: oneOf(DEPARTMENTS, chance), ...aWish(chance) },
      ...{ waitingSince: now - Math.floor(chance() * 600_000), front: chance() < 0.02, call: chance() < 0.1 },
      transfer: false,
      ...{ advisor: chance() < 0.1 ? { id: oneOf(agentIds, chance), name: 'Mia' } : null, avoid: [] },
      asked: chance() < 0.1 ? [{ agent: oneOf(agentIds, chance), at: now - Math.floor(chance() * 60_000) }] : [],
    })),
  };
}
