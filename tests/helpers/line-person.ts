/**
 * A person's real line without a screen: it connects to a server at an address, talks in one conversation, and keeps
 * everything that it was delivered. Knows no rule that is tested.
 */
import { Link } from '../../client/link.ts';
import type { Delivery, LinkOptions } from '../../client/link.ts';
import type { KeptCommand } from '../../client/storage.ts';
import type { EventFrame } from '../../protocol/events.ts';
import type { CommandId } from '../../protocol/ids.ts';
import type { ServerSignal } from '../../protocol/signals.ts';
import { until } from './services.ts';
import { freshId, newConversation } from './socket-client.ts';

/** What the messages among these events say. */
export const textsIn = (events: readonly EventFrame[]): string[] =>
  events.flatMap((event) => (event.type === 'message.posted' ? [event.body.text] : []));

/** Somebody's line with all that it has brought. */
export class LinePerson {
  readonly delivered: Delivery[] = [];
  readonly conversation = newConversation();
  readonly link: Link;

  constructor(who: Pick<LinkOptions, 'server' | 'kind' | 'site' | 'ticket' | 'clock'>) {
    this.link = new Link({
      ...{ ...who, locale: 'de', kept: undefined, window: new EventTarget() },
      // No pause is longer than it has to be.
      random: () => 0,
      deliver: (delivery) => this.delivered.push(delivery),
      changed: () => {},
    });
    this.link.start();
  }

  /** Resolves once the line is welcomed. */
  online(): Promise<boolean> {
    return until(() => this.link.status.value.state === 'online');
  }

  /** Sends a message of the one conversation that this person has. */
  say(text: string): ReturnType<Link['send']> {
    const { conversation } = this;
    const command: KeptCommand['command'] = { type: 'message.post', conversation, body: { text } };
    return this.link.send({ id: freshId<CommandId>(), at: 0, command });
  }

  /** Events in the order in which they were delivered. */
  get events(): EventFrame[] {
    return this.delivered.flatMap((delivery) => {
      if (delivery.kind === 'event') return [delivery.event];
      if (delivery.kind === 'continued') return delivery.events;
      return delivery.kind === 'replaced' ? delivery.snapshot.events : [];
    });
  }

  /** What the messages say, in the same order. */
  get texts(): string[] {
    return textsIn(this.events);
  }

  /** Whether such a hint has come. */
  hears(type: ServerSignal['type']): boolean {
    return this.delivered.some((delivery) => delivery.kind === 'signal' && delivery.type === type);
  }

  /** How often the line has brought something of this kind. */
  count(kind: Delivery['kind']): number {
    return this.delivered.filter((delivery) => delivery.kind === kind).length;
  }
}
