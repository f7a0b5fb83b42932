/**
 * What people are told who wait although there are agents, as facts of the plan: who is missing, and when it goes on.
 */
import { describe, expect, test } from 'vitest';
import type { DepartmentId } from '../../protocol/ids.ts';
import { ASK_AGAIN_MS, OVERFLOW_MS, WIDEN_MS } from '../../server/domain/routing.ts';
import type { Floor, FloorDepartment, WaitingConversation } from '../../server/domain/routing.ts';
import { anId, DEPARTMENT } from '../helpers/builders.ts';
import { aFloorAgent as anAgent, aWaiting, NOW, planOf } from '../helpers/floors.ts';

describe('why somebody still waits', () => {
  /** Why nobody is asked for this conversation. */
  const why = (conversation: WaitingConversation, floor: Partial<Floor>) =>
    planOf({ waiting: [conversation], ...floor }).unplaced[0]?.why;
  const open: FloorDepartment = { id: DEPARTMENT, isOpen: true, overflow: null };

  test('[RT14] nobody is there, and when the next department takes over', () => {
    const night = anId<DepartmentId>();
    const departments = [
      { ...open, overflow: night },
      { ...open, id: night },
    ];
    expect(why(aWaiting(), { departments: [open] })).toEqual({ kind: 'nobody', overflowsAt: null });
    expect(why(aWaiting(), { departments })).toEqual({ kind: 'nobody', overflowsAt: null });
    const agents = [anAgent({ departments: [night] })];
    expect(why(aWaiting(), { departments, agents })).toEqual({ kind: 'nobody', overflowsAt: NOW + OVERFLOW_MS });
  });

  test('[RT14] those who are there have their hands full, or cannot take a call', () => {
    expect(why(aWaiting(), { agents: [anAgent({ load: 4 })] })).toEqual({ kind: 'busy', call: false });
    const calling = [anAgent({ takesCalls: false })];
    expect(why(aWaiting({ call: true }), { agents: calling })).toEqual({ kind: 'busy', call: true });
  });

  test('[RT14] who fits is busy, and when anybody is asked', () => {
    const agents = [anAgent({ languages: ['fr'], skills: ['glass'], load: 4 }), anAgent()];
    const conversation = aWaiting({ locale: 'fr-CH', skills: ['glass'], waitingSince: NOW - 20_000 });
    const at = NOW - 20_000 + WIDEN_MS;
    expect(why(conversation, { agents })).toEqual({ kind: 'fitting', language: 'fr', skills: ['glass'], at });
  });

  test('[RT14] everybody was asked, and when the one who was asked first is asked again', () => {
    const agents = [anAgent(), anAgent()];
    const asked = agents.map(({ id }, index) => ({ agent: id, at: NOW - 1_000 * index }));
    expect(why(aWaiting({ asked }), { agents })).toEqual({ kind: 'asked', at: NOW - 1_000 + ASK_AGAIN_MS });
  });

  test('[RT14] nobody is free but whom the visitor does not want', () => {
    const unwanted = anAgent();
    const agents = [unwanted, anAgent({ load: 4, languages: ['it'] })];
    expect(why(aWaiting({ avoid: [unwanted.id] }), { agents })).toEqual({ kind: 'avoided' });
  });
});
