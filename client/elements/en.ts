/** All texts of the shared parts in English; a face that loads its calls later takes the two halves singly. */
import { callTextsEn } from './en-call.ts';
import { chatTextsEn } from './en-chat.ts';
import type { ElementTexts } from './texts.ts';

/** English. */
export const elementTextsEn: ElementTexts = { ...chatTextsEn, ...callTextsEn };
