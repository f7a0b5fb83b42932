/**
 * Floors for tests of routing: agents and waiting conversations with what does not matter filled in. Knows shapes, no
 * rule.
 */
import type { FloorAgent } from '../../server/domain/desk.ts';
import { route } from '../../server/domain/routing.ts';
import type { Floor, Plan, WaitingConversation } from '../../server/domain/routing.ts';
import { anId, DEPARTMENT } from './builders.ts';

/** The moment of every floor that says no other. */
export const NOW = 1_800_000_000_000;

/** Somebody who is available, speaks German, and has room. */
export function aFloorAgent(told: Partial<FloorAgent> = {}): FloorAgent {
  return {
    id: anId(),
    departments: [DEPARTMENT],
    languages: ['de'],
    skills: [],
    available: true,
    load: 0,
    capacity: 4,
    takesCalls: true,
    lastAssignedAt: null,
    ...told,
  };
}

/** Somebody who has just begun to wait. */
export function aWaiting(told: Partial<WaitingConversation> = {}): WaitingConversation {
  return {
    ...{ id: anId(), department: DEPARTMENT, waitingSince: NOW, front: false, locale: 'de-CH' },
    ...{ skills: [], transfer: false, call: false, advisor: null, avoid: [], asked: [] },
    ...told,
  };
}

/** The plan of a floor. */
export function planOf(floor: Partial<Floor>): Plan {
  return route({ now: NOW, waiting: [], agents: [], departments: [], ...floor });
}
