/**
 * Call-backs held against the real domain: when a conversation waits for one, who is asked, what a call in vain leads to,
 * and what ends it. Numbers, times and doors have their own tests.
 */
import { describe, expect, test } from 'vitest';
import { TIMES } from '../../protocol/constants.ts';
import { waitingConversation } from '../../server/domain/routing.ts';
import { viewConversation } from '../../server/domain/visibility.ts';
import { aConversation, anAgentActor, anId, anOpenConversation, aVisitorActor, Claims, DEPARTMENT, wish } from '../helpers/builders.ts'; // prettier-ignore
import type { GrowingConversation } from '../helpers/builders.ts';

const visitor = aVisitorActor();
const mia = anAgentActor({ name: 'Mia' });
const HOUR_MS = 60 * 60_000;

const inAnHour = ({ now }: GrowingConversation): number => now + HOUR_MS;
const isWaitedFor = ({ id, state }: GrowingConversation) => waitingConversation(id, state);
const types = (conversation: GrowingConversation, since = 0) =>
  conversation.events.slice(since).map(({ content }) => content.type);

/** A visitor who wants to be called in an hour, and nothing else. */
function wished(claims?: Claims): GrowingConversation {
  const conversation = aConversation(claims && { claims });
  return conversation.does(visitor, wish.callBack(inAnHour(conversation)));
}

/** Mia has come for the call that is due now. */
const due = () => wished().passes(HOUR_MS).does(mia, wish.accept());

describe('a wish', () => {
  test('[CA16] for a time starts a conversation that nobody is asked for before', () => {
    const conversation = wished();
    expect(types(conversation)).toEqual(['conversation.started', 'callback.requested']);
    expect(isWaitedFor(conversation)).toBeUndefined();
    expect(conversation.passes(HOUR_MS - 1).events).toHaveLength(2);
  });

  test('[CA16] at its time the conversation waits in front of all others, for somebody who calls', () => {
    const conversation = wished().passes(HOUR_MS);
    expect(types(conversation, 2)).toEqual(['callback.due', 'conversation.queued']);
    expect(conversation.events.at(-1)?.content.body).toEqual({ department: DEPARTMENT, reason: 'callback' });
    expect(isWaitedFor(conversation)).toMatchObject({ front: true, call: true });
  });

  test('[CA16] for as soon as possible keeps the place in the queue, and goes to somebody who calls', () => {
    const conversation = aConversation().does(visitor, wish.post()).passes(60_000);
    const since = conversation.state.waitingSince;
    conversation.does(visitor, wish.callBack(null));
    expect(isWaitedFor(conversation)).toMatchObject({ waitingSince: since, front: false, call: true });
    const fresh = aConversation().does(visitor, wish.callBack(null));
    expect(types(fresh)).toEqual(['conversation.started', 'conversation.queued', 'callback.requested']);
  });

  test('[CA16] out of the queue for a time takes nobody away from others', () => {
    const conversation = aConversation().does(visitor, wish.post());
    conversation.does({ kind: 'system' }, wish.reserve(mia)).does(visitor, wish.callBack(inAnHour(conversation)));
    expect(isWaitedFor(conversation)).toBeUndefined();
    expect(conversation.claims.of(conversation.id)).not.toContain(`agent-load:${mia.agent}`);
  });

  test('[CA16] instead of a call that rings ends the call', () => {
    const conversation = aConversation().does(visitor, wish.call(anId()));
    conversation.does(visitor, wish.callBack(null));
    expect(conversation.state.call).toBeNull();
    expect(conversation.events.map(({ content }) => content)).toContainEqual({
      type: 'call.ended',
      body: expect.objectContaining({ reason: 'cancelled' }),
    });
  });

  test('[CA16] with an agent inside is that agent’s, now or at its time', () => {
    const conversation = anOpenConversation(visitor, mia);
    conversation.does(visitor, wish.callBack(inAnHour(conversation))).passes(HOUR_MS);
    expect(conversation.events.at(-1)?.content.type).toBe('callback.due');
    expect(conversation.state.status).toBe('open');
  });

  test('[CA16] who writes while the time has not come is waited for at once', () => {
    const conversation = wished().does(visitor, wish.post('And another question'));
    expect(isWaitedFor(conversation)).toMatchObject({ front: false, call: false });
    expect(conversation.state.callback?.dueAt).not.toBeNull();
  });

  test('[CA13] a time has as many places as people who call, and a place is free again when it is given back', () => {
    const claims = new Claims();
    const first = wished(claims);
    const slot = inAnHour(first);
    const second = aConversation({ claims });
    expect(second.outcome(aVisitorActor(), wish.callBack(slot))).toBe('conflict');
    expect(aConversation({ claims }).outcome(aVisitorActor(), wish.callBack(slot, 2))).toContain('callback.requested');
    first.does(visitor, wish.callBack(slot + TIMES.callbackSlotMs));
    expect(second.outcome(aVisitorActor(), wish.callBack(slot, 2))).toContain('callback.requested');
  });

  test('[CA13] a time without places, or one that is over, is refused', () => {
    const conversation = aConversation();
    expect(conversation.outcome(visitor, wish.callBack(inAnHour(conversation), 0))).toBe('conflict');
    expect(conversation.outcome(visitor, wish.callBack(null, 0))).toBe('conflict');
    expect(conversation.outcome(visitor, wish.callBack(conversation.now))).toBe('conflict');
    expect(conversation.events).toEqual([]);
  });

  test('[CA13] a visitor has one call-back, and may choose another time for it', () => {
    const claims = new Claims();
    const conversation = wished(claims);
    const again = aConversation({ claims });
    expect(again.outcome(visitor, wish.callBack(inAnHour(again), 9))).toBe('conflict');
    const later = inAnHour(conversation) + HOUR_MS;
    conversation.does(visitor, wish.callBack(later)).passes(HOUR_MS);
    expect(conversation.state.callback).toMatchObject({ slot: later, dueAt: later });
  });
});

describe('a call', () => {
  test('[CA17] that reached the visitor ends it; the conversation goes on', () => {
    const conversation = due().does(mia, wish.calledBack(true));
    expect(conversation.events.at(-1)?.content).toEqual({ type: 'callback.ended', body: { outcome: 'reached' } });
    expect(conversation.state.status).toBe('open');
    expect(viewConversation(conversation.id, conversation.state, 'visitor').callback).toBeNull();
  });

  test('[CA17] in vain is tried once more after a quarter of an hour, by whoever is there then', () => {
    const conversation = due().does(mia, wish.calledBack(false));
    const nextAt = conversation.now + TIMES.callAgainMs;
    expect(conversation.events.at(-1)?.content).toEqual({ type: 'callback.missed', body: { attempt: 1, nextAt } });
    expect(conversation.outcome(mia, wish.calledBack(true))).toBe('conflict');
    conversation.does(mia, wish.end()).passes(TIMES.callAgainMs);
    expect(isWaitedFor(conversation)).toMatchObject({ front: true, call: true });
  });

  test('[CA17] in vain twice ends it, and says so; what the visitor writes then is answered as ever', () => {
    const conversation = due().does(mia, wish.calledBack(false)).passes(TIMES.callAgainMs);
    const before = conversation.events.length;
    conversation.does(mia, wish.calledBack(false));
    expect(conversation.events.slice(before).map(({ content }) => content)).toEqual([
      { type: 'callback.missed', body: { attempt: 2, nextAt: null } },
      { type: 'callback.ended', body: { outcome: 'missed' } },
    ]);
    conversation.does(mia, wish.end()).does(visitor, wish.post('I was on the train'));
    expect(isWaitedFor(conversation)).toMatchObject({ front: false, call: false });
  });

  test('[CA17] is the answer that the visitor waits for; after one in vain they wait for a written one', () => {
    const asked = aConversation().does(visitor, wish.post());
    expect(asked.does(visitor, wish.callBack(inAnHour(asked))).state.owedSince).toBeNull();
    const soon = aConversation().does(visitor, wish.callBack(null)).does(mia, wish.accept());
    expect(soon.state.owedSince).not.toBeNull();
    expect(soon.does(mia, wish.calledBack(true)).state.owedSince).toBeNull();
    const missed = due().does(mia, wish.calledBack(false)).passes(TIMES.callAgainMs).does(mia, wish.calledBack(false));
    expect(missed.state.owedSince).toBe(missed.now);
  });

  test('[CA17] is told by a participant only, and only when it is due', () => {
    const conversation = wished().passes(HOUR_MS);
    expect(conversation.outcome(mia, wish.calledBack(true))).toBe('forbidden');
    expect(anOpenConversation(visitor, mia).outcome(mia, wish.calledBack(true))).toBe('conflict');
  });

  test('[RT7] is the next agent’s when the one who should make it is lost', () => {
    const conversation = due().does({ kind: 'system' }, wish.lose(mia));
    expect(isWaitedFor(conversation)).toMatchObject({ front: true, call: true });
  });
});

describe('taking it back', () => {
  test('[CA16] ends a conversation in which nothing else was wished', () => {
    const conversation = wished().does(visitor, wish.cancelCallback());
    expect(types(conversation, 2)).toEqual(['callback.ended', 'conversation.ended']);
    expect(conversation.claims.of(conversation.id)).toEqual([`case:${conversation.state.caseNumber}`]);
    expect(conversation.passes(HOUR_MS).events).toHaveLength(4);
  });

  test('[CA16] lets a question that was written wait for its answer again', () => {
    const conversation = aConversation().does(visitor, wish.post());
    conversation.does(visitor, wish.callBack(inAnHour(conversation))).does(visitor, wish.cancelCallback());
    expect(isWaitedFor(conversation)).toMatchObject({ call: false });
    const soon = aConversation().does(visitor, wish.post()).does(visitor, wish.callBack(null));
    expect(isWaitedFor(soon.does(visitor, wish.cancelCallback()))).toMatchObject({ call: false });
  });

  test('[CA16] can agents who are inside, and nobody who is not', () => {
    const conversation = wished();
    expect(conversation.outcome(mia, wish.cancelCallback())).toBe('forbidden');
    conversation.does(mia, wish.accept()).does(mia, wish.cancelCallback());
    expect(conversation.state).toMatchObject({ status: 'open', callback: { keptUntil: conversation.now } });
    expect(conversation.outcome(visitor, wish.cancelCallback())).toEqual([]);
  });

  test('[CA16] with the end of the conversation concerns a call that is due, not one that has a time', () => {
    const conversation = due().does(mia, wish.end());
    expect(conversation.state.callback?.keptUntil).toBe(conversation.now);
    const standing = anOpenConversation(visitor, mia);
    standing
      .does(visitor, wish.callBack(inAnHour(standing)))
      .does(mia, wish.end())
      .passes(HOUR_MS);
    expect(isWaitedFor(standing)).toMatchObject({ front: true, call: true });
  });
});

describe('what is remembered', () => {
  test('[CA15] of the number are two digits, and until when it is kept after the end', () => {
    const conversation = due().does(mia, wish.calledBack(true));
    expect(conversation.state.callback).toMatchObject({
      digits: '67',
      keptUntil: conversation.now + TIMES.numberKeptMs,
    });
  });
});
