/**
 * How the widget calls for the visitor when something comes from a person: the badge, one swing of the bell, a soft chime
 * while the window is closed or the page hidden, and the ringing of a call until it is answered, declined or silenced. It
 * knows when; how it sounds and looks is the ports' business. Nothing but a person ever makes it sound.
 */
import type { Arrival, Client } from '../client/client.ts';
import type { Bell } from './mount.ts';
import type { Sounds } from './sounds.ts';
import { incomingCall, type Visit } from './visit.ts';

/** What there is to call with. */
export interface AttentionPorts {
  readonly visit: Visit;
  readonly client: Client;
  readonly bell: Pick<Bell, 'setOpen' | 'setUnread' | 'swing'>;
  /** Loads the sounds, which most visits never need. */
  sounds(): Promise<Sounds>;
  /** Whether the page is in the background. */
  isHidden(): boolean;
}

/** Rings as soon as the sound is there, until the returned function is called. */
function startRinging(sounds: AttentionPorts['sounds']): () => void {
  let isOver = false;
  let stop: (() => void) | undefined;
  sounds().then(
    ({ ring }) => {
      if (!isOver) stop = ring();
    },
    // Without the sound the window still shows the call.
    () => undefined,
  );
  return () => {
    isOver = true;
    stop?.();
  };
}

/** Begins to call for the visitor; the returned function ends it and leaves the bell at rest. */
export function watchAttention({ visit, client, bell, sounds, isHidden }: AttentionPorts): () => void {
  let stopRinging: (() => void) | undefined;
  const ring = (): void => {
    const incoming = incomingCall(client.call.state.value);
    if (incoming !== undefined && incoming.call !== visit.state.value.silenced) stopRinging ??= startRinging(sounds);
    else {
      stopRinging?.();
      stopRinging = undefined;
    }
  };
  const arrived = ({ event }: Arrival): void => {
    if (event.by.kind !== 'agent') return;
    const answered = event.type === 'message.posted' || event.type === 'participant.joined';
    if (answered && !visit.state.value.open) bell.swing();
    if (event.type !== 'message.posted' || (visit.state.value.open && !isHidden())) return;
    sounds().then(
      ({ chime }) => chime(),
      () => undefined,
    );
  };
  const ends = [
    visit.state.subscribe(({ open }) => {
      bell.setOpen(open);
      ring();
    }),
    visit.unread.subscribe((count) => bell.setUnread(count)),
    client.call.state.subscribe(ring),
    client.onArrival(arrived),
  ];
  bell.setOpen(visit.state.value.open);
  bell.setUnread(visit.unread.value);
  ring();
  return () => {
    for (const end of ends) end();
    stopRinging?.();
    bell.setOpen(false);
    bell.setUnread(0);
  };
}
