/** The texts of calls in German; they come with the first call. Knows words only. */
import { callTextsDe } from '../../client/elements/de-call.ts';
import type { WidgetCallTexts } from './texts.ts';

/** German. */
export const callTexts: WidgetCallTexts = {
  elements: callTextsDe,
  beforeAnswer: 'Wenn Sie annehmen, fragt Ihr Browser vielleicht nach dem Mikrofon. Niemand nimmt das Gespräch auf.',
  silence: 'Nicht mehr klingeln',
  text: 'Nachrichten',
  unread: (count) => (count === 1 ? '1 neue Nachricht' : `${count} neue Nachrichten`),
  larger: 'Mehr Platz',
  smaller: 'Weniger Platz',
  running: 'Anruf läuft',
  backToCall: 'Zum Anruf',
  hangUp: 'Auflegen',
};
