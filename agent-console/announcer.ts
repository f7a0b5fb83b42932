/**
 * Carries out what `attention.ts` decides: the number in the title, the soft bell, the desktop notice. It knows windows
 * and permissions, and asks for none by itself: a visible button does.
 */
import { derive } from '../client/observable.ts';
import { locksOf, STAND_BACK_MS, Turns } from '../client/turns.ts';
import type { ConversationId } from '../protocol/ids.ts';
import { attend, titled, type Announcement, type Attention, type Situation } from './attention.ts';
import { caseView } from './case-view.ts';
import { createChime, type Chime } from './chime.ts';
import type { Desk } from './desk.ts';
import type { Route } from './router.ts';

function placeName(desk: Desk, route: Route): string {
  const { shell, settings } = desk.words.texts;
  if (route.view === 'settings') return settings.pages[route.page];
  const { client } = desk;
  const open = route.view === 'inbox' ? route.conversation : undefined;
  const known = open && caseView(client.inbox.value.get(open), client.conversations.value.get(open));
  return known ? desk.visitorName(known) : shell.inbox;
}

function isLooking(window: Window): boolean {
  return window.document.visibilityState === 'visible' && window.document.hasFocus();
}

function ringingConversation(desk: Desk): ConversationId | undefined {
  const call = desk.client.call.state.value;
  return call.phase === 'ringing' && !call.elsewhere ? call.conversation : undefined;
}

const replacedText = (desk: Desk, { row }: Announcement): string =>
  desk.words.texts.advisor.replaced(desk.visitorName(row));

/** A desktop notice; clicking it leads to the conversation. */
function tell(desk: Desk, window: Window, { kind, row }: Announcement): void {
  if (!('Notification' in window) || Notification.permission !== 'granted' || isLooking(window)) return;
  const { notices, advisor, promises } = desk.words.texts;
  const wordsOf = { ...notices, replaced: advisor.replaced, promise: promises.urgent };
  const who = desk.visitorName(row);
  const title =
    kind === 'call' ? (row.call?.media.video ? notices.video(who) : notices.audio(who)) : wordsOf[kind](who);
  const body = kind === 'message' ? (row.lastMessage?.text ?? '') : (row.page?.title ?? row.siteName);
  try {
    const notice = new Notification(title, { body, tag: row.id, silent: true });
    notice.addEventListener('click', () => {
      window.focus();
      desk.router.go({ view: 'inbox', conversation: row.id });
      notice.close();
    });
  } catch {
    // Some phones know the word Notification and refuse the constructor; sound and title remain.
  }
}

/** Says each thing in one of the agent's tabs: in the one that is looked at, else in one that browsers let sound. */
function createVoice(desk: Desk, window: Window, chime: Chime): { follow(attention: Attention): void; close(): void } {
  const standBackMs = (): number => (isLooking(window) ? 0 : STAND_BACK_MS * (chime.isAwake ? 1 : 2));
  const turns = new Turns({ locks: locksOf(window.navigator), standBackMs });
  const giveBack = (): void => turns.close();
  window.addEventListener('pagehide', giveBack);
  let isClosed = false;
  let stopRinging: (() => void) | undefined;
  const ring = (): (() => void) => {
    chime.ring(true);
    return () => chime.ring(false);
  };
  const sayAll = async ({ announce, ringing }: Attention): Promise<void> => {
    const taken = await Promise.all(announce.map(({ name }) => turns.take(name)));
    const own = isClosed ? [] : announce.filter((_, place) => taken[place]);
    if (own.length > 0 && !ringing) chime.once();
    for (const announcement of own) {
      if (announcement.kind === 'replaced') desk.notices.say(replacedText(desk, announcement), 'kind');
      tell(desk, window, announcement);
    }
  };
  return {
    follow(attention) {
      if (attention.ringing) stopRinging ??= turns.hold('ring', ring);
      else {
        stopRinging?.();
        stopRinging = undefined;
      }
      for (const name of attention.watched) void turns.take(name);
      void sayAll(attention);
    },
    close() {
      isClosed = true;
      window.removeEventListener('pagehide', giveBack);
      stopRinging?.();
      giveBack();
    },
  };
}

/** Announces for a desk until the returned function is called. */
export function announce(desk: Desk, window: Window): () => void {
  const life = new AbortController();
  const chime = createChime(window);
  const voice = createVoice(desk, window, chime);
  let heard: ReadonlySet<string> | undefined;

  const look = (): void => {
    // Before the first list there is nothing to compare with, and everything would sound at once.
    if (desk.client.status.value.state !== 'online' && heard === undefined) return;
    const route = desk.router.route.value;
    const situation: Situation = {
      rows: [...desk.client.inbox.value.values()],
      me: desk.me.value.card.id,
      presence: desk.presence.value,
      isMentor: desk.me.value.role !== 'agent',
      watching: route.view === 'inbox' && isLooking(window) ? route.conversation : undefined,
      ringing: ringingConversation(desk),
    };
    const attention = attend(heard, situation);
    heard = attention.heard;
    window.document.title = titled(attention.badge, placeName(desk, route));
    voice.follow(attention);
  };

  const { client } = desk;
  const watched = [
    client.inbox,
    client.status,
    desk.router.route,
    desk.presence,
    derive(client.call.state, (call) => call.phase),
  ];
  const unwatch = watched.map((each) => each.subscribe(look));
  for (const moment of ['focus', 'blur', 'visibilitychange'])
    window.addEventListener(moment, look, { signal: life.signal });
  look();
  return () => {
    life.abort();
    for (const stop of unwatch) stop();
    voice.close();
    chime.close();
    window.document.title = 'Shopbell';
  };
}
