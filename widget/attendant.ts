/**
 * What a visit needs soon after it has begun, but not for its first screen: sounds, the swing of the bell, fresh settings.
 * It comes in a part of its own, and only composes.
 */
import type { Client } from '../client/client.ts';
import type { Cell } from '../client/observable.ts';
import type { SiteSettings } from '../protocol/models.ts';
import { locksOf, STAND_BACK_MS, Turns } from '../client/turns.ts';
import { watchAttention } from './attention.ts';
import { keepFresh } from './fresh-settings.ts';
import type { Mount } from './mount.ts';
import { createSounds, type OpenAudio } from './sounds.ts';

import type { Visit } from './visit.ts';

/** One visit and its surroundings. */
export interface Attended {
  readonly mount: Mount;
  readonly visit: Visit;
  readonly client: Client;
  readonly settings: Cell<SiteSettings>;
  readonly audio: OpenAudio;
}

/** Attends to a visit until the returned function is called. */
export function attend({ mount, visit, client, settings, audio }: Attended): () => void {
  const isHidden = (): boolean => document.hidden;
  const isLookedAt = (): boolean => visit.state.value.open && !isHidden();
  const turns = new Turns({ locks: locksOf(navigator), standBackMs: () => (isLookedAt() ? 0 : STAND_BACK_MS) });
  const giveBack = (): void => turns.close();
  addEventListener('pagehide', giveBack);
  const ends = [
    giveBack,
    () => removeEventListener('pagehide', giveBack),
    watchAttention({ visit, client, bell: mount.bell, sounds: createSounds(audio), turns, isHidden }),
    keepFresh(settings, { mount, visit, client }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
