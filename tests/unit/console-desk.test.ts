/** What the desk makes of wishes and refusals, and what it keeps: commands, kind words, drafts, calls, the shop's fields. */
import { describe, expect, test } from 'vitest';
import { caseView, pagesOf } from '../../agent-console/case-view.ts';
import { isoDuration, languageName, listTime, momentText } from '../../agent-console/clock.ts';
import { createDrafts } from '../../agent-console/drafts.ts';
import { consoleTextsEn } from '../../agent-console/locales/en.ts';
import { isBrand, isContact, originOf, shopChange, shopFields, wrongOrigin } from '../../agent-console/shop-fields.ts';
import { wordsFor } from '../../agent-console/words.ts';
import { refuse } from '../../protocol/errors.ts';
import { aDesk, aSite, aStorage, conversationId, eventOf, inboxOf, NOW, openRow } from '../helpers/console.ts';
import { MIA, reservedFor, ringingCall, ringingHere, row, timelineOf, TOM } from '../helpers/console.ts';

const said = ({ desk }: Awaited<ReturnType<typeof aDesk>>): string[] =>
  desk.notices.shown.value.map(({ tone, text }) => `${tone}: ${text}`);
const texts = consoleTextsEn.conversation;

describe('accepting', () => {
  test('sends one command and goes there', async () => {
    const world = await aDesk([row(1, reservedFor(MIA))]);
    expect(await world.desk.accept(conversationId(1))).toBe(true);
    expect(world.client.sent).toEqual([{ type: 'conversation.accept', conversation: conversationId(1), body: {} }]);
    expect(world.router.route.value).toEqual({ view: 'inbox', conversation: conversationId(1) });
  });

  test('[CO9] what somebody else took is told kindly, with their name', async () => {
    const world = await aDesk([openRow(1, TOM)]);
    world.client.refuse(refuse('conflict', 'taken'));
    expect(await world.desk.accept(conversationId(1))).toBe(false);
    expect(said(world)).toEqual([`kind: ${texts.taken('Tom')}`]);
  });

  test('full hands are told as such', async () => {
    const world = await aDesk([row(1)]);
    world.client.refuse(refuse('conflict', 'load', { details: { claim: 'load:mia' } }));
    await world.desk.accept(conversationId(1));
    expect(said(world)).toEqual([`kind: ${texts.full}`]);
  });

  test('a reservation that was over anyway is declined without a word', async () => {
    const world = await aDesk([row(1)]);
    world.client.refuse(refuse('conflict', 'over'));
    await world.desk.decline(conversationId(1));
    expect(said(world)).toEqual([]);
  });
});

describe('the switch', () => {
  test('turns at once and turns back if the server refuses', async () => {
    const world = await aDesk();
    world.client.refuse(refuse('unavailable', 'away'));
    const turning = world.desk.setPresence('away');
    expect(world.desk.presence.value).toBe('away');
    await turning;
    expect(world.desk.presence.value).toBe('available');
    expect(said(world)).toEqual([`problem: ${texts.refused}`]);
  });
});

describe('answering a call', () => {
  const ringing = row(1, { call: ringingCall(true), ...reservedFor(MIA) });
  const state = ringingHere(ringing);

  test('[G2] explains before any device is asked for, and keeps the visitor meanwhile', async () => {
    const world = await aDesk([ringing]);
    world.client.callState.set(state);
    await world.desk.calls.answer({ audio: true, video: true });
    expect(world.desk.calls.plan.value).toMatchObject({ does: 'answer', conversation: ringing.id });
    expect(world.client.callDid).toEqual([]);
    expect(world.client.sent.map(({ type }) => type)).toEqual(['conversation.accept']);
    await world.desk.calls.proceed({ audio: true, video: false });
    expect(world.client.callDid).toEqual(['answer audio']);
    expect(world.desk.calls.plan.value).toBeUndefined();
  });

  test('a colleague who was faster ends the plan', async () => {
    const world = await aDesk([ringing]);
    world.client.callState.set(state);
    world.client.refuse(refuse('conflict', 'taken'));
    await world.desk.calls.answer({ audio: true, video: true });
    expect(world.desk.calls.plan.value).toBeUndefined();
    expect(world.client.callDid).toEqual([]);
  });

  test('a call that stopped ringing cannot be answered any more', async () => {
    const world = await aDesk([ringing]);
    world.client.callState.set(state);
    await world.desk.calls.answer({ audio: true, video: true });
    world.client.callState.set({ phase: 'idle' });
    expect(world.desk.calls.plan.value).toBeUndefined();
  });

  test('whoever says no on the explain screen declines', async () => {
    const world = await aDesk([ringing]);
    world.client.callState.set(state);
    await world.desk.calls.answer({ audio: true, video: true });
    await world.desk.calls.cancel();
    expect(world.client.callDid).toEqual(['decline']);
  });
});

describe('drafts', () => {
  const one = conversationId(1);
  const draft = { audience: 'staff', texts: { all: 'Yes, the la', staff: 'Ask Tom' } } as const;

  test('stay per conversation, reply and note apart, over a reload', () => {
    const storage = aStorage();
    createDrafts(storage).set(one, draft);
    const after = createDrafts(storage);
    expect([after.get(one), after.has(one), after.has(conversationId(2))]).toEqual([draft, true, false]);
  });

  test('leave nothing behind when they are empty or the agent signs out', () => {
    const storage = aStorage();
    const drafts = createDrafts(storage);
    drafts.set(one, { audience: 'all', texts: { all: '', staff: '' } });
    expect(storage.length).toBe(0);
    drafts.set(one, draft);
    drafts.clear();
    expect([storage.length, drafts.has(one)]).toEqual([0, false]);
  });

  test('are not lost to a storage that is blocked or full of nonsense', () => {
    const broken = { ...aStorage(), setItem: () => { throw new Error('full'); }, getItem: () => '{"a":1,"b":' }; // prettier-ignore
    const drafts = createDrafts(broken);
    drafts.set(one, draft);
    expect(drafts.get(one)).toEqual(draft);
  });
});

describe('a case', () => {
  test('is shown from its timeline when it has left the inbox', () => {
    const of = openRow(1, MIA);
    expect(caseView(undefined, timelineOf({ ...of, status: 'ended' }))).toMatchObject({ id: of.id, status: 'ended' });
    expect(caseView(undefined, undefined)).toBeUndefined();
    expect(caseView(inboxOf(of).get(of.id), undefined)).toBe(of);
  });

  test('lists the pages before this one, newest first, without repeats', () => {
    const of = row(1);
    const visit = (seq: number, path: string) =>
      eventOf(of, seq, { type: 'page.visited', body: { page: { url: `https://shop.example/${path}`, title: path } } });
    const now = { url: 'https://shop.example/basket', title: 'basket' };
    const events = [visit(1, 'bowl'), visit(2, 'bowl'), visit(3, 'glass'), visit(4, 'basket')];
    expect(pagesOf({ page: now }, events).map(({ page }) => page.title)).toEqual(['glass', 'bowl']);
  });
});

describe('the shop’s fields', () => {
  test('forgive a path behind an address, and tell what is none', () => {
    expect(originOf(' https://www.shop.example/de/ ')).toBe('https://www.shop.example');
    expect(wrongOrigin('https://shop.example\nshop.example')).toBe('shop.example');
    expect(wrongOrigin('https://shop.example\nftp://shop.example')).toBe('ftp://shop.example');
    expect(wrongOrigin('')).toBeUndefined();
  });

  test('send each address once, lower-case colours, and no contact as null', () => {
    const fields = { ...shopFields(aSite()), origins: 'https://a.example/x\nhttps://a.example', brand: '#AABBCC ' };
    expect(shopChange(fields)).toEqual({
      name: 'Demo shop',
      brand: '#aabbcc',
      origins: ['https://a.example'],
      contactUrl: null,
      phone: null,
    });
    expect(['#aabbcc', '#abc', 'red', ''].map(isBrand)).toEqual([true, false, false, false]);
    expect(['', 'https://a.example/kontakt', 'javascript:alert(1)', 'kontakt'].map(isContact)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('words', () => {
  const DAY_MS = 86_400_000;

  test('are those of the first language that the console knows', () => {
    const german = wordsFor(['fr-CH', 'de-CH', 'en']);
    expect([german.locale, german.texts.shell.inbox]).toEqual(['de-CH', 'Eingang']);
    expect(wordsFor(['fr']).texts.shell.inbox).toBe('Inbox');
  });

  test('times are short where they are near', () => {
    expect(listTime(NOW, NOW, 'en-GB')).toBe('12:00');
    expect(listTime(NOW - 40 * DAY_MS, NOW, 'en-GB')).toMatch(/^\d{1,2} \w+$/);
    expect(momentText(NOW - 40 * DAY_MS, NOW, 'en-GB')).toMatch(/^\d{1,2} \w+, 1[123]:00$/);
    expect([isoDuration(750_000), isoDuration(-1)]).toEqual(['PT750S', 'PT0S']);
  });

  test('an unknown language keeps its tag', () => {
    expect([languageName('de', 'en'), languageName('no such tag', 'en')]).toEqual(['German', 'no such tag']);
  });
});
