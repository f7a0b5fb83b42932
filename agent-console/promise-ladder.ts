/**
 * Who is told when a promise runs out: at half of its time the agent who is inside or asked, at three quarters the whole
 * department, at nine tenths its owners and admins, at the end all of these who can do something. Each is told once. It
 * knows rows and words, not where they stand.
 */
import type { Observable } from '../client/observable.ts';
import type { AgentId, ConversationId } from '../protocol/ids.ts';
import type { AgentRole, AlarmRow, ConversationRow, PromiseClock } from '../protocol/models.ts';
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

/** Tells this desk's agent about promises until the returned function is called; `alarms` are about what is not listed. */
export function watchPromises(desk: Desk, alarms: Observable<AlarmRow | undefined>): () => void {
  const { client, words } = desk;
  const texts = words.texts.promises;
  let known: ReadonlyMap<string, string> | undefined;
  const look = (): void => {
    const now = new Map<string, string>();
    for (const row of client.inbox.value.values()) {
      if (row.promise === null) continue;
      const standing = standingOf(row.promise);
      now.set(row.id, standing);
      // What stood there before this desk was opened is in the list; it is no news.
      if (known === undefined || known.get(row.id) === standing) continue;
      const { card, role } = desk.me.value;
      const rung = rungFor(row, { id: card.id, role });
      if (rung === undefined) continue;
      const open = (): void => desk.router.go({ view: 'inbox', conversation: row.id });
      const text = texts[rung](desk.visitorName(row), timeOf(desk, row.promise));
      desk.notices.say(text, rung === 'half' ? 'plain' : 'problem', { label: texts.open, run: open });
    }
    if (client.status.value.state === 'online') known = now;
  };
  look();
  const ends = [client.inbox.subscribe(look), alarms.subscribe(createAlarm(desk, alarms))];
  return () => ends.forEach((end) => end());
}

/** Says each alarm once, however often its row is told. */
function createAlarm(desk: Desk, alarms: Observable<AlarmRow | undefined>): () => void {
  const texts = desk.words.texts.promises;
  const heard = new Map<ConversationId, string>();
  return () => {
    const row = alarms.value;
    if (row === undefined || heard.get(row.id) === standingOf(row.alarm)) return;
    heard.set(row.id, standingOf(row.alarm));
    const words = row.alarm.stage === 100 ? texts.broken : texts.leaders;
    const text = words(desk.visitorName(row), timeOf(desk, row.alarm));
    desk.notices.say(texts.elsewhere(text, desk.departmentName(row.department)), 'problem');
  };
}

const standingOf = ({ by, stage }: PromiseClock): string => `${by} ${stage}`;

const timeOf = ({ clock, words }: Desk, { by }: PromiseClock): string => momentText(by, clock.value, words.locale);
