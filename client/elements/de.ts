/** All texts of the shared parts in German; a face that loads its calls later takes the two halves singly. */
import { callTextsDe } from './de-call.ts';
import { chatTextsDe } from './de-chat.ts';
import type { ElementTexts } from './texts.ts';

/** German. */
export const elementTextsDe: ElementTexts = { ...chatTextsDe, ...callTextsDe };
