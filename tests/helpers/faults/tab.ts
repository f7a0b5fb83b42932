/**
 * A tab without a screen: the real line, outbox and timelines of a browser, running here, with a clock and a chance of
 * their own. It remembers what was sent and what was shown, for the history checker. It draws nothing and calls nobody.
 */
import type { Clock } from '../../../client/clock.ts';
import { Conversations, isMessage } from '../../../client/conversations.ts';
import { Link } from '../../../client/link.ts';
import type { Delivery } from '../../../client/link.ts';
import type { Kept, KeptCommand } from '../../../client/storage.ts';
import type { Timeline } from '../../../client/timeline.ts';
import type { CommandInput } from '../../../protocol/commands.ts';
import type { Audience, EventFrame } from '../../../protocol/events.ts';
import type { CommandId, ConversationId, SiteKey } from '../../../protocol/ids.ts';
import { freshId } from '../socket-client.ts';
import type { SentMessage, Shown, ShownEvent } from './history.ts';
import type { Chance } from './random.ts';

export interface TabOptions {
  /** Names sender and reader in anomalies. */
  readonly name: string;
  /** Origin of the server. */
  readonly server: string;
  readonly clock: Clock;
  readonly chance: Chance;
  /** A widget's site, or how a console gets its ticket. */
  readonly door: { readonly site: SiteKey; readonly token?: string } | { ticket(): Promise<string> };
}

/** One tab of somebody, over all pages that it shows. */
export class Tab {
  readonly name: string;
  /** Messages in the order in which they were given. */
  readonly sent: SentMessage[] = [];
  readonly #options: TabOptions;
  readonly #network = new EventTarget();
  readonly #places = new Map<string, number>();
  readonly #news = new Map<ConversationId, ShownEvent[]>();
  #link!: Link;
  #conversations!: Conversations;
  #kept: Kept | undefined;
  /** When it lost its connection and has not one again since. */
  #lostAt: number | undefined;
  /** How long it took to come back, each time, as it has felt it. */
  readonly recoveries: number[] = [];

  constructor(options: TabOptions) {
    this.name = options.name;
    this.#options = options;
    const { door } = options;
    this.#kept = 'token' in door ? { token: door.token, heads: {}, open: true, outbox: [] } : undefined;
    this.comeBack();
  }

  get isOnline(): boolean {
    return this.#link.status.value.state === 'online';
  }

  /** Whether it may come back by itself. */
  get status(): string {
    const { value } = this.#link.status;
    return value.state === 'stopped' ? `stopped: ${value.reason}` : value.state;
  }

  get token(): string | undefined {
    return this.#link.token;
  }

  /** Messages whose sender still waits for an answer. */
  get waiting(): number {
    return this.#link.kept.outbox.filter(({ refusal }) => refusal === undefined).length;
  }

  timeline(conversation: ConversationId): Timeline | undefined {
    return this.#conversations.timelines.value.get(conversation);
  }

  /** Writes a message. */
  say(conversation: ConversationId, text: string, audience: Audience = 'all'): void {
    const id = freshId<CommandId>();
    this.#places.set(id, this.sent.length);
    this.sent.push({ sender: this.name, conversation, message: id, text, outcome: 'open' });
    const body = audience === 'all' ? { text } : { text, audience };
    void this.#send({ id, at: this.#options.clock.now(), command: { type: 'message.post', conversation, body } });
  }

  /** Sends anything else, and waits for its reply. */
  async wish(command: CommandInput): Promise<void> {
    await this.#send({ id: freshId<CommandId>(), at: this.#options.clock.now(), command });
  }

  /** Reads a conversation and follows it from now on. */
  open(conversation: ConversationId): Promise<void> {
    return this.#link.open(conversation);
  }

  /** Scrolls up to the first event. */
  async readAll(conversation: ConversationId): Promise<void> {
    for (let timeline = this.timeline(conversation); timeline?.more === true; timeline = this.timeline(conversation)) {
      const first = timeline.events[0]?.seq ?? timeline.view.head + 1;
      const page = await this.#link.older(conversation, first);
      if (page !== undefined) this.#conversations.addOlder(conversation, page);
      // Whoever scrolls faster than is allowed waits a moment.
      else await new Promise<void>((resolve) => this.#options.clock.after(1_000, resolve));
    }
  }

  /** The page changes: another document goes on with what this one has kept. */
  reload(): void {
    this.leave();
    this.comeBack();
  }

  /** The page is closed; what a tab keeps stays. */
  leave(): void {
    this.#kept = JSON.parse(JSON.stringify({ ...this.#link.kept, open: true })) as Kept;
    this.stop();
  }

  /** A page of the shop opens again. */
  comeBack(): void {
    this.#open(this.#kept);
  }

  /** The machine is on another network. */
  changeNetwork(): void {
    this.#network.dispatchEvent(new Event('online'));
  }

  stop(): void {
    this.#link.stop();
    this.#conversations.stop();
  }

  /** What it has shown of a conversation: the list as it is now, and everything that made itself heard. */
  shown(conversation: ConversationId): Shown[] {
    const counter = 'site' in this.#options.door ? 'visitor' : 'staff';
    const place = { reader: this.name, conversation, counter } as const;
    const list = this.timeline(conversation)?.events.map(entry) ?? [];
    return [
      { ...place, events: list, extent: 'all' },
      { ...place, events: this.#news.get(conversation) ?? [], extent: 'news' },
    ];
  }

  #open(kept: Kept | undefined): void {
    const { server, clock, chance, door } = this.#options;
    this.#conversations = new Conversations(clock, 'en');
    this.#link = new Link({
      ...{ server, clock, kept, locale: 'en', random: chance, window: this.#network },
      ...('site' in door ? { kind: 'widget', site: door.site } : { kind: 'console', ticket: () => door.ticket() }),
      deliver: (delivery) => this.#take(delivery),
      changed: () => undefined,
    });
    for (const command of kept?.outbox ?? []) if (isMessage(command)) this.#conversations.post(command);
    this.#link.status.subscribe(({ state }) => {
      if (state === 'waiting') this.#lostAt ??= clock.now();
      if (state !== 'online' || this.#lostAt === undefined) return;
      this.recoveries.push(clock.now() - this.#lostAt);
      this.#lostAt = undefined;
    });
    this.#link.start();
  }

  #send(command: KeptCommand): Promise<unknown> {
    if (isMessage(command)) this.#conversations.post(command);
    return this.#link.send(command);
  }

  // As the telephone of a real tab does it.
  #take(delivery: Delivery): void {
    switch (delivery.kind) {
      case 'welcome':
        if (delivery.reset) this.#forget();
        return;
      case 'event':
        this.#conversations.add(delivery.event);
        return this.#hear([delivery.event]);
      case 'continued':
        this.#conversations.take(delivery);
        return this.#hear(delivery.events);
      case 'replaced':
        this.#conversations.take(delivery);
        return this.#hear(delivery.unseen);
      case 'settled':
        return this.#settled(delivery);
      default:
    }
  }

  #forget(): void {
    this.#conversations.forget();
    this.#news.clear();
  }

  #hear(events: readonly EventFrame[]): void {
    for (const event of events) {
      const heard = this.#news.get(event.conversation) ?? [];
      heard.push(entry(event));
      this.#news.set(event.conversation, heard);
    }
  }

  #settled({ command, reply }: Extract<Delivery, { kind: 'settled' }>): void {
    const place = this.#places.get(command.id);
    const message = place === undefined ? undefined : this.sent[place];
    if (place === undefined || message === undefined) return;
    this.sent[place] = { ...message, outcome: 'refused' in reply ? 'refused' : 'done' };
    if ('refused' in reply && isMessage(command)) {
      this.#conversations.fail(message.conversation, command.id, reply.refused);
    }
  }
}

function entry(event: EventFrame): ShownEvent {
  const { seq } = event;
  if (event.type !== 'message.posted') return { seq, says: event.type, message: null };
  return { seq, says: event.body.text, message: event.body.message };
}
