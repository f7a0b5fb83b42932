/** Which rows stand in the console's list, in which order, and what each says. */
import { describe, expect, test } from 'vitest';
import { countsOf, neighbour, rowsOf, type Tab } from '../../agent-console/inbox-list.ts';
import { channelOf, lineOf, visitorFace } from '../../agent-console/row-line.ts';
import { consoleTextsEn } from '../../agent-console/locales/en.ts';
import type { ConversationRow } from '../../protocol/models.ts';
import { conversationId, inboxOf, MIA, NOW, openRow, reservedFor, ringingCall, row, TOM } from '../helpers/console.ts';

const at = (text: string, time: number, by: ConversationRow['lastMessage']): Partial<ConversationRow> => ({
  lastMessage: by === null ? null : { ...by, text, at: time },
});
const byAgent = (agent: typeof MIA, text: string): Partial<ConversationRow> => ({
  lastMessage: { by: { kind: 'agent', id: agent.id, name: agent.name }, text, at: NOW },
});
const numbers = (tab: Tab, rows: readonly ConversationRow[]): string[] =>
  rowsOf(tab, inboxOf(...rows), MIA.id).map((each) => each.caseNumber);

describe('the order', () => {
  test('[RT3] the waiting ones: who lost their agent first, then who waits longest', () => {
    const rows = [
      row(1, { waitingSince: NOW - 1_000 }),
      row(2, { waitingSince: NOW - 9_000 }),
      row(3, { waitingSince: NOW, front: true }),
    ];
    expect(numbers('waiting', rows)).toEqual(['K3-4P92', 'K2-4P92', 'K1-4P92']);
  });

  test('mine: what is reserved for me, then my open ones by what happened last', () => {
    const rows = [
      openRow(1, MIA, at('old', NOW - 5_000, row(1).lastMessage)),
      openRow(2, MIA, at('new', NOW, row(2).lastMessage)),
      openRow(3, TOM),
      row(4, reservedFor(MIA)),
      row(5, reservedFor(TOM)),
    ];
    expect(numbers('mine', rows)).toEqual(['K4-4P92', 'K2-4P92', 'K1-4P92']);
  });

  test('all: whoever waits stands above whatever happened last', () => {
    const rows = [openRow(1, TOM, at('now', NOW, row(1).lastMessage)), row(2)];
    expect(numbers('all', rows)).toEqual(['K2-4P92', 'K1-4P92']);
  });

  test('the counts are those of the lists', () => {
    const rows = [openRow(1, MIA), openRow(2, TOM), row(3, reservedFor(MIA)), row(4)];
    expect(countsOf(inboxOf(...rows), MIA.id)).toEqual({ mine: 2, waiting: 2, all: 4 });
  });
});

describe('j and k', () => {
  const rows = [row(1), row(2), row(3)];
  const id = (of: ConversationRow | undefined) => of?.id;

  test('go down and up, and stay at the ends', () => {
    expect(id(neighbour(rows, conversationId(1), 1))).toBe(conversationId(2));
    expect(id(neighbour(rows, conversationId(2), -1))).toBe(conversationId(1));
    expect(id(neighbour(rows, conversationId(3), 1))).toBe(conversationId(3));
    expect(id(neighbour(rows, conversationId(1), -1))).toBe(conversationId(1));
  });

  test('begin at the end that they come from when nothing is selected', () => {
    expect(id(neighbour(rows, undefined, 1))).toBe(conversationId(1));
    expect(id(neighbour(rows, conversationId(9), -1))).toBe(conversationId(3));
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});

describe('a row’s line', () => {
  const line = (told: Partial<ConversationRow>): string => lineOf(row(1, told), MIA.id, consoleTextsEn.inbox);

  test('says who spoke, unless it was the visitor, on one line', () => {
    expect(line({ lastMessage: { ...row(1).lastMessage!, text: ' Two\n\nlines ' } })).toBe('Two lines');
    expect(line(byAgent(MIA, 'Yes'))).toBe('You: Yes');
    expect(line(byAgent(TOM, 'Yes'))).toBe('Tom: Yes');
    expect(line({ lastMessage: null })).toBe('Nothing written yet');
  });

  test('says that a call rings or runs before anything that was written', () => {
    expect(line({ call: ringingCall(true) })).toBe('Is calling with video');
    expect(line({ call: ringingCall(false) })).toBe('Is calling');
    expect(line({ call: { ...ringingCall(false), phase: 'connected' } })).toBe('In a call');
    expect([channelOf(row(1)), channelOf(row(1, { call: ringingCall(true) }))]).toEqual(['text', 'video']);
  });
});

test('a visitor’s face is made so that the avatar writes the first two signs of the case number', () => {
  const words = visitorFace('K7-4P92').split(' ');
  expect([words[0]?.[0], words.at(-1)?.[0]]).toEqual(['K', '7']);
});
