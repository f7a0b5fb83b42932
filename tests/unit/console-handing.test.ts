/** What the desk makes of handing over: commands, why nobody was asked, what came of it, and what becomes of conversations. */
import { describe, expect, test } from 'vitest';
import { hindranceText, resultText } from '../../agent-console/handing.ts';
import { consoleTextsEn } from '../../agent-console/locales/en.ts';
import { rowsOf } from '../../agent-console/inbox-list.ts';
import { attend } from '../../agent-console/attention.ts';
import { staffNotice } from '../../agent-console/staff-notices.ts';
import { wordsFor } from '../../agent-console/words.ts';
import { refuse } from '../../protocol/errors.ts';
import type { EventContent } from '../../protocol/events.ts';
import type { DepartmentId } from '../../protocol/ids.ts';
import { aDesk, conversationId, eventOf, inboxOf, MIA, openRow, reservedFor, row, TOM } from '../helpers/console.ts';

const texts = consoleTextsEn.transfer;
const words = wordsFor(['en']);
const toTom = { agent: TOM.id } as const;
const toReturns = { department: 'returns' as DepartmentId } as const;
const asking = { from: TOM.id, to: { agent: MIA.id }, warm: false, note: null } as const;

describe('asking somebody else', () => {
  test('sends whom, how and the note, and no note if it is blank', async () => {
    const { desk, client } = await aDesk([openRow(1, MIA)]);
    const wish = { to: toTom, name: 'Tom', warm: true, note: 'Wants a refund' };
    expect(await desk.handing.transfer(conversationId(1), wish)).toBeUndefined();
    await desk.handing.transfer(conversationId(1), { ...wish, warm: false, note: ' ' });
    expect(client.sent.map(({ body }) => body)).toEqual([
      { to: toTom, warm: true, note: 'Wants a refund' },
      { to: toTom, warm: false },
    ]);
  });

  test('[TR4] each reason against it has its sentence', () => {
    const said = (details: Record<string, string>): string =>
      hindranceText(refuse('conflict', '', { details }), 'Tom', words);
    expect(said({ transfer: 'away' })).toBe(texts.hindrance.away('Tom'));
    expect(said({ claim: 'agent-load:tom' })).toBe(texts.hindrance.full('Tom'));
    expect(said({ transfer: 'news' })).toBe(consoleTextsEn.conversation.refused);
    expect(hindranceText(refuse('not_found', ''), 'Tom', words)).toBe(consoleTextsEn.conversation.gone);
  });

  test('[TR5] what came of it is told to the one who asked, and to nobody else', async () => {
    const { desk } = await aDesk();
    const event = (outcome: Extract<EventContent, { type: 'transfer.ended' }>['body']['outcome'], from = MIA.id) =>
      eventOf(openRow(1, MIA), 9, { type: 'transfer.ended', body: { from, to: toTom, outcome } });
    const told = (of: ReturnType<typeof event>) =>
      resultText({ conversation: conversationId(1), event: of }, { me: MIA.id, nameOf: desk.handing.nameOf, words });
    expect(told(event('declined'))).toBe(texts.result.declined('Tom'));
    expect(told(event('cancelled'))).toBeUndefined();
    expect(told(event('accepted', TOM.id))).toBeUndefined();
  });

  test('a department is called by its name, where it is known', async () => {
    const { desk } = await aDesk();
    expect(desk.handing.nameOf({ department: 'night' as DepartmentId })).toBe('Night');
    expect(desk.handing.nameOf(toReturns)).toBe(texts.theDepartment);
  });

  test('staff read in the conversation who was asked and what came of it', () => {
    const line = (content: EventContent) =>
      staffNotice(
        { ...eventOf(row(1), 2, content), by: { kind: 'agent', id: MIA.id, name: 'Mia' } },
        () => 'Tom',
        consoleTextsEn,
      );
    const started = line({ type: 'transfer.started', body: { to: toReturns, warm: false, note: null } });
    expect(started).toBe(texts.started('Tom', texts.theDepartment));
    expect(line({ type: 'transfer.ended', body: { from: MIA.id, to: toTom, outcome: 'expired' } })).toBe(
      texts.ended.expired('Tom'),
    );
    expect(line({ type: 'transfer.ended', body: { from: MIA.id, to: toTom, outcome: 'accepted' } })).toBeUndefined();
    expect(line({ type: 'conversation.ended', body: {} })).toBeUndefined();
  });
});

test('staff read in the conversation what became of a call-back', () => {
  const { more } = words.elements.list.notice;
  const line = (content: EventContent) => more?.(eventOf(row(1), 2, content), () => 'Tom');
  const { notices } = consoleTextsEn.callback;
  expect(line({ type: 'callback.missed', body: { attempt: 1, nextAt: 1_800_000_000_000 } })).toContain(
    notices.again(''),
  );
  expect(line({ type: 'callback.missed', body: { attempt: 2, nextAt: null } })).toBeUndefined();
  expect(line({ type: 'callback.ended', body: { outcome: 'missed' } })).toBe(notices.over.missed);
});

describe('being asked', () => {
  const asked = openRow(1, TOM, { transfer: asking, ...reservedFor(MIA) });

  test('it stands in one’s own list, counts, and sounds like a visitor who waits', () => {
    expect(rowsOf('mine', inboxOf(asked), MIA.id)).toEqual([asked]);
    const quiet = { isMentor: false, watching: undefined, ringing: undefined };
    const situation = { me: MIA.id, presence: 'available', ...quiet } as const;
    const { badge, announce } = attend(undefined, { ...situation, rows: [asked] });
    expect([badge, announce.map(({ kind }) => kind)]).toEqual([1, ['waiting']]);
    expect(attend(undefined, { ...situation, rows: [asked], me: TOM.id }).announce).toEqual([]);
  });
});

describe('going', () => {
  test('away with visitors asks what becomes of them, without visitors it does not', async () => {
    const { desk, client } = await aDesk([openRow(1, MIA), openRow(2, TOM)]);
    await desk.setPresence('away');
    expect(desk.handing.going.value).toBe('away');
    expect(desk.handing.mine().map(({ id }) => id)).toEqual([conversationId(1)]);
    await desk.handing.leave(conversationId(1), true);
    expect(client.sent.at(-1)).toEqual({
      type: 'participant.leave',
      conversation: conversationId(1),
      body: { handOver: true },
    });
    client.inbox.set(inboxOf(openRow(2, TOM)));
    await desk.setPresence('available');
    expect(desk.handing.go('sign-out')).toBe(false);
    expect(desk.handing.going.value).toBeUndefined();
  });

  test('[TR7] why one cannot leave now is said kindly', async () => {
    const { desk, client } = await aDesk([openRow(1, MIA)]);
    client.refuse(refuse('conflict', '', { details: { leave: 'call' } }));
    await desk.handing.leave(conversationId(1));
    client.refuse(refuse('conflict', '', { details: { leave: 'last' } }));
    await desk.handing.leave(conversationId(1));
    expect(desk.notices.shown.value.map(({ text }) => text)).toEqual([texts.leaveInCall, texts.leaveLast]);
  });
});
