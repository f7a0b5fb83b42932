/**
 * Who is asked to take what, as a pure plan over a floor: free, of the department, least loaded, longest waiting, and
 * why. Also that it stays a plan when the floor is large.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import { TIMES } from '../../protocol/constants.ts';
import { ASK_AGAIN_MS, route, waitingConversation } from '../../server/domain/routing.ts';
import type { Floor, FloorAgent, WaitingConversation } from '../../server/domain/routing.ts';
import {
  aConversation,
  anAgentActor,
  anId,
  anOpenConversation,
  aVisitorActor,
  DEPARTMENT,
  theSystem,
  wish,
} from '../helpers/builders.ts';

const NOW = 1_800_000_000_000;

function anAgent(told: Partial<FloorAgent> = {}): FloorAgent {
  return {
    id: anId(),
    name: 'Mia',
    departments: [DEPARTMENT],
    languages: ['de'],
    available: true,
    load: 0,
    capacity: 4,
    lastAssignedAt: null,
    ...told,
  };
}

function aWaiting(told: Partial<WaitingConversation> = {}): WaitingConversation {
  return { id: anId(), department: DEPARTMENT, waitingSince: NOW, front: false, locale: 'de-CH', asked: [], ...told };
}

/** Conversation and agent of each decision. */
function plan(floor: Partial<Floor>): [ConversationId, AgentId][] {
  return route({ now: NOW, waiting: [], agents: [], ...floor }).map(({ conversation, agent }) => [conversation, agent]);
}

/** The one agent who is asked for one conversation. */
function asked(conversation: WaitingConversation, ...agents: FloorAgent[]): AgentId | undefined {
  return plan({ waiting: [conversation], agents })[0]?.[1];
}

describe('who may be asked', () => {
  test('[RT1] only available agents of the department', () => {
    const elsewhere = anAgent({ departments: [anId<DepartmentId>()] });
    const away = anAgent({ available: false });
    const right = anAgent({ departments: [anId<DepartmentId>(), DEPARTMENT], load: 3 });
    expect(asked(aWaiting(), elsewhere, away, right)).toBe(right.id);
    expect(asked(aWaiting(), elsewhere, away)).toBeUndefined();
  });

  test('[RT4] an agent at capacity is never reserved, and one below it is', () => {
    expect(asked(aWaiting(), anAgent({ load: 4, capacity: 4 }), anAgent({ load: 0, capacity: 0 }))).toBeUndefined();
    const last = anAgent({ load: 3, capacity: 4 });
    expect(asked(aWaiting(), last)).toBe(last.id);
  });

  test('[RT4] what the plan assigns counts as load for the rest of the plan', () => {
    const agents = [anAgent({ load: 2, capacity: 4 }), anAgent({ capacity: 1 })];
    const waiting = Array.from({ length: 9 }, () => aWaiting());
    const decided = plan({ waiting, agents });
    expect(agents.map(({ id }) => decided.filter(([, agent]) => agent === id).length)).toEqual([2, 1]);
  });
});

describe('who is asked first', () => {
  test('[RT2] the agent with the least load', () => {
    const least = anAgent({ load: 1, lastAssignedAt: NOW });
    expect(asked(aWaiting(), anAgent({ load: 2 }), least, anAgent({ load: 3 }))).toBe(least.id);
  });

  test('[RT2] among equals the one who has waited longest for an assignment, above all who never had one', () => {
    const late = anAgent({ lastAssignedAt: NOW - 1000 });
    const early = anAgent({ lastAssignedAt: NOW - 60_000 });
    const never = anAgent();
    expect(asked(aWaiting(), late, early)).toBe(early.id);
    expect(asked(aWaiting(), late, early, never)).toBe(never.id);
  });

  test('[RT2] who was just assigned goes behind everybody with the same load', () => {
    const idle = anAgent();
    const busier = anAgent({ load: 1, lastAssignedAt: NOW - 1 });
    const decided = plan({ waiting: [aWaiting(), aWaiting()], agents: [idle, busier] });
    expect(decided.map(([, agent]) => agent)).toEqual([idle.id, busier.id]);
  });

  test('[RT2] several conversations are spread over several agents', () => {
    const agents = [anAgent(), anAgent(), anAgent()];
    const decided = plan({ waiting: [aWaiting(), aWaiting(), aWaiting()], agents });
    expect(new Set(decided.map(([, agent]) => agent)).size).toBe(3);
  });

  test('an agent who speaks the visitor’s language is preferred, but nobody waits because of a language', () => {
    const busySpeaker = anAgent({ languages: ['it', 'FR-ch'], load: 3 });
    const idle = anAgent();
    expect(asked(aWaiting({ locale: 'fr-FR' }), idle, busySpeaker)).toBe(busySpeaker.id);
    expect(asked(aWaiting({ locale: 'rm' }), idle, busySpeaker)).toBe(idle.id);
    expect(asked(aWaiting({ locale: 'fr' }), idle, { ...busySpeaker, load: 4 })).toBe(idle.id);
  });

  test('[RT5] who declined or let it expire is asked again only after everybody else', () => {
    const declined = anAgent({ languages: ['de'] });
    const other = anAgent({ languages: ['it'], load: 3 });
    const conversation = aWaiting({ asked: [{ agent: declined.id, at: NOW - ASK_AGAIN_MS }] });
    expect(asked(conversation, declined, other)).toBe(other.id);
    expect(asked(conversation, declined, { ...other, available: false })).toBe(declined.id);
  });

  test('[RT5] whoever has just declined is left in peace for 30 s, even when nobody else is free', () => {
    const declined = anAgent();
    const after = (passedMs: number) =>
      plan({ waiting: [aWaiting({ asked: [{ agent: declined.id, at: NOW - passedMs }] })], agents: [declined] });
    expect(after(ASK_AGAIN_MS - 1)).toEqual([]);
    expect(after(ASK_AGAIN_MS)).toHaveLength(1);
  });

  test('[RT5] when everybody was asked, the one who was asked longest ago is asked again', () => {
    const [first, second] = [anAgent({ load: 3 }), anAgent()];
    const conversation = aWaiting({
      asked: [
        { agent: first.id, at: NOW - 40_000 },
        { agent: second.id, at: NOW - 20_000 },
      ],
    });
    expect(asked(conversation, second, first)).toBe(first.id);
  });
});

describe('which conversation is served first', () => {
  const oneFree = [anAgent({ load: 3 })];

  test('[RT3] the one that has waited longest', () => {
    const later = [aWaiting({ waitingSince: NOW - 1000 }), aWaiting({ waitingSince: NOW - 2000 })];
    const early = aWaiting({ waitingSince: NOW - 60_000 });
    const waiting = [...later, early];
    expect(plan({ waiting, agents: oneFree })).toEqual([[early.id, oneFree[0]?.id]]);
  });

  test('[RT3] one that lost its agent comes before all others', () => {
    const lost = aWaiting({ waitingSince: NOW, front: true });
    const waiting = [aWaiting({ waitingSince: NOW - 600_000 }), lost];
    expect(plan({ waiting, agents: oneFree })).toEqual([[lost.id, oneFree[0]?.id]]);
  });

  test('[RT3] one that nobody can take does not hold up the others', () => {
    const other = anId<DepartmentId>();
    const stuck = aWaiting({ department: other, waitingSince: NOW - 600_000 });
    const served = aWaiting();
    expect(plan({ waiting: [stuck, served], agents: oneFree })).toEqual([[served.id, oneFree[0]?.id]]);
  });
});

describe('reasons', () => {
  test('[RT8] every reservation says why in words', () => {
    const agents = [anAgent({ name: 'Mia', load: 1, languages: ['de'] })];
    const waiting = [aWaiting({ waitingSince: NOW - 43_500 })];
    expect(route({ now: NOW, waiting, agents })).toEqual([
      { conversation: waiting[0]?.id, agent: agents[0]?.id, reason: 'waits for 43 s; Mia has 1 of 4; speaks de' },
    ]);
  });

  test('[RT8] the words tell a lost agent, a foreign language and a second round', () => {
    const mia = anAgent({ name: 'Mia' });
    const waiting = [aWaiting({ front: true, locale: 'fr', asked: [{ agent: mia.id, at: NOW }] })];
    expect(route({ now: NOW + ASK_AGAIN_MS, waiting, agents: [mia] })[0]?.reason).toBe(
      'lost its agent 30 s ago; Mia has 0 of 4; does not speak fr; everybody free was asked already',
    );
  });
});

describe('from a conversation to the floor', () => {
  const visitor = aVisitorActor({ locale: 'fr-CH' });
  const agent = anAgentActor();

  test('[RT6] a conversation for which somebody is being asked is not planned again', () => {
    const conversation = aConversation().does(visitor, wish.post());
    const { id } = conversation;
    expect(waitingConversation(id, conversation.state)).toEqual({
      id,
      department: DEPARTMENT,
      waitingSince: conversation.now,
      front: false,
      locale: 'fr-CH',
      asked: [],
    });
    conversation.does(theSystem, wish.reserve(agent));
    expect(waitingConversation(id, conversation.state)).toBeUndefined();
    const again = waitingConversation(id, conversation.passes(TIMES.reservationMs).state);
    expect(again?.asked).toEqual([{ agent: agent.agent, at: conversation.now }]);
  });

  test('an open or ended conversation does not wait', () => {
    const conversation = anOpenConversation(visitor, agent);
    expect(waitingConversation(conversation.id, conversation.state)).toBeUndefined();
    conversation.does(agent, wish.end());
    expect(waitingConversation(conversation.id, conversation.state)).toBeUndefined();
  });
});

describe('any floor', () => {
  const departments = [DEPARTMENT, anId<DepartmentId>()];
  const someAgents = Array.from({ length: 6 }, () => anId<AgentId>());
  const agent = fc.record({
    departments: fc.subarray(departments),
    languages: fc.subarray(['de', 'fr-CH', 'en']),
    available: fc.boolean(),
    load: fc.nat({ max: 5 }),
    capacity: fc.nat({ max: 5 }),
    lastAssignedAt: fc.option(fc.nat({ max: 3 })),
  });
  const conversation = fc.record({
    department: fc.constantFrom(...departments),
    waitingSince: fc.nat({ max: 3 }),
    front: fc.boolean(),
    locale: fc.constantFrom('de', 'fr', 'en-GB', 'ja'),
    asked: fc.uniqueArray(fc.record({ agent: fc.constantFrom(...someAgents), at: fc.nat({ max: 9 }) }), {
      selector: (entry) => entry.agent,
    }),
  });
  const floor = fc
    .record({ agents: fc.array(agent, { maxLength: 6 }), waiting: fc.array(conversation, { maxLength: 12 }) })
    .map(({ agents, waiting }): Floor => ({
      now: NOW,
      agents: agents.map((told, index) => anAgent({ ...told, id: someAgents[index] ?? anId() })),
      waiting: waiting.map(aWaiting),
    }));

  test('[RT1] [RT4] nobody unfit is asked, no capacity is exceeded, and nobody waits beside a free agent', () => {
    fc.assert(
      fc.property(floor, (each) => {
        const decided = plan(each);
        const loadOf = ({ id, load }: FloorAgent) => load + decided.filter(([, agent]) => agent === id).length;
        for (const [conversation, agentId] of decided) {
          const chosen = each.agents.find(({ id }) => id === agentId);
          const department = each.waiting.find(({ id }) => id === conversation)?.department;
          expect(chosen?.available).toBe(true);
          expect(chosen?.departments).toContain(department);
        }
        for (const one of each.agents) expect(loadOf(one)).toBeLessThanOrEqual(Math.max(one.capacity, one.load));
        const planned = new Set(decided.map(([conversation]) => conversation));
        expect(planned.size).toBe(decided.length);
        const free = each.agents.filter((one) => one.available && loadOf(one) < one.capacity);
        for (const left of each.waiting.filter(({ id }) => !planned.has(id))) {
          expect(free.filter((one) => one.departments.includes(left.department))).toEqual([]);
        }
      }),
    );
  });

  test('the same floor in any order gives the same plan', () => {
    fc.assert(
      fc.property(floor, (each) => {
        const turned = { ...each, agents: each.agents.toReversed(), waiting: each.waiting.toReversed() };
        expect(route(turned)).toEqual(route(each));
      }),
    );
  });

  test('a floor of thousands is planned without comparing everybody with everybody', () => {
    let looks = 0;
    // Looks are counted until an agent is assigned for the first time; looking at everybody each time would be 500,000.
    const watched = (one: FloorAgent): FloorAgent =>
      Object.defineProperty({ ...one }, 'load', { get: () => ((looks += 1), one.load), enumerable: true });
    const agents = Array.from({ length: 1000 }, () => watched(anAgent()));
    const waiting = Array.from({ length: 1000 }, () => aWaiting());
    expect(plan({ agents, waiting })).toHaveLength(1000);
    expect(looks).toBeLessThan(150_000);
  });
});
