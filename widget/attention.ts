/**
 * How the widget calls for the visitor when something comes from a person: one swing of the bell, a soft chime while the
 * window is closed or the page hidden, and the ringing of a call until it is answered, declined or silenced. It knows
 * when; how it sounds and looks is the ports' business. Nothing but a person ever makes it sound.
 */
import type { Arrival, Client } from '../client/client.ts';
import type { Bell } from './mount.ts';
import type { Sounds } from './sounds.ts';
import { incomingCall, type Visit } from './visit.ts';

/** What there is to call with. */
export interface AttentionPorts {
  readonly visit: Visit;
  readonly client: Client;
  readonly bell: Pick<Bell, 'swing'>;
  readonly sounds: Sounds;
  /** Whether the page is in the background. */
  isHidden(): boolean;
}

/** Calls for the visitor until the returned function is called. */
export function watchAttention({ visit, client, bell, sounds, isHidden }: AttentionPorts): () => void {
  let stopRinging: (() => void) | undefined;
  const ring = (): void => {
    const incoming = incomingCall(client.call.state.value);
    if (incoming !== undefined && incoming.call !== visit.state.value.silenced) stopRinging ??= sounds.ring();
    else {
      stopRinging?.();
      stopRinging = undefined;
    }
  };
  const arrived = ({ event }: Arrival): void => {
    if (event.by.kind !== 'agent') return;
    const { open } = visit.state.value;
    const isMessage = event.type === 'message.posted';
    if (!open && (isMessage || event.type === 'participant.joined')) bell.swing();
    if (isMessage && (!open || isHidden())) sounds.chime();
  };
  const ends = [visit.state.subscribe(ring), client.call.state.subscribe(ring), client.onArrival(arrived)];
  ring();
  return () => {
    for (const end of ends) end();
    stopRinging?.();
  };
}
