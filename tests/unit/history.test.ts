/**
 * The history checker on histories made by hand: a good one has nothing wrong with it, and each anomaly in a bad one is
 * found and named. Without this, a fault scenario that finds nothing would prove nothing.
 */
import { describe, expect, it } from 'vitest';
import type { ConversationId } from '../../protocol/ids.ts';
import { anId } from '../helpers/builders.ts';
import { anomaliesOf } from '../helpers/faults/history.ts';
import type { History, LoggedEvent, SentMessage, Shown, ShownEvent } from '../helpers/faults/history.ts';

const talk = anId<ConversationId>();
const elsewhere = anId<ConversationId>();

const posted = (seq: number, publicSeq: number | null, text: string): LoggedEvent => ({
  ...{ seq, publicSeq, says: text, message: `id of ${text}` },
});

const LOG: readonly LoggedEvent[] = [
  { seq: 1, publicSeq: 1, says: 'conversation.started', message: null },
  posted(2, 2, 'Ada 1'),
  posted(3, null, 'Mia 1'),
  posted(4, 3, 'Ada 2'),
  posted(5, 4, 'Mia 2'),
];

const seenBy = (counter: Shown['counter'], log = LOG): ShownEvent[] =>
  log.flatMap(({ seq, publicSeq, says, message }) => {
    const number = counter === 'staff' ? seq : publicSeq;
    return number === null ? [] : [{ seq: number, says, message }];
  });

const sentBy = (sender: string, text: string, outcome: SentMessage['outcome'] = 'done'): SentMessage => ({
  ...{ sender, conversation: talk, message: `id of ${text}`, text, outcome },
});

const SENT = ['Ada 1', 'Ada 2', 'Mia 1', 'Mia 2'].map((text) => sentBy(text.slice(0, 3), text));

const list = (reader: 'Ada' | 'Mia', events: readonly ShownEvent[], told: Partial<Shown> = {}): Shown => ({
  ...{ reader, conversation: talk, counter: reader === 'Ada' ? 'visitor' : 'staff', events, extent: 'all' },
  ...told,
});

const ADA = list('Ada', seenBy('visitor'));
const MIA = list('Mia', seenBy('staff'));

const aHistory = (told: Partial<History> = {}): History => ({
  sent: SENT,
  shown: [ADA, MIA],
  logs: new Map([[talk, LOG]]),
  readers: new Map([[talk, new Set(['Ada', 'Mia'])]]),
  ...told,
});

/** The kinds of what is wrong, each once. */
const wrong = (told: Partial<History>): string[] => [...new Set(anomaliesOf(aHistory(told)).map(({ kind }) => kind))];

const logged = (...log: LoggedEvent[]): Partial<History> => ({
  logs: new Map([[talk, log]]),
  shown: [list('Ada', seenBy('visitor', log)), list('Mia', seenBy('staff', log))],
});

/** Ada's list without, with or instead of something. */
const adaSees = (...events: readonly (ShownEvent | undefined)[]): Partial<History> => ({
  shown: [
    list(
      'Ada',
      events.filter((event) => event !== undefined),
    ),
    MIA,
  ],
});

const [started, first, note, second, last] = LOG as [LoggedEvent, LoggedEvent, LoggedEvent, LoggedEvent, LoggedEvent];
const [one, two, three, four] = seenBy('visitor');

describe('a history', () => {
  it('that keeps the promises has nothing wrong with it', () => {
    expect(anomaliesOf(aHistory())).toEqual([]);
  });

  it('may have messages that were not acknowledged, stored or not', () => {
    const open = [...SENT.slice(0, 3), sentBy('Mia', 'Mia 2', 'open'), sentBy('Mia', 'Mia 3', 'open')];
    expect(wrong({ sent: open })).toEqual([]);
  });

  it('may have messages that were refused and are nowhere', () => {
    expect(wrong({ sent: [...SENT, sentBy('Mia', 'Mia 3', 'refused')] })).toEqual([]);
  });

  it('may have news that begin in the middle', () => {
    expect(wrong({ shown: [ADA, MIA, list('Ada', [three!, four!], { extent: 'news' })] })).toEqual([]);
  });

  it.each<[string, string, Partial<History>]>([
    ['an acknowledged message that is not stored', 'lost', { sent: [...SENT, sentBy('Ada', 'Ada 3')] }],
    ['a last event that a reader was not shown', 'unobserved', adaSees(one, two, three)],
    ['a reader who was shown nothing', 'unobserved', { shown: [MIA] }],
    ['an event that was shown twice', 'duplicate', adaSees(one, two, two, three, four)],
    [
      'a message under two ids',
      'duplicate',
      logged(started, first, { ...posted(3, 3, 'Ada 1'), message: first.message }),
    ],
    ['a text under two ids', 'duplicate', logged(started, first, note, second, { ...last, says: 'Ada 2' })],
    ['a message that nobody sent', 'phantom', { sent: SENT.slice(1) }],
    ['a refused message that is stored', 'phantom', { sent: [...SENT.slice(0, 3), sentBy('Mia', 'Mia 2', 'refused')] }],
    ['an event that was shown and is not stored', 'phantom', adaSees(one, two, three, four, { ...four!, seq: 5, message: 'x' })], // prettier-ignore
    ['a hole in a list', 'skip', adaSees(one, three, four)],
    ['a list without its beginning', 'skip', adaSees(two, three, four)],
    ['a hole in the log', 'skip', logged(started, first, note, { ...second, seq: 6, publicSeq: 3 })],
    ['a hole in the visitors’ counter', 'skip', logged(started, first, note, { ...second, publicSeq: 4 })],
    ['an event that was shown too late', 'reordered', adaSees(one, three, two, four)],
    ['other words under one number', 'diverging', adaSees(one, two, { ...three!, says: 'Ada 9' }, four)],
    ['another message under one number', 'diverging', adaSees(one, two, { ...three!, message: 'id of Mia 2' })],
    [
      'words that were changed on the way',
      'diverging',
      logged(started, first, note, second, { ...last, says: 'Mio 2' }),
    ],
    ['a sender whose order was changed', 'FIFO broken', { sent: [SENT[1]!, SENT[0]!, SENT[2]!, SENT[3]!] }],
    ['a note that a visitor was shown', 'foreign', adaSees(one, two, { ...note, seq: 3 }, four)],
    ['a conversation of somebody else', 'foreign', { readers: new Map([[talk, new Set(['Mia'])]]) }],
    [
      'an event of another conversation',
      'foreign',
      { shown: [ADA, MIA, list('Ada', [one!], { conversation: elsewhere, extent: 'news' })] },
    ],
  ])('with %s is found: %s', (_, kind, told) => {
    expect(wrong(told)).toContain(kind);
  });

  it('says who, where and what', () => {
    expect(anomaliesOf(aHistory(adaSees(one, two, three)))).toEqual([
      { kind: 'unobserved', conversation: talk, what: 'Ada was not shown 4 "Mia 2"' },
    ]);
  });
});
