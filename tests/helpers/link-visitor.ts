/**
 * A visitor with the real line of a browser and no screen, who writes one message after the other to a real server and
 * shows what the line brings. Knows what was sent, what was acknowledged, and how often everything had to be forgotten.
 */
import { WebSocket as NodeSocket } from 'ws';
import { browserClock } from '../../client/clock.ts';
import { Link } from '../../client/link.ts';
import type { Delivery } from '../../client/link.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { CommandId } from '../../protocol/ids.ts';
import type { SiteRecord } from '../../server/store/people.ts';
import { SHOP_ORIGIN } from './app.ts';
import { freshId, newConversation } from './socket-client.ts';

/** The browser's socket on a page of the shop. */
export class ShopSocket extends NodeSocket {
  constructor(url: string, protocol: string) {
    super(url, protocol, { origin: SHOP_ORIGIN });
    // In a browser an error that nobody listens to is no error.
    this.on('error', () => undefined);
  }
}

/** Writes until told to stop. */
export class LinkVisitor {
  readonly conversation = newConversation();
  /** Texts in the order in which they were given. */
  readonly sent: string[] = [];
  readonly acknowledged: string[] = [];
  resets = 0;
  readonly #link: Link;
  #events: EventFrame[] = [];
  #isWriting = true;

  constructor({ url, site }: { readonly url: string; readonly site: SiteRecord }) {
    this.#link = new Link({
      ...{ server: url, kind: 'widget', site: site.key, locale: 'en', kept: undefined, clock: browserClock },
      // Comes back quickly.
      random: () => 0.1,
      window: new EventTarget(),
      deliver: (delivery) => this.#take(delivery),
      changed: () => undefined,
    });
    this.#link.start();
    void this.#write();
  }

  /** Texts of the messages that are shown, in their order. */
  get shown(): string[] {
    return this.#events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));
  }

  /** Whether nothing waits for an answer. */
  get isQuiet(): boolean {
    return !this.#isWriting && this.#link.kept.outbox.length === 0;
  }

  get token(): string | undefined {
    return this.#link.token;
  }

  /** Writes no more; what was written will still be sent. */
  rest(): void {
    this.#isWriting = false;
  }

  stop(): void {
    this.#link.stop();
  }

  async #write(): Promise<void> {
    while (this.#isWriting) {
      const text = `${this.sent.length + 1}`;
      this.sent.push(text);
      const command = { type: 'message.post', conversation: this.conversation, body: { text } } as const;
      const reply = await this.#link.send({ id: freshId<CommandId>(), at: browserClock.now(), command });
      if ('done' in reply) this.acknowledged.push(text);
    }
  }

  #take(delivery: Delivery): void {
    if (delivery.kind === 'welcome' && delivery.reset) {
      this.resets += 1;
      this.#events = [];
    }
    if (delivery.kind === 'event') this.#events.push(delivery.event);
    if (delivery.kind === 'continued') this.#events.push(...delivery.events);
    if (delivery.kind === 'replaced') this.#events = [...delivery.snapshot.events];
  }
}
