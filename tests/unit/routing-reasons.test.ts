/**
 * Who waits although there are agents: what they are told, as facts of the plan, and whom they let go first on a floor
 * that is too small.
 */
import { describe, expect, test } from 'vitest';
import type { DepartmentId } from '../../protocol/ids.ts';
import { ASK_AGAIN_MS, OVERFLOW_MS, WIDEN_MS, YIELD_MS } from '../../server/domain/routing.ts';
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

describe('who lets whom go first', () => {
  const busy = anAgent({ languages: ['fr'], load: 4 });
  const free = anAgent({ languages: ['de'], load: 3 });
  const german = aWaiting({ locale: 'de' });
  /** Who gets the only free agent, who speaks German. */
  const served = (french: Partial<WaitingConversation>, agents = [busy, free]) => {
    const waiting = [aWaiting({ locale: 'fr', ...french }), german];
    return planOf({ waiting, agents }).reservations.map(({ conversation }) => conversation === german.id);
  };

  test('[RT16] whom the agent does not fit lets others go first, until they have waited for three minutes', () => {
    expect(served({ waitingSince: NOW - WIDEN_MS })).toEqual([true]);
    expect(served({ waitingSince: NOW - YIELD_MS + 1 })).toEqual([true]);
    expect(served({ waitingSince: NOW - YIELD_MS })).toEqual([false]);
  });

  test('[RT16] nobody does who lost their agent, or for whom nobody better is here', () => {
    expect(served({ waitingSince: NOW - WIDEN_MS, front: true })).toEqual([false]);
    expect(served({ waitingSince: NOW - WIDEN_MS }, [free])).toEqual([false]);
    const knowing = { waitingSince: NOW - WIDEN_MS, advisor: { id: free.id, name: 'Mia' } };
    expect(served(knowing)).toEqual([false]);
  });

  test('[RT16] who lets others go first is served in the same plan when there is room for both', () => {
    expect(served({ waitingSince: NOW - WIDEN_MS }, [busy, free, anAgent({ load: 3 })])).toHaveLength(2);
  });
});
