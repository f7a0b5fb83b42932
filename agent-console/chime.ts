/**
 * The console's only sound: one soft strike of a bell, made on the spot. Knows Web Audio and that browsers want a gesture
 * first; knows nothing of when to sound.
 */

/** A struck bell is a handful of partials that die at different speeds: frequency ratio, loudness, seconds. */
const PARTIALS = [
  { ratio: 1, level: 0.5, seconds: 1.4 },
  { ratio: 2.01, level: 0.22, seconds: 0.9 },
  { ratio: 3.02, level: 0.08, seconds: 0.5 },
] as const;
/** E5: high enough to be heard over a shop, low enough to be kind. */
const PITCH_HZ = 659;
/** Loud enough beside speech, far below clipping. */
const VOLUME = 0.14;
/** Two reasons within this time are one sound. */
const APART_MS = 1_200;
/** An incoming call is heard again after this time, slower than any telephone. */
const RING_MS = 3_500;

/** The bell of the console. */
export interface Chime {
  /** Whether the browser lets this window sound. */
  readonly isAwake: boolean;
  /** One strike, unless there was one a moment ago. */
  once(): void;
  /** Strikes gently again and again while on. */
  ring(on: boolean): void;
  /** Silent for good. */
  close(): void;
}

function strike(audio: AudioContext, pitch: number, at: number): void {
  for (const partial of PARTIALS) {
    const tone = audio.createOscillator();
    const level = audio.createGain();
    tone.frequency.value = pitch * partial.ratio;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(VOLUME * partial.level, at + 0.008);
    level.gain.exponentialRampToValueAtTime(0.0001, at + partial.seconds);
    tone.connect(level).connect(audio.destination);
    tone.start(at);
    tone.stop(at + partial.seconds);
  }
}

/** A bell that becomes audible with the first click or key on this window, because browsers allow it no sooner. */
export function createChime(window: Window): Chime {
  const life = new AbortController();
  let audio: AudioContext | undefined;
  let lastAt = -Infinity;
  let ringing: number | undefined;

  const wake = (): void => {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume().catch(() => undefined);
  };
  for (const gesture of ['pointerdown', 'keydown']) {
    window.addEventListener(gesture, wake, { signal: life.signal, capture: true, passive: true });
  }

  const sound = (second: boolean): void => {
    if (audio?.state !== 'running') return;
    lastAt = performance.now();
    strike(audio, PITCH_HZ, audio.currentTime);
    if (second) strike(audio, PITCH_HZ * 0.75, audio.currentTime + 0.28);
  };

  const ring = (on: boolean): void => {
    if (on === (ringing !== undefined)) return;
    window.clearInterval(ringing);
    ringing = undefined;
    if (!on) return;
    sound(true);
    ringing = window.setInterval(() => {
      sound(true);
    }, RING_MS);
  };

  return {
    get isAwake() {
      return audio?.state === 'running';
    },
    once: () => {
      if (performance.now() - lastAt > APART_MS) sound(false);
    },
    ring,
    close: () => {
      life.abort();
      ring(false);
      void audio?.close().catch(() => undefined);
    },
  };
}
