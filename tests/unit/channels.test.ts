/**
 * The ways to reach a shop, at any minute of random calendars, with any people and any way of departments: there is
 * always one, writing to a person never hides behind a form while somebody is there, and what is said of later is true.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel, Offer } from '../../protocol/channels.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import { offerOf } from '../../server/domain/channels.ts';
import type { Chances, OfferAgent, OfferDepartment } from '../../server/domain/channels.ts';
import { isOpenAt } from '../../server/domain/hours.ts';
import type { Hours } from '../../server/domain/hours.ts';

const MONDAY_NOON = Date.parse('2026-07-06T10:00Z');
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

const ids = ['home', 'second', 'third', 'foreign'] as readonly string[] as readonly DepartmentId[];
const [home, second, third] = ids as readonly [DepartmentId, DepartmentId, DepartmentId];

const office: Hours = {
  zone: 'Europe/Berlin',
  week: [...Array.from({ length: 5 }, () => [{ from: 9 * 60, to: 17 * 60 }]), [], []],
  holidays: [],
  special: [],
};

function aDepartment(id: DepartmentId, told: Partial<OfferDepartment> = {}): OfferDepartment {
  return {
    id,
    name: id,
    kind: 'team',
    overflow: null,
    hours: null,
    promisedBy: null,
    waitMs: { chat: null, call: null },
    callbackAt: null,
    ...told,
  };
}

function anAgent(told: Partial<OfferAgent> = {}): OfferAgent {
  return { departments: [home], isHere: true, hasRoom: true, takesCalls: true, isCalling: false, ...told };
}

function offerWith(told: Partial<Chances>): Offer {
  const departments = [aDepartment(home, { hours: office })];
  return offerOf({ now: MONDAY_NOON, home, departments, agents: [], contact: null, ...told });
}

const find = ({ channels }: Offer, kind: Channel['kind']): Channel | undefined =>
  channels.find((channel) => channel.kind === kind);
const states = ({ channels }: Offer): Record<string, string> =>
  Object.fromEntries(channels.map(({ kind, state }) => [kind, state]));

const someHours: fc.Arbitrary<Hours | null> = fc.option(
  fc.record({
    zone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Chatham'),
    week: fc.array(
      fc
        .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
        .map(([from, to]) => (from < to ? [{ from, to }] : [])),
      { minLength: 7, maxLength: 7 },
    ),
    holidays: fc.constantFrom([], ['2026-07-07' as const, '2026-12-25' as const]),
    special: fc.constantFrom([], [{ date: '2026-12-24' as const, openings: [{ from: 480, to: 720 }] }]),
  }),
);

const someWait = fc.option(fc.integer({ min: 1, max: 5 * HOUR_MS }));

const someDepartment = (id: DepartmentId): fc.Arbitrary<OfferDepartment> =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    kind: fc.constantFrom('team', 'partner'),
    overflow: fc.constantFrom(null, ...ids),
    promisedBy: fc.constant(null),
    waitMs: fc.record({ chat: someWait, call: someWait }),
    callbackAt: fc.option(
      fc.integer({ min: 1, max: 14 * 24 }).map((hours) => MONDAY_NOON + 3 * 365 * DAY_MS + hours * HOUR_MS),
    ),
    hours: someHours,
  });

const someAgent: fc.Arbitrary<OfferAgent> = fc.record({
  departments: fc.subarray([...ids]),
  isHere: fc.boolean(),
  hasRoom: fc.boolean(),
  takesCalls: fc.boolean(),
  isCalling: fc.boolean(),
});

/** Any minute of two years, with any people and departments. */
const someChances: fc.Arbitrary<Chances> = fc.record({
  now: fc.integer({ min: 0, max: 2 * 365 * 24 * 60 }).map((minute) => MONDAY_NOON + minute * 60_000),
  home: fc.constant(home),
  departments: fc.tuple(...ids.map(someDepartment)),
  agents: fc.array(someAgent, { maxLength: 6 }),
  contact: fc.constantFrom(null, { cost: null }, { cost: '6 ct a minute' }),
});

/** The departments that answer for home, found in another way than the one that is tested. */
function answering({ departments }: Chances): Set<DepartmentId> {
  const way = new Set([home]);
  for (const _ of departments) {
    for (const { id, overflow } of departments) if (way.has(id) && overflow !== null) way.add(overflow);
  }
  return way;
}

const isServed = (chances: Chances): boolean =>
  chances.agents.some(({ isHere, departments }) => isHere && departments.some((id) => answering(chances).has(id)));

/** How long it takes in the first department on the way in which somebody is. */
function longestWait(chances: Chances, kind: Channel['kind']): number {
  const isHere = (id: DepartmentId): boolean => chances.agents.some((a) => a.isHere && a.departments.includes(id));
  const first = [...answering(chances)].find(isHere);
  const waits = chances.departments.find(({ id }) => id === first)?.waitMs;
  return waits?.[kind === 'chat' ? 'chat' : 'call'] ?? Number.POSITIVE_INFINITY;
}

/** The faults of an offer, in words. */
function faults(chances: Chances, offer: Offer): string[] {
  const chat = find(offer, 'chat');
  const message = find(offer, 'message');
  const found: string[] = [];
  const usable = offer.channels.filter(({ kind, state }) => state !== 'off' && kind !== 'contact');
  if (usable.length === 0) found.push('Z4: no way at all');
  if (offer.channels.some(({ cost }) => cost !== null && cost.trim() === '')) found.push('Z4: a cost without words');
  if (isServed(chances) !== (chat?.state === 'now' || chat?.state === 'queue')) found.push('G11: only a form');
  if (isServed(chances) === (offer.answering.who === 'nobody')) found.push('Z5: the wrong people are named');
  for (const { kind, state, answer } of offer.channels) {
    const isWait = answer.when === 'within';
    if (isWait && state !== 'queue') found.push(`CH6: a wait for ${kind}, which nobody waits for`);
    if (state === 'now' && answer.when !== 'now') found.push(`CH1: ${kind} is open, and not now`);
    if (isWait && answer.minutes * MINUTE_MS < longestWait(chances, kind)) found.push(`CH6: ${kind} takes longer`);
  }
  const back = message?.answer;
  if (back?.when === 'from') {
    if (back.at <= chances.now) found.push('G11: back in the past');
    const open = chances.departments.filter(
      ({ id, hours }) => answering(chances).has(id) && hours !== null && isOpenAt(hours, back.at),
    );
    if (open.length === 0) found.push('G11: nobody is back then');
  }
  return found;
}

describe('at any minute of any calendar', () => {
  it('[CH1] [CH2] there is a way to reach the shop, and no form alone while somebody is there', () => {
    let served = 0;
    fc.assert(
      fc.property(someChances, (chances) => {
        served += Number(isServed(chances));
        expect(faults(chances, offerOf(chances))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
    expect(served).toBeGreaterThan(100);
  });

  it('[CH3] says when people are back, if hours are known and nobody is there', () => {
    fc.assert(
      fc.property(someChances, someHours, (chances, hours) => {
        fc.pre(hours !== null && !isServed(chances));
        const departments = [aDepartment(home, { hours })];
        const offer = offerOf({ ...chances, departments, agents: [anAgent({ isHere: false })] });
        const from = find(offer, 'message')?.answer;
        const minutes = Array.from({ length: 15 * 24 * 4 }, (_, index) => chances.now + index * 15 * 60_000);
        const open = minutes.find((at) => isOpenAt(hours!, at));
        if (open === undefined || open === chances.now) return;
        expect(from?.when === 'from' && from.at <= open).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('would see a shop that can switch its last way off, one that forgets its partners, and one that dreams', () => {
    const broken: Record<string, (chances: Chances) => Offer> = {
      Z4: (chances) => {
        const offer = offerOf(chances);
        return { ...offer, channels: offer.channels.filter(({ kind }) => kind !== 'message') };
      },
      CH6: (chances) => {
        const hurried = ({ waitMs, ...each }: OfferDepartment): OfferDepartment => ({
          ...each,
          waitMs: { chat: waitMs.chat && waitMs.chat / 4, call: waitMs.call },
        });
        return offerOf({ ...chances, departments: chances.departments.map(hurried) });
      },
      G11: (chances) =>
        offerOf({ ...chances, departments: chances.departments.map((d) => ({ ...d, overflow: null })) }),
      dream: (chances) => {
        const offer = offerOf(chances);
        const later = (channel: Channel): Channel =>
          channel.answer.when === 'from'
            ? { ...channel, answer: { when: 'from', at: chances.now - HOUR_MS } }
            : channel;
        return { ...offer, channels: offer.channels.map(later) };
      },
    };
    for (const [name, make] of Object.entries(broken)) {
      const seen = fc.sample(someChances, { numRuns: 2_000, seed: 4 }).some((c) => faults(c, make(c)).length > 0);
      expect([name, seen]).toEqual([name, true]);
    }
  });
});

describe('the ways', () => {
  it('[CH1] are open while somebody has room, and queue while everybody is busy', () => {
    expect(states(offerWith({ agents: [anAgent()] }))).toEqual({
      ...{ chat: 'now', audio: 'now', video: 'now', callback: 'later', message: 'later' },
    });
    const busy = anAgent({ hasRoom: false });
    expect(states(offerWith({ agents: [busy] }))).toMatchObject({ chat: 'queue', audio: 'queue' });
    expect(states(offerWith({ agents: [busy, anAgent()] }))).toMatchObject({ chat: 'now', audio: 'now' });
  });

  it('[CH1] of voice are those of the people who take calls', () => {
    const agents = [anAgent({ takesCalls: false })];
    expect(states(offerWith({ agents }))).toMatchObject({ chat: 'now', audio: 'off', video: 'off' });
    expect(states(offerWith({ agents: [...agents, anAgent({ isCalling: true })] }))).toMatchObject({ audio: 'queue' });
  });

  it('[CH6] say how long one mostly waits while everybody is busy, in whole minutes, each for its queue', () => {
    const departments = [aDepartment(home, { waitMs: { chat: 61_000, call: null } })];
    const busy = offerWith({ departments, agents: [anAgent({ hasRoom: false })] });
    expect(find(busy, 'chat')).toMatchObject({ state: 'queue', answer: { when: 'within', minutes: 2 } });
    expect(find(busy, 'audio')).toMatchObject({ state: 'queue', answer: { when: 'unknown' } });
    const free = offerWith({ departments, agents: [anAgent({ hasRoom: false }), anAgent()] });
    expect(find(free, 'chat')?.answer).toEqual({ when: 'now' });
  });

  it('[CH1] say the first time that is free for a call-back, which costs nothing, as long as somebody takes calls', () => {
    const departments = [aDepartment(home, { callbackAt: 5 })];
    const offer = offerWith({ departments, agents: [anAgent({ isHere: false })] });
    expect(find(offer, 'callback')).toEqual({
      ...{ kind: 'callback', state: 'later', answer: { when: 'from', at: 5 }, cost: null },
    });
    expect(states(offerWith({ departments, agents: [anAgent({ takesCalls: false })] }))).not.toHaveProperty('callback');
  });

  it('[CH3] say from when people are there again, by the first department that opens', () => {
    const evening = MONDAY_NOON + 8 * HOUR_MS;
    const agents = [anAgent({ isHere: false })];
    const from = { when: 'from', at: Date.parse('2026-07-07T07:00Z') };
    const offer = offerWith({ now: evening, agents });
    expect([find(offer, 'message')?.answer, find(offer, 'audio')?.answer]).toEqual([from, from]);
    const early = { ...office, week: office.week.map(() => [{ from: 6 * 60, to: 7 * 60 }]) };
    const departments = [aDepartment(home, { hours: office, overflow: second }), aDepartment(second, { hours: early })];
    const both = [...agents, anAgent({ departments: [second], isHere: false })];
    const sooner = find(offerWith({ now: evening, departments, agents: both }), 'message')?.answer;
    expect(sooner).toEqual({ when: 'from', at: Date.parse('2026-07-07T04:00Z') });
    // A department that nobody belongs to answers nobody.
    expect(find(offerWith({ now: evening, departments, agents }), 'message')?.answer).toEqual(from);
  });

  it('[CH1] say by when an answer is promised to whoever writes, by the department in which they would begin', () => {
    const departments = [
      aDepartment(home, { promisedBy: 5, overflow: second }),
      aDepartment(second, { promisedBy: 3 }),
    ];
    const promised = offerWith({ departments, agents: [anAgent({ isHere: false })] });
    expect(find(promised, 'message')?.answer).toEqual({ when: 'by', at: 5 });
    expect(find(promised, 'audio')?.answer.when).not.toBe('by');
  });

  it('[CH3] promise no time while it is open and nobody is there, nor without hours', () => {
    const agents = [anAgent({ isHere: false })];
    expect(find(offerWith({ agents }), 'message')?.answer).toEqual({ when: 'unknown' });
    const departments = [aDepartment(home)];
    const night = MONDAY_NOON + DAY_MS / 2;
    expect(find(offerWith({ now: night, departments, agents }), 'message')?.answer).toEqual({ when: 'unknown' });
  });

  it('[CH4] name a partner who would answer, and only then', () => {
    const night = aDepartment(third, { kind: 'partner', name: 'NightDesk' });
    const departments = [aDepartment(home, { overflow: second }), aDepartment(second, { overflow: third }), night];
    const partner = anAgent({ departments: [third] });
    expect(offerWith({ departments, agents: [partner] }).answering).toEqual({ who: 'partner', name: 'NightDesk' });
    expect(offerWith({ departments, agents: [partner, anAgent()] }).answering).toEqual({ who: 'team' });
    expect(offerWith({ departments, agents: [] }).answering).toEqual({ who: 'nobody' });
  });

  it('[CH1] lead to the shop’s own ways of contact if it has any, with what its telephone costs', () => {
    const offer = offerWith({ contact: { cost: '6 ct a minute' } });
    expect(find(offer, 'contact')).toMatchObject({ state: 'later', cost: '6 ct a minute' });
    expect(states(offerWith({}))).not.toHaveProperty('contact');
  });
});
