/**
 * What runs inside the browser when the whole client is tested without a face: a telephone of a visitor or an agent, and
 * what there is to know about it in plain values.
 */
import { createClient } from '../../client/client.ts';
import type { Client } from '../../client/client.ts';
import { InboxLists } from '../../client/inbox.ts';
import { tabKeep } from '../../client/storage.ts';
import { items } from '../../client/timeline.ts';
import type { ConversationId, SiteKey } from '../../protocol/ids.ts';

/** A telephone on the shop's page. */
function asVisitor(server: string, site: string): Client {
  const page = () => ({ url: location.href, title: document.title });
  const keep = tabKeep('shopbell');
  return createClient({ server, kind: 'widget', site: site as SiteKey, locale: 'de', page, keep });
}

/** A telephone on the server's own page. */
function asAgent(): Client {
  const ticket = async (): Promise<string | undefined> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch('/v1/console/ticket', { method: 'POST', headers, body: '{}' });
    return response.ok ? ((await response.json()) as { ticket: string }).ticket : undefined;
  };
  return createClient({ server: location.origin, kind: 'console', locale: 'de', ticket, lists: new InboxLists() });
}

/** What the list of a conversation says: texts with how far they have come, and notices by their names. */
function told(client: Client, conversation: string): string[] {
  const timeline = client.conversations.value.get(conversation as ConversationId);
  const person = client.person.value;
  if (!timeline) return [];
  const me = person?.kind === 'agent' ? { kind: 'agent' as const, id: person.card.id } : { kind: 'visitor' as const };
  return items(timeline, me).flatMap((item) => {
    if (item.kind === 'message') return [`${item.text}${item.own ? ` (${item.delivery})` : ''}`];
    return item.kind === 'notice' ? [item.event.type] : [];
  });
}

const kit = { asVisitor, asAgent, told };

declare global {
  /** For what a test runs in the page. */
  var telephones: typeof kit;
  /** The telephone of this page. */
  var telephone: Client;
}

globalThis.telephones = kit;
