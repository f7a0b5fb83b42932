/**
 * What a run must have been like for P1, P2 and P4 to hold: from what senders sent and were told, what readers were
 * shown, and what the log says in the end, it finds every anomaly and names it. Pure; it knows neither sockets nor
 * stores, and no fault: whatever happened on the way, these sentences hold.
 */
import type { ConversationId } from '../../../protocol/ids.ts';

/** What can be wrong with a history. */
export type AnomalyKind =
  /** Acknowledged, and not in the log. */
  | 'lost'
  /** In the log, and after everything that a reader was shown. */
  | 'unobserved'
  /** Stored or shown twice. */
  | 'duplicate'
  /** Stored although nobody sent it or it was refused, or shown although it is not in the log. */
  | 'phantom'
  /** A number is missing between two that are there. */
  | 'skip'
  /** Shown before what has a smaller number. */
  | 'reordered'
  /** Two say different things under one number. */
  | 'diverging'
  /** A sender's messages are in the log in another order than they were sent in. */
  | 'FIFO broken'
  /** Shown to somebody whom it does not concern. */
  | 'foreign';

/** Something that is wrong, and where. */
export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly conversation: ConversationId;
  /** A sentence for whoever looks for the reason. */
  readonly what: string;
}

/** A message as its sender knows it. */
export interface SentMessage {
  readonly sender: string;
  readonly conversation: ConversationId;
  /** The id of its command, which is the message's. */
  readonly message: string;
  readonly text: string;
  /** What the sender was told; `open`: nothing final. */
  readonly outcome: 'open' | 'done' | 'refused';
}

/** An event of the log with its numbers for staff and for visitors. */
export interface LoggedEvent {
  readonly seq: number;
  /** Null: for staff only. */
  readonly publicSeq: number | null;
  /** What it says: the text of a message, the type of anything else. */
  readonly says: string;
  /** The id of a message. */
  readonly message: string | null;
}

/** An event as a reader was shown it, in the counter of the reader. */
export type ShownEvent = Pick<LoggedEvent, 'seq' | 'says' | 'message'>;

/** What one reader was shown of one conversation, in the order of its showing. */
export interface Shown {
  readonly reader: string;
  readonly conversation: ConversationId;
  readonly counter: 'staff' | 'visitor';
  readonly events: readonly ShownEvent[];
  /** `all`: the list on the screen, which has to be whole. `news`: what made itself heard, which begins anywhere. */
  readonly extent: 'all' | 'news';
}

/** A whole run. */
export interface History {
  /** In the order of sending, for each sender. */
  readonly sent: readonly SentMessage[];
  readonly shown: readonly Shown[];
  readonly logs: ReadonlyMap<ConversationId, readonly LoggedEvent[]>;
  /** Who may and must see which conversation. */
  readonly readers: ReadonlyMap<ConversationId, ReadonlySet<string>>;
}

/** Everything that is wrong with this history; empty if it keeps the promises. */
export function anomaliesOf(history: History): Anomaly[] {
  return [...ofLogs(history), ...ofSenders(history), ...ofReaders(history)];
}

type Report = (kind: AnomalyKind, what: string) => void;

/** Collects what `look` reports of one conversation. */
function reported(conversation: ConversationId, look: (report: Report) => void): Anomaly[] {
  const found: Anomaly[] = [];
  look((kind, what) => found.push({ kind, conversation, what }));
  return found;
}

function ofLogs({ logs, sent }: History): Anomaly[] {
  const wanted = new Map(sent.map((message) => [message.message, message]));
  return [...logs].flatMap(([conversation, log]) =>
    reported(conversation, (report) => {
      gaps(log.map(({ seq }) => seq)).forEach((what) => report('skip', `the log has no ${what}`));
      gaps(log.flatMap(({ publicSeq }) => publicSeq ?? [])).forEach((what) =>
        report('skip', `visitors have no ${what}`),
      );
      const seen = new Set<string>();
      for (const { message, says, seq } of log) {
        if (message === null) continue;
        if (seen.has(message) || seen.has(says)) report('duplicate', `"${says}" is stored again as ${seq}`);
        seen.add(message).add(says);
        const wish = wanted.get(message);
        if (wish === undefined) report('phantom', `nobody sent "${says}", which is stored as ${seq}`);
        else if (wish.outcome === 'refused') report('phantom', `"${says}" was refused and is stored as ${seq}`);
        else if (wish.text !== says) report('diverging', `"${wish.text}" is stored as "${says}"`);
      }
    }),
  );
}

/** Numbers that are missing from 1 to the last. */
function gaps(numbers: readonly number[]): number[] {
  const there = new Set(numbers);
  return Array.from({ length: numbers.at(-1) ?? 0 }, (_, index) => index + 1).filter((number) => !there.has(number));
}

function ofSenders({ sent, logs }: History): Anomaly[] {
  const places = new Map<string, number>();
  for (const log of logs.values()) for (const { message, seq } of log) if (message !== null) places.set(message, seq);
  const last = new Map<string, { readonly seq: number; readonly text: string }>();
  return sent.flatMap(({ sender, conversation, message, text, outcome }) =>
    reported(conversation, (report) => {
      const seq = places.get(message);
      if (seq === undefined) {
        if (outcome === 'done') report('lost', `"${text}" of ${sender} was acknowledged and is not stored`);
        return;
      }
      const lane = `${sender} ${conversation}`;
      const before = last.get(lane);
      if (before !== undefined && before.seq > seq) {
        report('FIFO broken', `${sender} sent "${before.text}" before "${text}", which is stored before it`);
      } else last.set(lane, { seq, text });
    }),
  );
}

function ofReaders(history: History): Anomaly[] {
  const absent = [...history.readers].flatMap(([conversation, readers]) => {
    const present = new Set(
      history.shown.filter((one) => one.conversation === conversation).map(({ reader }) => reader),
    );
    return reported(conversation, (report) => {
      for (const reader of readers) if (!present.has(reader)) report('unobserved', `${reader} was shown nothing`);
    });
  });
  return [...absent, ...history.shown.flatMap((shown) => ofList(history, shown))];
}

function ofList({ logs, readers }: History, shown: Shown): Anomaly[] {
  const { reader, conversation, counter, events, extent } = shown;
  const log = logs.get(conversation) ?? [];
  const numbered = new Map(log.flatMap((event) => entryOf(event, counter)));
  return reported(conversation, (report) => {
    if (readers.get(conversation)?.has(reader) !== true) report('foreign', `${reader} was shown a conversation`);
    const seqs = new Set<number>();
    const messages = new Set<string>();
    let highest = 0;
    for (const event of events) {
      const { seq, says, message } = event;
      if (seqs.has(seq) || (message !== null && messages.has(message))) {
        report('duplicate', `${reader} was shown ${seq} "${says}" again`);
      } else if (seq < highest) report('reordered', `${reader} was shown ${seq} "${says}" after ${highest}`);
      judge({ event, stored: numbered.get(seq), log, reader, report });
      seqs.add(seq);
      if (message !== null) messages.add(message);
      highest = Math.max(highest, seq);
    }
    if (extent === 'news') return;
    for (const [seq, { says }] of numbered) {
      if (seqs.has(seq)) continue;
      if (seq < highest) report('skip', `${reader} was not shown ${seq} "${says}", but ${highest}`);
      else report('unobserved', `${reader} was not shown ${seq} "${says}"`);
    }
  });
}

function entryOf(event: LoggedEvent, counter: Shown['counter']): [number, LoggedEvent][] {
  const number = counter === 'staff' ? event.seq : event.publicSeq;
  return number === null ? [] : [[number, event]];
}

interface Judged {
  readonly event: ShownEvent;
  readonly stored: LoggedEvent | undefined;
  readonly log: readonly LoggedEvent[];
  readonly reader: string;
  readonly report: Report;
}

/** Holds what was shown under a number against what is stored under it. */
function judge({ event, stored, log, reader, report }: Judged): void {
  const { seq, says, message } = event;
  const isSame = stored?.says === says && stored.message === message;
  if (isSame) return;
  const elsewhere = message === null ? undefined : log.find((other) => other.message === message);
  if (elsewhere?.publicSeq === null) report('foreign', `${reader} was shown "${says}", which is for staff`);
  else if (stored !== undefined)
    report('diverging', `${reader} was shown ${seq} "${says}", stored is "${stored.says}"`);
  else report('phantom', `${reader} was shown ${seq} "${says}", which is not stored`);
}
