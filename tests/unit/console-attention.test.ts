/** What deserves an agent's attention, once, and what does not. */
import { describe, expect, test } from 'vitest';
import { attend, titled, type Situation } from '../../agent-console/attention.ts';
import { MIA, NOW, openRow, reservedFor, ringingCall, row, TOM } from '../helpers/console.ts';

function situation(told: Partial<Situation> = {}): Situation {
  const quiet = { watching: undefined, ringing: undefined, isMentor: false };
  return { rows: [], me: MIA.id, presence: 'available', ...quiet, ...told };
}

const NOTHING_HEARD: ReadonlySet<string> = new Set();
const kinds = (heard: ReadonlySet<string> | undefined, now: Situation): string[] =>
  attend(heard, now).announce.map(({ kind, row: of }) => `${kind} ${of.caseNumber}`);

describe('a waiting visitor', () => {
  test('is announced once', () => {
    const now = situation({ rows: [row(1)] });
    const first = attend(NOTHING_HEARD, now);
    expect(first.announce.map(({ kind }) => kind)).toEqual(['waiting']);
    expect(kinds(first.heard, now)).toEqual([]);
  });

  test('is announced again when routing asks this agent in particular', () => {
    const { heard } = attend(NOTHING_HEARD, situation({ rows: [row(1)] }));
    expect(kinds(heard, situation({ rows: [row(1, reservedFor(MIA))] }))).toEqual(['waiting K1-4P92']);
  });

  test('is not announced while a colleague is being asked, and does not count', () => {
    const now = situation({ rows: [row(1, reservedFor(TOM))] });
    expect(attend(NOTHING_HEARD, now)).toMatchObject({ announce: [], badge: 0 });
  });

  test('is announced when the colleague let the reservation pass', () => {
    const { heard } = attend(NOTHING_HEARD, situation({ rows: [row(1, reservedFor(TOM))] }));
    expect(kinds(heard, situation({ rows: [row(1)] }))).toEqual(['waiting K1-4P92']);
  });

  test('is not announced to an agent who is away, but when they come back', () => {
    const rows = [row(1)];
    const away = attend(NOTHING_HEARD, situation({ rows, presence: 'away' }));
    expect(away.announce).toEqual([]);
    expect(kinds(away.heard, situation({ rows }))).toEqual(['waiting K1-4P92']);
  });

  test('who waits a second time is news', () => {
    const { heard } = attend(NOTHING_HEARD, situation({ rows: [row(1)] }));
    const again = row(1, { waitingSince: NOW });
    expect(kinds(heard, situation({ rows: [again] }))).toEqual(['waiting K1-4P92']);
  });
});

describe('a promise of which three quarters are gone', () => {
  const at = (stage: 50 | 75 | 90) => openRow(1, TOM, { promise: { by: NOW, stage, again: false } });

  test('[PR6] is announced to the whole team, once', () => {
    const before = attend(NOTHING_HEARD, situation({ rows: [at(50)] }));
    expect(before.announce).toEqual([]);
    const told = attend(before.heard, situation({ rows: [at(75)] }));
    expect(told.announce.map(({ kind }) => kind)).toEqual(['promise']);
    expect(kinds(told.heard, situation({ rows: [at(75)] }))).toEqual([]);
    expect(kinds(told.heard, situation({ rows: [at(90)] }))).toEqual([]);
  });

  test('[PR6] is not announced to an agent who is away, but when they come back', () => {
    const away = attend(NOTHING_HEARD, situation({ rows: [at(75)], presence: 'away' }));
    expect(away.announce).toEqual([]);
    expect(kinds(away.heard, situation({ rows: [at(75)] }))).toEqual(['promise K1-4P92']);
  });
});

describe('a visitor who wants somebody else', () => {
  const replaced = openRow(1, TOM, { avoid: [TOM.id] });

  test('[D14] is told to mentors and those who decide for others, once, and to nobody else', () => {
    const before = attend(NOTHING_HEARD, situation({ rows: [openRow(1, TOM)], isMentor: true }));
    const told = attend(before.heard, situation({ rows: [replaced], isMentor: true }));
    expect(told.announce.map(({ kind }) => kind)).toEqual(['replaced']);
    expect(kinds(told.heard, situation({ rows: [replaced], isMentor: true }))).toEqual([]);
    expect(kinds(NOTHING_HEARD, situation({ rows: [replaced] }))).toEqual([]);
  });

  test('[D14] is no news to whoever was replaced, nor when the desk is opened later', () => {
    const own = openRow(1, TOM, { avoid: [MIA.id] });
    expect(kinds(NOTHING_HEARD, situation({ rows: [own], isMentor: true }))).toEqual([]);
    expect(kinds(undefined, situation({ rows: [replaced], isMentor: true }))).toEqual([]);
  });
});

describe('a new message', () => {
  const unread = openRow(1, MIA);

  test('is announced in an own conversation that nobody looks at', () => {
    expect(kinds(NOTHING_HEARD, situation({ rows: [unread] }))).toEqual(['message K1-4P92']);
  });

  test('is not announced in the conversation before the agent’s eyes', () => {
    expect(kinds(NOTHING_HEARD, situation({ rows: [unread], watching: unread.id }))).toEqual([]);
  });

  test('is not announced in a colleague’s conversation', () => {
    expect(attend(NOTHING_HEARD, situation({ rows: [openRow(1, TOM)] }))).toMatchObject({ announce: [], badge: 0 });
  });

  test('that lay there at the start is counted and not announced', () => {
    expect(attend(undefined, situation({ rows: [unread] }))).toMatchObject({ announce: [], badge: 1 });
  });
});

describe('a call', () => {
  const calling = row(1, { call: ringingCall(true), ...reservedFor(MIA) });

  test('rings as long as it rings here, and is announced once', () => {
    const now = situation({ rows: [calling], ringing: calling.id });
    const first = attend(undefined, now);
    expect(first).toMatchObject({ ringing: true, announce: [{ kind: 'call' }] });
    expect(attend(first.heard, now)).toMatchObject({ ringing: true, announce: [] });
    expect(attend(first.heard, situation({ rows: [calling] })).ringing).toBe(false);
  });
});

test('the title begins with the number, and has none when nothing waits', () => {
  const rows = [row(1), openRow(2, MIA), openRow(3, TOM), openRow(4, MIA, { unread: 0 })];
  const { badge } = attend(undefined, situation({ rows }));
  expect([titled(badge, 'Inbox'), titled(0, 'Inbox')]).toEqual(['(2) Inbox · Shopbell', 'Inbox · Shopbell']);
});
