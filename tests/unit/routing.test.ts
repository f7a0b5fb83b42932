/**
 * Who is asked to take what, as a pure plan over a floor: free, of the department, least loaded, longest waiting, and
 * why. Also that it stays a plan when the floor is large.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AgentId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import { TIMES } from '../../protocol/constants.ts';
import type { FloorAgent } from '../../server/domain/desk.ts';
import { ASK_AGAIN_MS, OVERFLOW_MS, route, waitingConversation, WIDEN_MS } from '../../server/domain/routing.ts';
import type { Floor, FloorDepartment, Plan, Reservation, WaitingConversation } from '../../server/domain/routing.ts';
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
import type { GrowingConversation } from '../helpers/builders.ts';
import { aFloorAgent as anAgent, aWaiting, NOW, planOf } from '../helpers/floors.ts';

/** Conversation and agent of each reservation. */
function plan(floor: Partial<Floor>): [ConversationId, AgentId][] {
  return planOf(floor).reservations.map(({ conversation, agent }) => [conversation, agent]);
}

/** The one agent who is asked for one conversation. */
function asked(conversation: WaitingConversation, ...agents: FloorAgent[]): AgentId | undefined {
  return plan({ waiting: [conversation], agents })[0]?.[1];
}

/** An agent as somebody knows them. */
const named = ({ id }: FloorAgent) => ({ id, name: 'Mia' });

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

  test('[RT12] somebody who speaks the visitor’s language, whatever its country', () => {
    const speaker = anAgent({ languages: ['it', 'FR-ch'], load: 3 });
    const idle = anAgent();
    expect(asked(aWaiting({ locale: 'fr-FR' }), idle, speaker)).toBe(speaker.id);
    expect(asked(aWaiting({ locale: 'rm' }), idle, speaker)).toBe(idle.id);
  });

  test('[RT12] somebody who knows all topics, above all in the visitor’s language', () => {
    const skills = ['returns', 'glass'];
    const both = anAgent({ languages: ['fr'], skills: ['glass', 'linen', 'returns'], load: 3 });
    const half = anAgent({ languages: ['fr'], skills: ['returns'] });
    const foreign = anAgent({ skills });
    const conversation = aWaiting({ locale: 'fr', skills });
    expect(asked(conversation, foreign, half, both)).toBe(both.id);
    expect(asked(conversation, foreign, half)).toBe(half.id);
    expect(asked(conversation, foreign, anAgent())).toBe(foreign.id);
  });

  test('[RT12] a visitor waits for somebody fitting who is here but busy, and after a minute for nobody in particular', () => {
    const busy = anAgent({ languages: ['fr'], load: 4 });
    const idle = anAgent();
    const after = (waitedMs: number) => asked(aWaiting({ locale: 'fr', waitingSince: NOW - waitedMs }), busy, idle);
    expect(after(WIDEN_MS - 1)).toBeUndefined();
    expect(after(WIDEN_MS)).toBe(idle.id);
  });

  test('[RT12] nobody waits for somebody who is not here, or has declined', () => {
    const speaker = anAgent({ languages: ['fr'], load: 4 });
    const idle = anAgent();
    expect(asked(aWaiting({ locale: 'fr' }), { ...speaker, available: false }, idle)).toBe(idle.id);
    const declined = aWaiting({ locale: 'fr', asked: [{ agent: speaker.id, at: NOW }] });
    expect(asked(declined, speaker, idle)).toBe(idle.id);
  });

  test('[RT11] the visitor’s advisor before everybody else, and a deputy when the advisor cannot come', () => {
    const advisor = anAgent({ load: 3, lastAssignedAt: NOW });
    const deputy = anAgent();
    const conversation = aWaiting({ advisor: named(advisor) });
    expect(asked(conversation, deputy, advisor)).toBe(advisor.id);
    expect(asked(conversation, deputy, { ...advisor, load: 4 })).toBe(deputy.id);
    expect(asked(conversation, deputy, { ...advisor, available: false })).toBe(deputy.id);
    expect(asked(conversation, deputy, { ...advisor, departments: [] })).toBe(deputy.id);
    const declined = { ...conversation, asked: [{ agent: advisor.id, at: NOW }] };
    expect(asked(declined, deputy, advisor)).toBe(deputy.id);
  });

  test('[RT11] nobody whom the visitor does not want, not even when nobody else is there', () => {
    const unwanted = anAgent();
    const avoiding = aWaiting({ advisor: named(unwanted), avoid: [unwanted.id], waitingSince: NOW - 10 * WIDEN_MS });
    expect(asked(avoiding, unwanted)).toBeUndefined();
    const other = anAgent({ load: 3 });
    expect(asked(avoiding, unwanted, other)).toBe(other.id);
  });

  test('[RT13] a call rings where it can be answered, one at a time', () => {
    const [calling, deaf] = [anAgent({ takesCalls: false }), anAgent({ load: 3 })];
    expect(asked(aWaiting({ call: true }), calling, deaf)).toBe(deaf.id);
    expect(asked(aWaiting({ call: true }), calling)).toBeUndefined();
    expect(asked(aWaiting(), calling)).toBe(calling.id);
    const calls = [aWaiting({ call: true }), aWaiting({ call: true })];
    expect(plan({ waiting: calls, agents: [anAgent()] })).toHaveLength(1);
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
  test('[RT21] whoever is asked in place of the advisor is told for whom, unless the visitor does not want them', () => {
    const [mia, jonas] = [anAgent({ available: false }), anAgent()];
    const because = (told: Partial<WaitingConversation>) =>
      planOf({ waiting: [aWaiting(told)], agents: [mia, jonas] }).reservations[0]?.because[0];
    expect(because({ advisor: named(mia) })).toEqual({ kind: 'deputy', advisor: mia.id, name: 'Mia' });
    expect(because({ advisor: named(mia), avoid: [mia.id] })).toMatchObject({ kind: 'language' });
    expect(because({ advisor: named(jonas) })).toEqual({ kind: 'advisor' });
  });

  test('[RT8] every reservation says why', () => {
    const mia = anAgent({ load: 1, skills: ['returns'] });
    const conversation = aWaiting({ waitingSince: NOW - 43_500, skills: ['returns'], advisor: named(mia) });
    const because = [
      { kind: 'advisor' },
      { kind: 'language', language: 'de', spoken: true },
      { kind: 'skills', skills: ['returns'], known: true },
      { kind: 'load', load: 1, capacity: 4 },
      { kind: 'waiting', seconds: 43, front: false },
    ];
    expect(planOf({ waiting: [conversation], agents: [mia] }).reservations).toEqual([
      { conversation: conversation.id, agent: mia.id, capacity: 4, because },
    ]);
  });

  test('[RT8] the reasons tell a lost agent, a foreign language and a second round', () => {
    const mia = anAgent();
    const waiting = [aWaiting({ front: true, locale: 'fr', asked: [{ agent: mia.id, at: NOW }] })];
    const [reservation] = planOf({ now: NOW + ASK_AGAIN_MS, waiting, agents: [mia] }).reservations;
    expect(reservation?.because).toEqual([
      { kind: 'language', language: 'fr', spoken: false },
      { kind: 'load', load: 0, capacity: 4 },
      { kind: 'waiting', seconds: 30, front: true },
      { kind: 'again' },
    ]);
  });
});

describe('overflow', () => {
  const [night, partner] = [anId<DepartmentId>(), anId<DepartmentId>()];
  const closed = (id: DepartmentId, overflow: DepartmentId | null = null): FloorDepartment => ({
    ...{ id, overflow },
    isOpen: false,
  });
  const chain = [closed(DEPARTMENT, night), closed(night, partner), closed(partner)];
  const conversation = aWaiting();
  const overflows = (departments: FloorDepartment[], ...agents: FloorAgent[]) =>
    planOf({ waiting: [conversation], departments, agents }).overflows.map(({ to }) => to);

  test('[RT10] goes to the first department on the way in which somebody is', () => {
    expect(overflows(chain, anAgent({ departments: [night] }), anAgent({ departments: [partner] }))).toEqual([night]);
    expect(overflows(chain, anAgent({ departments: [partner], load: 4 }))).toEqual([partner]);
    expect(overflows(chain)).toEqual([]);
  });

  test('[RT10] never happens while somebody is in the department, busy or free', () => {
    expect(overflows(chain, anAgent({ load: 4 }), anAgent({ departments: [night] }))).toEqual([]);
  });

  test('[RT10] waits for an open department whose people may be back in a moment', () => {
    const open = [{ ...closed(DEPARTMENT, night), isOpen: true }, closed(night)];
    const there = anAgent({ departments: [night] });
    expect(overflows(open, there)).toEqual([]);
    const waiting = [{ ...conversation, waitingSince: NOW - OVERFLOW_MS }];
    expect(planOf({ waiting, departments: open, agents: [there] }).overflows).toHaveLength(1);
  });

  test('[RT9] a circle that two owners have closed is no trap', () => {
    expect(overflows([closed(DEPARTMENT, night), closed(night, DEPARTMENT)])).toEqual([]);
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
      ...{ skills: [], transfer: false, call: false, advisor: null, avoid: [] },
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
    skills: fc.subarray(['returns', 'glass']),
    takesCalls: fc.boolean(),
    available: fc.boolean(),
    load: fc.nat({ max: 5 }),
    capacity: fc.nat({ max: 5 }),
    lastAssignedAt: fc.option(fc.nat({ max: 3 })),
  });
  const conversation = fc.record({
    department: fc.constantFrom(...departments),
    waitingSince: fc.oneof(fc.nat({ max: 3 }), fc.constant(NOW)),
    skills: fc.subarray(['returns', 'glass']),
    call: fc.boolean(),
    advisor: fc.option(fc.constantFrom(...someAgents.map((id) => ({ id, name: 'Mia' })))),
    avoid: fc.subarray(someAgents, { maxLength: 2 }),
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
      departments: [],
      agents: agents.map((told, index) => anAgent({ ...told, id: someAgents[index] ?? anId() })),
      waiting: waiting.map(aWaiting),
    }));

  const hasFeature = ({ skills, languages }: FloorAgent, { locale, skills: wanted }: WaitingConversation): boolean =>
    languages.some((tag) => tag.slice(0, 2).toLowerCase() === locale.slice(0, 2)) &&
    wanted.every((skill) => skills.includes(skill));

  test('[RT1] [RT4] [RT11] [RT13] nobody unfit is asked, and no capacity is exceeded', () => {
    fc.assert(
      fc.property(floor, (each) => {
        const decided = plan(each);
        const taken = (agent: AgentId) => decided.filter(([, other]) => other === agent);
        for (const [conversation, agentId] of decided) {
          const chosen = each.agents.find(({ id }) => id === agentId);
          const wanting = each.waiting.find(({ id }) => id === conversation);
          expect(chosen?.available).toBe(true);
          expect(chosen?.departments).toContain(wanting?.department);
          expect(wanting?.avoid).not.toContain(agentId);
          expect(!wanting?.call || chosen?.takesCalls).toBe(true);
        }
        for (const { id, load, capacity } of each.agents) {
          expect(load + taken(id).length).toBeLessThanOrEqual(Math.max(capacity, load));
          const isCall = ([conversation]: [ConversationId, AgentId]) =>
            each.waiting.some((one) => one.id === conversation && one.call);
          expect(taken(id).filter(isCall).length).toBeLessThanOrEqual(1);
        }
        expect(new Set(decided.map(([conversation]) => conversation)).size).toBe(decided.length);
      }),
    );
  });

  test('[RT14] everybody who waits is placed, sent on, or told why not', () => {
    fc.assert(
      fc.property(floor, (each) => {
        const { reservations, overflows, unplaced } = planOf(each);
        const planned = [...reservations, ...overflows, ...unplaced].map(({ conversation }) => conversation);
        expect(planned.toSorted()).toEqual(each.waiting.map(({ id }) => id).toSorted());
      }),
    );
  });

  test('[RT12] nobody waits beside a free agent, but for somebody better who is here, and that for a minute only', () => {
    fc.assert(
      fc.property(floor, (each) => {
        const decided = plan(each);
        const loadOf = ({ id, load }: FloorAgent) => load + decided.filter(([, agent]) => agent === id).length;
        const planned = new Set(decided.map(([conversation]) => conversation));
        for (const left of each.waiting.filter((one) => !planned.has(one.id) && !one.call)) {
          const welcome = each.agents.filter(
            (one) => one.available && one.departments.includes(left.department) && !left.avoid.includes(one.id),
          );
          const free = welcome.filter((one) => loadOf(one) < one.capacity);
          const isNew = ({ id }: FloorAgent) => left.asked.every(({ agent }) => agent !== id);
          const waitsForBetter =
            NOW - left.waitingSince < WIDEN_MS && welcome.some((one) => isNew(one) && hasFeature(one, left));
          expect(waitsForBetter ? [] : free).toEqual([]);
        }
      }),
    );
  });

  test('[RT20] it matters to nobody’s place who they are, so members never come before anonymous visitors', () => {
    const distinct = floor.map((each) => ({
      ...each,
      // Whoever came first is first: no two have waited equally long, so no id decides.
      waiting: each.waiting.map((one, index) => ({ ...one, waitingSince: one.waitingSince - index * 4 })),
    }));
    const isBlind = (planned: (of: Floor) => Plan) => (each: Floor) => {
      const ids = each.waiting.map(({ id }) => id);
      const swapped = new Map(ids.map((id, index) => [id, ids[ids.length - 1 - index] ?? id]));
      const other = { ...each, waiting: each.waiting.map((one) => ({ ...one, id: swapped.get(one.id) ?? one.id })) };
      const said = ({ conversation, agent }: Reservation) => [conversation, agent];
      const renamed = (one: Reservation) =>
        said({ ...one, conversation: swapped.get(one.conversation) ?? one.conversation });
      expect(planned(other).reservations.map(said)).toEqual(planned(each).reservations.map(renamed));
    };
    fc.assert(fc.property(distinct, isBlind(route)));
    // Somebody who is known by their id comes first: the property notices.
    const partial = (each: Floor) => {
      const member = each.waiting.map(({ id }) => id).toSorted()[0];
      return route({ ...each, waiting: each.waiting.map((one) => ({ ...one, front: one.id === member })) });
    };
    expect(fc.check(fc.property(distinct, isBlind(partial))).failed).toBe(true);
  });

  test('[RT20] routing sees nothing of a visitor that could tell a member from an anonymous one', () => {
    const [one, other] = [aVisitorActor(), aVisitorActor()].map((who) => aConversation().does(who, wish.post()));
    const seen = (of: GrowingConversation | undefined) =>
      of && { ...waitingConversation(of.id, of.state), id: '', waitingSince: 0 };
    expect(seen(one)).toEqual(seen(other));
    expect(JSON.stringify(seen(one))).not.toContain(String(one?.state.visitor));
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
