/**
 * The two sounds of the widget, made by the browser itself, so that nothing is loaded: a soft chime for an answer and a
 * ring for a call. It knows that browsers play nothing before somebody has touched the page, and stays silent then.
 */

/** What can be heard. */
export interface Sounds {
  /** Whether the browser lets this page sound. */
  isAudible(): boolean;
  chime(): void;
  /** Rings, and vibrates where the device can, until the returned function is called. */
  ring(): () => void;
}

/** Opens the page's audio, or tells that there is none. */
export type OpenAudio = () => AudioContext | undefined;

/** A tone: its pitch in hertz, when it begins and how long it takes to fade, in seconds. */
interface Tone {
  readonly pitch: number;
  readonly at: number;
  readonly fade: number;
}

/** Two notes of a small bell, a third apart. */
const CHIME: readonly Tone[] = [
  { pitch: 1174.7, at: 0, fade: 0.9 },
  { pitch: 1480, at: 0.12, fade: 1.2 },
];
const RING: readonly Tone[] = [
  { pitch: 880, at: 0, fade: 0.5 },
  { pitch: 1108.7, at: 0.2, fade: 0.5 },
  { pitch: 880, at: 0.4, fade: 0.5 },
  { pitch: 1108.7, at: 0.6, fade: 0.9 },
];
/** One ring and the silence after it. */
const RING_MS = 2_400;
/** Loud enough beside music, soft enough at night. */
const VOLUME = 0.12;
/** Two short pulses with each ring. */
const PULSES = [180, 120, 180];

function play(context: AudioContext, { pitch, at, fade }: Tone): void {
  const start = context.currentTime + at;
  const volume = context.createGain();
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(VOLUME, start + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + fade);
  const tone = context.createOscillator();
  tone.frequency.value = pitch;
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + fade);
}

/** Whether somebody has touched this page: one that came by navigation was not, although the visitor opened the widget. */
const isTouched = (): boolean => navigator.userActivation?.hasBeenActive !== false;

/** The sounds of one page; `open` opens its audio, which is asked for only when it may be heard. */
export function createSounds(open: OpenAudio): Sounds {
  const playAll = async (tones: readonly Tone[]): Promise<void> => {
    if (!isTouched()) return;
    const context = open();
    if (context === undefined) return;
    if (context.state === 'suspended') await context.resume();
    for (const tone of tones) play(context, tone);
  };
  const ringOnce = (): void => {
    void playAll(RING);
    if (isTouched()) navigator.vibrate?.(PULSES);
  };
  return {
    isAudible: isTouched,
    chime: () => void playAll(CHIME),
    ring() {
      ringOnce();
      const timer = setInterval(ringOnce, RING_MS);
      return () => {
        clearInterval(timer);
        if (isTouched()) navigator.vibrate?.(0);
      };
    },
  };
}
