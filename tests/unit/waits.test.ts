/** What events say about waiting: when it begins, how it ends, and that no line says anything about a person. */
import { describe, expect, it } from 'vitest';
import type { CallId } from '../../protocol/ids.ts';
import { WAIT_EVENTS, waitLines } from '../../server/domain/waits.ts';
import { aConversation, anAgentActor, anId, anOpenConversation, aPage, aVisitorActor, theSystem, wish } from '../helpers/builders.ts'; // prettier-ignore
import type { GrowingConversation } from '../helpers/builders.ts';

const visitor = aVisitorActor({ page: { url: 'https://shop.example/mora?email=jo%40mail.example', title: 'For Jo' } });
const mia = anAgentActor();

const linesOf = ({ events, state }: GrowingConversation) => events.flatMap((event) => waitLines(event, state));

/** Only what changes, in order. */
const changes = (conversation: GrowingConversation) =>
  linesOf(conversation).flatMap((line) => (line.line === 'wait.changed' ? [line.change] : []));

describe('lines about waiting', () => {
  it('begin where and when somebody is queued', () => {
    const conversation = aConversation().does(visitor, wish.post());
    const { id, now, state } = conversation;
    const where = { conversation: id, site: state.site, department: state.department, page: '/mora' };
    expect(linesOf(conversation)).toMatchObject([
      { line: 'wait.began', wait: { ...where, seq: 2, queuedAt: now, channel: 'chat', outcome: 'waiting' } },
    ]);
  });

  it('tell a wait for a call from one for a chat, and what became of it', () => {
    const missed = aConversation().does(visitor, wish.call(anId<CallId>())).passes(60_000);
    expect(changes(missed)).toEqual([{ channel: 'call' }, { channel: 'chat' }]);
    const call = anId<CallId>();
    const hungUp = aConversation().does(visitor, wish.call(call)).does(visitor, wish.hangUp(call));
    expect(changes(hungUp)).toEqual([{ channel: 'call' }, { outcome: 'left', leftAt: hungUp.now }]);
    const answered = aConversation().does(visitor, wish.call(call)).does(mia, wish.answer(call));
    expect(linesOf(answered).at(-1)).toMatchObject({ line: 'wait.answered', at: answered.now });
  });

  it('tell a visitor who left from one whom somebody else sent away', () => {
    const left = aConversation().does(visitor, wish.post()).passes(5_000).does(visitor, wish.end());
    expect(changes(left)).toEqual([{ outcome: 'left', leftAt: left.now }]);
    const ended = aConversation().does(visitor, wish.post()).does(mia, wish.end());
    expect(changes(ended)).toEqual([{ outcome: 'ended' }]);
  });

  it('count as an answer only what a person says to the visitor', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.note()).does(visitor, wish.post());
    expect(linesOf(conversation).some(({ line }) => line === 'wait.answered')).toBe(false);
    expect(linesOf(conversation.does(mia, wish.post())).at(-1)).toMatchObject({ line: 'wait.answered' });
  });

  it('say nothing about anybody', () => {
    const conversation = anOpenConversation(visitor, mia)
      .does(mia, wish.post('Hello Jo'))
      .does(theSystem, { type: 'page.visit', body: { page: aPage('/mora?for=jo', 'Jo') } })
      .does(theSystem, { type: 'participant.lose', body: { agent: mia.agent } })
      .does(visitor, wish.end());
    const told = JSON.stringify(linesOf(conversation));
    expect(told).not.toMatch(/jo/i);
    for (const person of [visitor.visitor, mia.agent, mia.card.name]) expect(told).not.toContain(person);
  });

  it('are asked for of every event that has one', () => {
    const conversation = anOpenConversation(visitor, mia).does(mia, wish.post()).does(visitor, wish.end());
    const telling = conversation.events.filter((event) => waitLines(event, conversation.state).length > 0);
    expect(telling.filter(({ content }) => !WAIT_EVENTS.has(content.type))).toEqual([]);
  });
});
