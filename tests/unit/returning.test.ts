/** How conversations come home from a partner: where from, at which place, and what becomes of those that somebody has. */
import { describe, expect, test } from 'vitest';
import type { DepartmentId } from '../../protocol/ids.ts';
import { ASK_BACK_MS, homeOf, RETURN_TIMER } from '../../server/domain/returning.ts';
import type { GrowingConversation } from '../helpers/builders.ts';
import { aConversation, anAgentActor, anId, aVisitorActor, DEPARTMENT, theSystem, wish } from '../helpers/builders.ts';

const HOUR_MS = 3_600_000;
const night = anId<DepartmentId>();
const visitor = aVisitorActor();
const comeHome = { type: 'conversation.return', body: {} } as const;

/** A conversation that waits with a partner since the evening. */
function away(): GrowingConversation {
  const conversation = aConversation();
  conversation.does(visitor, wish.post('Hello?'));
  const backAt = conversation.now + 12 * HOUR_MS;
  const body = { to: night, partner: 'NightDesk', backAt };
  conversation.does(theSystem, { type: 'conversation.overflow', body });
  return conversation;
}

describe('in the morning', () => {
  test('[RT22] who still waits waits at home, at the same place', () => {
    const conversation = away();
    const { waitingSince } = conversation.state;
    expect([conversation.state.department, homeOf(conversation.state)]).toEqual([night, DEPARTMENT]);
    conversation.passes(12 * HOUR_MS);
    expect(conversation.state).toMatchObject({
      department: DEPARTMENT,
      status: 'waiting',
      waitingSince,
      partner: null,
    });
  });

  test('[RT22] a partner who has it is asked to hand it over, and again', () => {
    const conversation = away();
    const tom = anAgentActor({ departments: [night] });
    conversation.does(tom, wish.accept());
    conversation.passes(12 * HOUR_MS);
    const asked = { type: 'return.due', body: { department: DEPARTMENT, over: false } };
    expect(conversation.events.at(-1)).toMatchObject({ audience: 'staff', content: asked });
    expect(conversation.state).toMatchObject({ department: night, status: 'open' });
    expect(conversation.timers.get(RETURN_TIMER)?.dueAt).toBe(conversation.now + ASK_BACK_MS);
  });

  test('[RT22] what has ended is the department’s own again, and waits there when the visitor writes', () => {
    const conversation = away();
    conversation.does(anAgentActor({ departments: [night] }), wish.accept());
    conversation.does(visitor, wish.end());
    conversation.passes(12 * HOUR_MS);
    expect(conversation.state).toMatchObject({ department: DEPARTMENT, status: 'ended' });
    conversation.does(visitor, wish.post('One more thing'));
    expect(conversation.state).toMatchObject({ department: DEPARTMENT, status: 'waiting' });
  });

  test('[RT22] nothing comes home that is at home, and nobody asks twice for what has come', () => {
    const conversation = away();
    conversation.does(theSystem, comeHome);
    const { length } = conversation.events;
    conversation.does(theSystem, comeHome);
    expect(conversation.events).toHaveLength(length);
  });
});
