/**
 * The keyboard of the desk: which key means what, and when a key means nothing because somebody is typing. It knows kinds
 * of elements, none by name, and does nothing itself.
 */
import { deepFocus } from './elements/focus.ts';

/** What a key can ask for. */
export type Shortcut = 'next' | 'previous' | 'reply' | 'note' | 'transfer' | 'help' | 'accept' | 'close';

/** The keys in the order of the help dialog. */
export const SHORTCUT_KEYS: Readonly<Record<Shortcut, string>> = {
  next: 'j',
  previous: 'k',
  reply: 'r',
  note: 'n',
  transfer: 't',
  accept: 'Enter',
  close: 'Escape',
  help: '?',
};

/** A key press, with what decides whether it is a shortcut. */
export interface KeyPress {
  readonly key: string;
  /** Control, Alt or Meta is held: the key belongs to the browser. */
  readonly modified: boolean;
  /** An input method is composing a character. */
  readonly composing: boolean;
  /** What has the focus: a text field takes letters, a control takes Enter. */
  readonly focus: 'text' | 'control' | 'nothing';
  /** A modal dialog is open and keeps its keys to itself. */
  readonly dialog: boolean;
}

/** The shortcut of a key press, or undefined if the key is not ours. */
export function shortcutOf(press: KeyPress): Shortcut | undefined {
  if (press.modified || press.composing || press.dialog) return undefined;
  if (press.key === 'Escape') return 'close';
  if (press.focus === 'text') return undefined;
  if (press.key === 'Enter') return press.focus === 'nothing' ? 'accept' : undefined;
  switch (press.key.toLowerCase()) {
    case 'j':
      return 'next';
    case 'k':
      return 'previous';
    case 'r':
      return 'reply';
    case 'n':
      return 'note';
    case 't':
      return 'transfer';
    case '?':
      return 'help';
    default:
      return undefined;
  }
}

const TEXT_INPUTS = new Set(['text', 'email', 'password', 'url', 'search', 'tel', 'number']);

/** What the element with the focus does with keys. */
export function focusKind(root: DocumentOrShadowRoot = document): KeyPress['focus'] {
  const element = deepFocus(root);
  if (element === null || element.matches('body, html, [tabindex="-1"]')) return 'nothing';
  if (element.matches('textarea, select, [contenteditable]')) return 'text';
  if (element instanceof HTMLInputElement && TEXT_INPUTS.has(element.type)) return 'text';
  return element.matches('a[href], button, input, summary, [role="button"], [tabindex]') ? 'control' : 'nothing';
}
