/** Places in the queue: where somebody stands, what goes on record, and what is worth telling. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallId, ConversationId, DepartmentId } from '../../protocol/ids.ts';
import { isNews, positions, queued } from '../../server/domain/queue.ts';
import type { Queued } from '../../server/domain/queue.ts';
import { DEPARTMENT, aConversation, anAgentActor, anId, anOpenConversation, aVisitorActor, theSystem, wish } from '../helpers/builders.ts'; // prettier-ignore

const departments = [anId<DepartmentId>(), anId<DepartmentId>()];

const aQueued = (told: Partial<Queued> = {}): Queued => ({
  id: anId<ConversationId>(),
  department: departments[0]!,
  kind: 'chat',
  waitingSince: 1_000,
  front: false,
  isAsked: false,
  isPlaced: false,
  ...told,
});

const anyQueued = fc
  .record({
    department: fc.constantFrom(...departments),
    kind: fc.constantFrom('chat' as const, 'call' as const),
    waitingSince: fc.nat(20),
    front: fc.boolean(),
  })
  .map(aQueued);

describe('places', () => {
  it('[QU1] go by department and by chat or call, those who lost their agent first, then who waits longest', () => {
    const [late, early, lost] = [
      aQueued({ waitingSince: 30 }),
      aQueued({ waitingSince: 10, isAsked: true }),
      aQueued({ waitingSince: 40, front: true }),
    ];
    const [call, other] = [aQueued({ kind: 'call', waitingSince: 50 }), aQueued({ department: departments[1]! })];
    const places = positions([late, call, early, other, lost]);
    expect([lost, early, late, call, other].map(({ id }) => places.get(id))).toEqual([1, 2, 3, 1, 1]);
  });

  it('[QU1] count every queue from one without a gap', () => {
    const check = (all: Queued[]) => {
      const places = positions(all);
      const queues = Map.groupBy(all, ({ department, kind }) => `${kind} ${department}`);
      for (const queue of queues.values()) {
        const sorted = queue.map(({ id }) => places.get(id)).toSorted((one, two) => (one ?? 0) - (two ?? 0));
        expect(sorted).toEqual(queue.map((_, index) => index + 1));
      }
    };
    fc.assert(fc.property(fc.array(anyQueued, { maxLength: 40 }), check));
  });

  it('[QU1] are those of conversations that wait, and of no others', () => {
    const [visitor, mia] = [aVisitorActor(), anAgentActor()];
    const waiting = aConversation().does(visitor, wish.post());
    expect(queued(waiting.id, waiting.state)).toMatchObject({ kind: 'chat', isAsked: false });
    const calling = aConversation().does(visitor, wish.call(anId<CallId>())).does(theSystem, wish.reserve(mia));
    expect(queued(calling.id, calling.state)).toMatchObject({ kind: 'call', isAsked: true });
    const open = anOpenConversation(visitor, mia);
    expect(queued(open.id, open.state)).toBeUndefined();
  });
});

describe('a place on record', () => {
  const [visitor, mia] = [aVisitorActor(), anAgentActor()];

  it('[QU2] is written once for each time that somebody waits, for all to see', () => {
    const conversation = aConversation().does(visitor, wish.post());
    expect(conversation.outcome(theSystem, wish.place(3))).toEqual(['queue.placed']);
    expect(conversation.events.at(-1)).toMatchObject({ audience: 'all', content: { body: { position: 3 } } });
    expect(conversation.outcome(theSystem, wish.place(2))).toEqual([]);
    expect(conversation.does(theSystem, wish.overflow(anId())).outcome(theSystem, wish.place(1))).toEqual([]);
    conversation
      .does(theSystem, wish.overflow(DEPARTMENT))
      .does(mia, wish.accept())
      .does(theSystem, { type: 'participant.lose', body: { agent: mia.agent } });
    expect(conversation.outcome(theSystem, wish.place(1))).toEqual(['queue.placed']);
  });

  it('[QU2] has nobody who does not wait', () => {
    expect(anOpenConversation(visitor, mia).outcome(theSystem, wish.place())).toBe('conflict');
    const ended = aConversation().does(visitor, wish.post()).does(visitor, wish.end());
    expect(ended.outcome(theSystem, wish.place())).toBe('conflict');
  });
});

describe('news of a place', () => {
  const at = (position: number, told = {}) => ({ position, serving: 20, estimatedAt: null, isAsked: false, ...told });

  it('[QU3] are every step near the front, and only large ones far back', () => {
    expect(isNews(undefined, at(70))).toBe(true);
    expect(isNews(at(3), at(3))).toBe(false);
    expect(isNews(at(3), at(2))).toBe(true);
    expect(isNews(at(70), at(64))).toBe(false);
    expect(isNews(at(70), at(63))).toBe(true);
    expect(isNews(at(70), at(70, { serving: 19 }))).toBe(false);
    expect(isNews(at(70), at(70, { serving: 18 }))).toBe(true);
    expect(isNews(at(2), at(2, { isAsked: true }))).toBe(true);
    expect(isNews(at(70), at(70, { estimatedAt: 5 }))).toBe(true);
  });

  // A thousand wait and leave one by one: telling everybody each step would be half a million.
  it('[QU3] are bounded for everybody who waits', () => {
    let told = 0;
    for (let start = 1; start <= 1_000; start += 1) {
      let last = at(start);
      for (let position = start - 1; position >= 1; position -= 1) {
        if (!isNews(last, at(position))) continue;
        last = at(position);
        told += 1;
      }
    }
    expect(told).toBeLessThan(50 * 1_000);
  });
});
