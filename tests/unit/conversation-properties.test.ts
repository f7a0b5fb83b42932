/**
 * What must hold after any sequence of wishes, sensible or not, by anybody, with timers going off in between: the
 * domain never throws, its state is the fold of its log, and nothing is held, ticking or visible that should not be.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STAFF_EVENTS } from '../../protocol/events.ts';
import type { CallId, CommandId, DepartmentId, LegId, MessageId } from '../../protocol/ids.ts';
import type { MediaFailure, Refusal } from '../../protocol/errors.ts';
import { PROMISE_TIMER } from '../../server/domain/answer-clock.ts';
import { apply } from '../../server/domain/conversation.ts';
import type { ConversationState } from '../../server/domain/conversation.ts';
import { isRefusal } from '../../server/domain/decision.ts';
import type { Actor, AgentActor, Decision, StoredEvent, Wish } from '../../server/domain/decision.ts';
import { PERMISSIONS } from '../../server/domain/permissions.ts';
import { viewConversation, viewEvent } from '../../server/domain/visibility.ts';
import {
  DEPARTMENT,
  aConversation,
  anAgentActor,
  anId,
  aPage,
  aVisitorActor,
  theSystem,
  wish,
} from '../helpers/builders.ts';
import type { GrowingConversation, WishHere } from '../helpers/builders.ts';

const SECRET = 'SECRET';

const visitor = aVisitorActor();
const agents = [anAgentActor({ name: 'Mia' }), anAgentActor({ name: 'Tom' }), anAgentActor({ name: 'Ana' })] as const;
const actors: readonly Actor[] = [
  visitor,
  { ...visitor, session: anId(), page: aPage('/other') },
  ...agents,
  { ...agents[0], session: anId() },
  aVisitorActor(),
  anAgentActor({ departments: [] }),
  theSystem,
];

/** One thing that happens: who wishes what, which of the things around it is meant, and how long after the last. */
interface Step {
  readonly who: number;
  readonly type: Wish['type'];
  readonly pick: number;
  readonly waitMs: number;
}

const step = (types: readonly Wish['type'][]): fc.Arbitrary<Step> =>
  fc.record({
    who: fc.nat({ max: 3 * actors.length }),
    type: fc.constantFrom(...types),
    pick: fc.nat({ max: 7 }),
    waitMs: fc.constantFrom(0, 0, 500, 7000, 25_000),
  });

const EVERYTHING = Object.keys(PERMISSIONS) as Wish['type'][];
const ENDINGS: readonly string[] = [
  'conversation.end',
  'participant.lose',
  'participant.leave',
  'transfer.cancel',
  'call.end',
  'call.decline',
  'call.abandon',
  'call.expire',
];
const GOING_ON = EVERYTHING.filter((type) => !ENDINGS.includes(type));
const CALLING = GOING_ON.filter((type) => type.startsWith('call.'));
const CHANGING: readonly Wish['type'][] = ['transfer.start', 'reservation.make', 'conversation.accept'];

/** Endings are rarer than what goes on, and some stories are all about one call: chance alone seldom gets far into it. */
const steps = fc
  .tuple(
    fc.constantFrom<'new' | 'accepted' | 'away'>('new', 'new', 'accepted', 'accepted', 'accepted', 'away'),
    fc.array(step([...EVERYTHING, ...GOING_ON, ...GOING_ON]), { minLength: 5, maxLength: 40, size: 'max' }),
    fc.array(step([...CALLING, ...CALLING, 'call.end', 'call.decline']), { maxLength: 30, size: 'max' }),
    fc.array(step([...CHANGING, ...CHANGING, ...CHANGING, ...CALLING, 'call.end', 'participant.leave']), {
      maxLength: 30,
      size: 'max',
    }),
  )
  .map(([begin, story, calling, changing]): Step[] => {
    const accepted = begin === 'accepted';
    return [
      ...(accepted ? accepting : []),
      ...(begin === 'away' ? overflowing : []),
      ...(accepted ? calling : []),
      ...(accepted ? changing : []),
      ...story,
      ...(accepted ? [] : calling),
    ];
  });

const accepting: readonly Step[] = [
  { who: 0, type: 'message.post', pick: 5, waitMs: 0 },
  { who: 2, type: 'conversation.accept', pick: 0, waitMs: 0 },
];

/** With a partner, ended there, and due at home. */
const overflowing: readonly Step[] = [
  { who: 0, type: 'message.post', pick: 5, waitMs: 0 },
  { who: 9, type: 'conversation.overflow', pick: 4, waitMs: 0 },
  { who: 0, type: 'conversation.end', pick: 0, waitMs: 0 },
  { who: 9, type: 'conversation.return', pick: 0, waitMs: 0 },
];

/** Anybody at all, but mostly somebody who may wish this. */
function actorOf({ who, type, pick }: Step): Actor {
  const anybody = actors[who];
  if (anybody !== undefined) return anybody;
  const fit = PERMISSIONS[type];
  if (fit.includes('system')) return theSystem;
  return fit.includes('visitor') && pick % 2 === 0 ? visitor : agents[0];
}

const elsewhere = anId<DepartmentId>();
const strayCall = anId<CallId>();
const calls = [anId<CallId>(), anId<CallId>()] as const;

/** The wish of a step, aimed at what the conversation has now: mostly at the right thing, sometimes at a wrong one. */
function wishOf(
  { type, pick }: Step,
  conversation: GrowingConversation,
  known: ConversationState | undefined,
): WishHere {
  const call = pick === 0 ? strayCall : (known?.call?.id ?? calls[pick % 2] ?? strayCall);
  const agent: AgentActor = agents[pick % agents.length] ?? agents[0];
  const cause: { cause?: MediaFailure } = pick === 1 ? { cause: 'denied' } : {};
  const media = { audio: true, video: pick > 4 };
  switch (type) {
    case 'message.post':
      return pick < 3 ? wish.note(`${SECRET} ${pick}`) : wish.post(`open ${pick}`);
    case 'participant.read':
      return wish.read(conversation.events.toReversed()[pick]?.command ?? anId<MessageId>());
    case 'call.start':
      return wish.call(calls[pick % 2] ?? strayCall, media);
    case 'call.answer':
      return wish.answer(call, media);
    case 'call.decline':
    case 'call.end':
      return { type, body: { call, ...cause } };
    case 'call.rejoin':
      return wish.rejoin(call);
    case 'call.confirm':
      return wish.confirm(call, known?.call?.leg?.id ?? anId<LegId>(), known?.call?.leg?.attempt ?? 1);
    case 'call.interrupt':
      return wish.interrupt(call, pick % 2 ? visitor : agent);
    case 'call.abandon':
      return wish.abandon(call, visitor);
    case 'call.expire':
      return { type, body: { call } };
    case 'reservation.make':
      return wish.reserve(agent, [{ kind: 'language', language: SECRET, spoken: true }]);
    case 'queue.place':
      return wish.place(pick + 1);
    case 'conversation.overflow':
      return wish.overflow(pick % 2 ? DEPARTMENT : anId(), pick > 3 ? 'NightDesk' : undefined);
    case 'participant.replace':
    case 'participant.restore':
    case 'replacement.miss':
      return { type, body: {} };
    case 'promise.make':
      return wish.promise(conversation.now + pick * 60_000, [{ stage: 50, at: conversation.now + pick * 30_000 }]);
    case 'promise.climb':
      return { type, body: { ladder: [{ stage: 50, at: conversation.now }] } };
    case 'reservation.expire':
    case 'participant.lose':
      return { type, body: { agent: agent.agent } };
    case 'page.visit':
      return wish.visit(aPage(`/${pick % 3}`));
    case 'transfer.start':
      return wish.transfer(pick % 2 ? { agent: agent.agent } : { department: pick < 4 ? DEPARTMENT : elsewhere }, {
        warm: pick > 4,
        ...(pick < 6 ? { note: `${SECRET} ${pick}` } : {}),
      });
    case 'transfer.fail':
      return wish.failTransfer((['declined', 'expired', 'failed'] as const)[pick % 3] ?? 'failed');
    case 'participant.leave':
      return wish.leave(pick % 2 === 0);
    case 'callback.request':
      return wish.callBack(pick % 2 ? null : conversation.now + pick * 5_000, pick);
    case 'callback.done':
      return wish.calledBack(pick > 4);
    case 'callback.begin':
      return wish.beginCallback(known?.callback?.id ?? anId<CommandId>());
    case 'callback.cancel':
    case 'conversation.accept':
    case 'conversation.end':
    case 'reservation.decline':
    case 'transfer.cancel':
    case 'conversation.return':
      return { type, body: {} };
  }
}

/** Takes one step: time passes, then somebody wishes something. */
function take(each: Step, conversation: GrowingConversation): Decision | Refusal {
  const known = conversation.events.length > 0 ? conversation.passes(each.waitMs).state : undefined;
  return conversation.tries(actorOf(each), wishOf(each, conversation, known));
}

/** Takes all steps; calls `check` after each one that left a conversation. */
function play(story: readonly Step[], check: (conversation: GrowingConversation) => void): void {
  const conversation = aConversation();
  for (const each of story) {
    take(each, conversation);
    if (conversation.events.length > 0) check(conversation);
  }
}

type Callback = ConversationState['callback'];

const isWaitedFor = (callback: Callback): callback is NonNullable<Callback> =>
  callback !== null && callback.keptUntil === null;

function callbackClaims({ callback, visitor: who }: ConversationState): string[] {
  if (!isWaitedFor(callback)) return [];
  const place = callback.slot === null ? [] : [`callback:${callback.department}:${callback.slot}`];
  return [...place, `visitor-callback:${who}`];
}

/** Holds after each step of any story. */
function always(check: (conversation: GrowingConversation) => void): void {
  fc.assert(
    fc.property(steps, (story) => play(story, check)),
    { numRuns: 100 },
  );
}

function foldOf(events: readonly StoredEvent[]): ConversationState | undefined {
  return events.reduce<ConversationState | undefined>(apply, undefined);
}

function countOf(conversation: GrowingConversation, type: StoredEvent['content']['type']): number {
  return conversation.events.filter(({ content }) => content.type === type).length;
}

describe('after any wishes', () => {
  test('the random stories get everywhere: every event type happens, and every command is refused and done', () => {
    const events = new Set<string>();
    const done = new Set<string>();
    const refused = new Set<string>();
    fc.assert(
      fc.property(steps, (story) => {
        const conversation = aConversation();
        for (const each of story) {
          const outcome = take(each, conversation);
          (isRefusal(outcome) ? refused : done).add(each.type);
        }
        for (const { content } of conversation.events) events.add(content.type);
      }),
      { numRuns: 600, seed: 7 },
    );
    expect([...events].toSorted()).toEqual([
      'call.answered',
      'call.confirmed',
      'call.connected',
      'call.ended',
      'call.interrupted',
      'call.rejoined',
      'call.started',
      'callback.due',
      'callback.ended',
      'callback.missed',
      'callback.requested',
      'conversation.ended',
      'conversation.queued',
      'conversation.started',
      'message.posted',
      'page.visited',
      'participant.joined',
      'participant.left',
      'participant.read',
      'participant.restored',
      'promise.broken',
      'promise.kept',
      'promise.made',
      'promise.reminded',
      'queue.placed',
      'replacement.missed',
      'reservation.ended',
      'reservation.made',
      'return.due',
      'transfer.ended',
      'transfer.started',
    ]);
    expect([...done].toSorted()).toEqual(EVERYTHING.toSorted());
    expect([...refused].toSorted()).toEqual(EVERYTHING.toSorted());
  });

  test('the state is the fold of the log, also after it was written down as JSON', () => {
    always(({ events, state }) => {
      const read = JSON.parse(JSON.stringify(events)) as StoredEvent[];
      expect(JSON.parse(JSON.stringify(foldOf(read)))).toEqual(state);
    });
  });

  test('[EV2] both counters are gap-free, and the state knows their ends', () => {
    always(({ events, state }) => {
      const forAll = events.filter(({ audience }) => audience === 'all');
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(forAll.map(({ publicSeq }) => publicSeq)).toEqual(forAll.map((_, index) => index + 1));
      expect([state.seq, state.publicSeq]).toEqual([events.length, forAll.length]);
    });
  });

  test('[VI1] nothing of staff is in anything that a visitor gets', () => {
    always(({ id, events, state }) => {
      const seen = events.flatMap((event) => viewEvent(event, 'visitor') ?? []);
      const text = JSON.stringify([seen, viewConversation(id, state, 'visitor')]);
      expect(text).not.toContain(SECRET);
      expect(seen.filter(({ type }) => STAFF_EVENTS.has(type))).toEqual([]);
      expect(seen.map(({ seq }) => seq)).toEqual(seen.map((_, index) => index + 1));
      const notes = events.flatMap(({ audience, command }) => (audience === 'staff' ? [command] : []));
      const shown = new Set(seen.flatMap(({ type, body }) => ('message' in body ? [`${type} ${body.message}`] : [])));
      for (const note of notes) expect(shown.has(`participant.read ${note}`)).toBe(false);
    });
  });

  test('[CO10] exactly the claims of what goes on are held; after the end, the case number and a call-back only', () => {
    always(({ id, claims, state }) => {
      const busy = [...state.agents.map((card) => card.id), ...(state.reservation ? [state.reservation.agent] : [])];
      const { call } = state;
      const expected = [
        `case:${state.caseNumber}`,
        ...busy.map((agent) => `agent-load:${agent}`),
        ...(call ? [`visitor-call:${state.visitor}`] : []),
        ...(call?.agent ? [`agent-call:${call.agent}`] : []),
        ...callbackClaims(state),
      ];
      expect(claims.of(id)).toEqual(expected.toSorted());
      const stands = callbackClaims(state).length;
      expect(state.status === 'ended' && claims.of(id).length > 1 + stands).toBe(false);
    });
  });

  test('[CA9] exactly the timers of what goes on are set, at the times that the state knows', () => {
    always(({ timers, state, now }) => {
      const { call, reservation, callback } = state;
      const others = [...timers].filter(([name]) => name !== PROMISE_TIMER);
      const due = Object.fromEntries(others.map(([name, { dueAt }]) => [name, dueAt]));
      expect(due).toEqual({
        ...(call && call.phase !== 'connected' ? { call: call.deadlineAt } : {}),
        ...(reservation ? { reservation: reservation.expiresAt } : {}),
        ...(isWaitedFor(callback) && callback.dueAt !== null ? { callback: callback.dueAt } : {}),
      });
      for (const dueAt of Object.values(due)) expect(dueAt).toBeGreaterThanOrEqual(now);
    });
  });

  test('[PR5] a promise has its timer, and the clock runs while somebody is owed an answer', () => {
    always(({ timers, state }) => {
      const running = state.promise !== null && state.promise.stage < 100;
      expect(running && !timers.has(PROMISE_TIMER)).toBe(false);
      expect(state.owedSince === null && (timers.has(PROMISE_TIMER) || state.promise !== null)).toBe(false);
      expect(state.status === 'ended' && state.owedSince !== null).toBe(false);
    });
  });

  test('[RT6] there is at most one reservation, and every one that was made ends once', () => {
    always((conversation) => {
      const running = countOf(conversation, 'reservation.made') - countOf(conversation, 'reservation.ended');
      expect(running).toBe(conversation.state.reservation === null ? 0 : 1);
    });
  });

  test('[TR5] there is at most one transfer, every one that was started ends once, and nobody is left alone meanwhile', () => {
    always((conversation) => {
      const { transfer, status, agents: inside, departing } = conversation.state;
      const running = countOf(conversation, 'transfer.started') - countOf(conversation, 'transfer.ended');
      expect(running).toBe(transfer === null ? 0 : 1);
      const agrees = {
        'only while somebody is inside': transfer === null || status === 'open',
        'whoever leaves after the call is inside, and not alone': !departing || inside.length > 1,
        'and has that call': !departing || conversation.state.call?.agent === departing.agent,
      };
      expect(Object.entries(agrees).filter(([, holds]) => !holds)).toEqual([]);
    });
  });

  test('[CA16] there is at most one call-back, and every one that was wished for ends once, or is replaced', () => {
    always((conversation) => {
      const { callback, status } = conversation.state;
      const ended = countOf(conversation, 'callback.ended');
      expect(ended).toBeLessThanOrEqual(countOf(conversation, 'callback.requested'));
      // Whoever should be called now is waited for by somebody.
      expect(isWaitedFor(callback) && callback.dueAt === null && status === 'ended').toBe(false);
    });
  });

  test('[CA1] there is at most one call, and every one that was started ends once', () => {
    always((conversation) => {
      const running = countOf(conversation, 'call.started') - countOf(conversation, 'call.ended');
      expect(running).toBe(conversation.state.call === null ? 0 : 1);
    });
  });

  test('who is inside, who waits and what has ended agree', () => {
    always(({ state }) => {
      const { status, agents: inside, waitingSince, reservation, call, front, asked } = state;
      const agrees = {
        'open exactly with agents': inside.length > 0 === (status === 'open'),
        'waiting since a time, unless for the time of a call-back':
          (waitingSince !== null) === (status === 'waiting') ||
          (status === 'waiting' && isWaitedFor(state.callback) && state.callback.dueAt !== null),
        'asked for only while waiting, or by a transfer':
          status === 'waiting' ||
          (state.transfer !== null && !front) ||
          (reservation === null && !front && asked.length === 0),
        'nobody inside is asked to come': !inside.some((card) => card.id === reservation?.agent),
        'no call after the end': status !== 'ended' || call === null,
        'the call’s agent is inside': !call?.agent || inside.some((card) => card.id === call.agent),
        'a leg exactly once answered': call === null || (call.leg === null) === (call.phase === 'ringing'),
      };
      expect(Object.entries(agrees).filter(([, holds]) => !holds)).toEqual([]);
    });
  });

  test('[CO11] read marks only move forward, and unread is what follows the last message an agent has read', () => {
    always(({ events, state }) => {
      const seqOf = new Map(
        events.map(({ command, content, seq }) => [content.type === 'message.posted' && command, seq]),
      );
      const last = new Map<string, number>();
      let readByAgents = 0;
      for (const { by, content } of events) {
        if (content.type !== 'participant.read' || by.kind === 'system') continue;
        const seq = seqOf.get(content.body.message) ?? 0;
        expect(seq).toBeGreaterThan(last.get(by.id) ?? 0);
        last.set(by.id, seq);
        if (by.kind === 'agent') readByAgents = Math.max(readByAgents, seq);
      }
      const later = events.filter(
        ({ by, content, seq }) => content.type === 'message.posted' && by.kind === 'visitor' && seq > readByAgents,
      );
      expect(state.unread).toBe(later.length);
    });
  });
});
