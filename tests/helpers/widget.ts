/**
 * What tests of the widget need: a client that is connected to nothing, whose conversations are folded from events as the
 * real one folds them, and a visit with its surroundings. It runs in Node and in the browser and knows no server.
 */
import type { ActiveCall, CallModel, CallState } from '../../client/call/call.ts';
import type { Arrival, Client, LinkStatus } from '../../client/client.ts';
import { unknownConversation } from '../../client/fold.ts';
import { Cell } from '../../client/observable.ts';
import { memoryKeep, type Keep, type Kept } from '../../client/storage.ts';
import { emptyTimeline, withEvents, withPending } from '../../client/timeline-changes.ts';
import type { Timeline } from '../../client/timeline.ts';
import type { Channel, Offer } from '../../protocol/channels.ts';
import type { CommandInput } from '../../protocol/commands.ts';
import type { EventContent, EventFrame } from '../../protocol/events.ts';
import type { Reply } from '../../protocol/frames.ts';
import type {
  AgentId,
  CallId,
  CaseNumber,
  CommandId,
  ConversationId,
  DepartmentId,
  SiteId,
  SiteKey,
  VisitorId,
} from '../../protocol/ids.ts';
import type { Author, PersonCard, SiteSettings } from '../../protocol/models.ts';
import type { Bell } from '../../widget/mount.ts';
import { Visit } from '../../widget/visit.ts';
import { FakeClock } from './fake-clock.ts';

/** Noon of today: far from midnight, whenever the tests run. */
export const NOON = new Date().setHours(12, 0, 0, 0);

const person = (name: string, title: string, languages: string[]): PersonCard => {
  return { id: name.toLowerCase() as AgentId, name, title, languages, photo: null };
};

export const MIA_CARD = person('Mia Berger', 'Advisor', ['en', 'de']);
export const MIA: Author = { kind: 'agent', id: MIA_CARD.id, name: MIA_CARD.name };
export const VISITOR: Author = { kind: 'visitor', id: 'visitor' as VisitorId };
export const SYSTEM: Author = { kind: 'system' };

/** What a shop offers while people are there. */
export const OPEN: Offer = {
  answering: { who: 'team' },
  channels: [
    ...(['chat', 'audio', 'video'] as const).map((kind) => {
      return { kind, state: 'now', answer: { when: 'now' }, cost: null } as const;
    }),
    { kind: 'message', state: 'later', answer: { when: 'unknown' }, cost: null },
  ],
};

/** What it offers while nobody is; people are back at this time. */
export function closed(at?: number): Offer {
  const answer = at === undefined ? ({ when: 'unknown' } as const) : ({ when: 'from', at } as const);
  return {
    answering: { who: 'nobody' },
    channels: OPEN.channels.map((channel) => {
      return { ...channel, state: channel.kind === 'message' ? 'later' : 'off', answer };
    }),
  };
}

/** What it offers while everybody is busy, for so many minutes in four of five cases. */
export function busy(minutes: number): Offer {
  const isAsked = ({ kind }: Channel): boolean => kind !== 'message';
  const queue = { state: 'queue', answer: { when: 'within', minutes } } as const;
  return { ...OPEN, channels: OPEN.channels.map((one) => (isAsked(one) ? { ...one, ...queue } : one)) };
}

/** The same with a call-back, at this time for the first time. */
export function withCallback(offer: Offer, at: number): Offer {
  const callback = { kind: 'callback', state: 'later', answer: { when: 'from', at }, cost: null } as const;
  return { ...offer, channels: [...offer.channels, callback] };
}

/** Settings of a shop with three people, one of whom is there. */
export function someSettings(more: Partial<SiteSettings> = {}): SiteSettings {
  const team = [MIA_CARD, person('Tom Albers', 'Orders and returns', ['de']), person('José', '', ['pt', 'en'])];
  const key = 'sb_abcdefghijklmnopqrst' as SiteKey;
  const available = (more.answering ?? OPEN.answering).who !== 'nobody';
  const shop = { key, name: 'Demo shop', brand: '#0f6e68', contactUrl: null, phone: null, quickStarts: [] };
  return { ...shop, available, team, ...OPEN, ...more };
}

/** The content of a message. */
export const said = (text: string, id = text): EventContent => ({
  type: 'message.posted',
  body: { message: id as CommandId, text },
});

/** The content with which Mia joins. */
export const joined: EventContent = { type: 'participant.joined', body: { agent: MIA_CARD } };

/** The call of a test, with what it was asked for in words. */
class TestCall implements CallModel {
  readonly state = new Cell<CallState>({ phase: 'idle' });
  readonly did: string[] = [];

  start: CallModel['start'] = async (_conversation, media, topic) =>
    this.#note(`start ${media.video ? 'video' : 'audio'}${topic === undefined ? '' : ` about ${topic}`}`);
  answer: CallModel['answer'] = async (media) => this.#note(media.video ? 'answer video' : 'answer audio');
  decline = async (): Promise<void> => this.#note('decline');
  end = async (): Promise<void> => this.#note('end');
  setMicrophone: CallModel['setMicrophone'] = async (on) => this.#note(`microphone ${on}`);
  setCamera: CallModel['setCamera'] = async (on) => this.#note(`camera ${on}`);
  dismiss = (): void => {
    if (this.state.value.phase === 'ended') this.state.set({ phase: 'idle' });
  };

  #note(words: string): void {
    this.did.push(words);
  }
}

/** A visitor's client without a server. */
export class TestClient implements Client {
  readonly status = new Cell<LinkStatus>({ state: 'online' });
  readonly person = new Cell(undefined);
  readonly conversations = new Cell<ReadonlyMap<ConversationId, Timeline>>(new Map());
  readonly inbox = new Cell(new Map());
  readonly presences = new Cell(new Map());
  readonly offer = new Cell<Offer | undefined>(undefined);
  readonly call = new TestCall();
  readonly sent: CommandInput[] = [];
  readonly retried: CommandId[] = [];
  readonly read: ConversationId[] = [];
  readonly typed: boolean[] = [];
  #unanswered: (() => void)[] = [];
  readonly #listeners = new Set<(arrival: Arrival) => void>();
  #ids = 0;

  start(): void {}
  stop(): void {}

  /** Keeps the command; a message is pending from now on. */
  send(command: CommandInput): Promise<Reply> {
    this.sent.push(command);
    if (command.type === 'message.post') {
      const id = `message ${this.sent.length}` as CommandId;
      const { text } = command.body;
      const message = { id, text, audience: 'all', at: NOON, state: 'sending' } as const;
      this.#put(withPending(this.#known(command.conversation as ConversationId), message));
    }
    const reply: Reply = { kind: 'reply', id: '', done: { seqs: [] } };
    return new Promise((resolve) => this.#unanswered.push(() => resolve(reply)));
  }

  retry(id: CommandId): void {
    this.retried.push(id);
  }

  async open(): Promise<void> {}
  async older(): Promise<void> {}

  typing(_conversation: ConversationId, on: boolean): void {
    this.typed.push(on);
  }

  markRead(conversation: ConversationId): void {
    this.read.push(conversation);
  }

  onArrival(listener: (arrival: Arrival) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  serverNow(): number {
    return NOON;
  }

  freshId(): string {
    this.#ids += 1;
    return `conversation ${this.#ids}`;
  }

  /** The server answers everything that was sent. */
  answer(): void {
    for (const answer of this.#unanswered.splice(0)) answer();
  }

  /** The server tells the next event of a conversation. */
  tell(conversation: ConversationId, by: Author, content: EventContent): void {
    const known = this.#known(conversation);
    const seq = known.view.head + 1;
    const event: EventFrame = { kind: 'event', conversation, seq, at: NOON + seq * 1_000, by, ...content };
    this.#put(withEvents(known, [event]));
    for (const listener of this.#listeners) listener({ conversation, event });
  }

  /** The server tells of a conversation that the visitor's message has started. */
  begin(conversation: ConversationId, text = 'Hello'): void {
    this.conversations.update((all) => new Map([...all].filter(([id]) => id !== conversation)));
    const department = 'department' as DepartmentId;
    const at = { site: 'site' as SiteId, department, locale: 'en', page: null };
    const started = { ...at, caseNumber: 'K7-4P92' as CaseNumber, via: 'message' } as const;
    this.tell(conversation, VISITOR, { type: 'conversation.started', body: started });
    this.tell(conversation, SYSTEM, { type: 'conversation.queued', body: { department, reason: 'started' } });
    this.tell(conversation, VISITOR, said(text));
  }

  /** Changes what this browser knows of a conversation. */
  change(conversation: ConversationId, change: (timeline: Timeline) => Timeline): void {
    this.#put(change(this.#known(conversation)));
  }

  #known(conversation: ConversationId): Timeline {
    const known = this.conversations.value.get(conversation);
    return known ?? emptyTimeline(unknownConversation(conversation, NOON, 'en'));
  }

  #put(timeline: Timeline): void {
    this.conversations.update((all) => new Map([...all, [timeline.view.id, timeline]]));
  }
}

/** An agent's call that rings here, unless told otherwise. */
export function aCall(conversation: ConversationId, more: Partial<ActiveCall> = {}): ActiveCall {
  const devices = { local: null, remote: null, microphone: true, camera: false };
  const other = { remoteMicrophone: true, remoteCamera: false, connectedAt: null, failure: null };
  const call = { call: 'call' as CallId, conversation, by: 'agent', media: { audio: true, video: false } } as const;
  return { phase: 'ringing', ...call, alerting: false, elsewhere: false, ...devices, ...other, ...more };
}

/** A visit with everything around it that a test looks at. */
export interface TestVisit {
  readonly visit: Visit;
  readonly client: TestClient;
  readonly clock: FakeClock;
  readonly keep: Keep;
  readonly bell: { open: boolean; unread: number };
  /** How often nothing was left of it. */
  readonly over: number;
}

/** A visit of a tab that kept this much; without a `button` it notes what the bell is told. */
export function aVisit(kept?: Partial<Kept>, button?: Pick<Bell, 'setOpen' | 'setUnread'>): TestVisit {
  const client = new TestClient();
  const keep = memoryKeep();
  if (kept !== undefined) keep.save({ heads: {}, open: false, outbox: [], ...kept });
  const clock = new FakeClock();
  const seen = { open: false, unread: 0 };
  let over = 0;
  const bell = button ?? {
    setOpen: (open: boolean) => void (seen.open = open),
    setUnread: (unread: number) => void (seen.unread = unread),
  };
  const visit = new Visit({ client, keep, clock, bell, over: () => void (over += 1) });
  return {
    ...{ visit, client, clock, keep, bell: seen },
    get over() {
      return over;
    },
  };
}
