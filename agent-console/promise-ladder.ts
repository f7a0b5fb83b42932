/**
 * Who is told when a promise runs out: at half of its time the agent who is inside or asked, at three quarters the whole
 * department, at nine tenths its owners and admins, at the end all of these who can do something. Each is told once. It
 * knows rows and words, not where they stand.
 */
import type { AgentId } from '../protocol/ids.ts';
import type { AgentRole, ConversationRow } from '../protocol/models.ts';
import { momentText } from './clock.ts';
import type { Desk } from './desk.ts';

/** Which notice of the ladder this person gets for the row as it is now, if any. */
export function rungFor(
  { promise, agents, reservation }: Pick<ConversationRow, 'promise' | 'agents' | 'reservation'>,
  me: { readonly id: AgentId; readonly role: AgentRole },
): 'half' | 'team' | 'leaders' | 'broken' | undefined {
  const isMine = agents.some(({ id }) => id === me.id) || reservation?.agent === me.id;
  const leads = me.role === 'owner' || me.role === 'admin';
  switch (promise?.stage) {
    case 50:
      return isMine ? 'half' : undefined;
    case 75:
      return 'team';
    case 90:
      return leads ? 'leaders' : undefined;
    case 100:
      return isMine || leads ? 'broken' : undefined;
    default:
      return undefined;
  }
}

/** Tells this desk's agent about promises until the returned function is called. */
export function watchPromises(desk: Desk): () => void {
  const { client, clock, words } = desk;
  let known: ReadonlyMap<string, string> | undefined;
  const look = (): void => {
    const now = new Map<string, string>();
    for (const row of client.inbox.value.values()) {
      if (row.promise === null) continue;
      const standing = `${row.promise.by} ${row.promise.stage}`;
      now.set(row.id, standing);
      // What stood there before this desk was opened is in the list; it is no news.
      if (known === undefined || known.get(row.id) === standing) continue;
      const { card, role } = desk.me.value;
      const rung = rungFor(row, { id: card.id, role });
      if (rung === undefined) continue;
      const time = momentText(row.promise.by, clock.value, words.locale);
      desk.notices.say(words.texts.promises[rung](desk.visitorName(row), time), rung === 'half' ? 'plain' : 'problem');
    }
    if (client.status.value.state === 'online') known = now;
  };
  look();
  return client.inbox.subscribe(look);
}
