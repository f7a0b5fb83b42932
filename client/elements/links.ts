/**
 * Finds links in what people wrote. It knows which addresses may become links and that the reader must see where one
 * really leads; it knows no markup: it returns pieces, and the bubble makes text nodes and anchors of them.
 */

/** A piece of a text; with `href` it is a link of that (safe) address, and `text` shows its real host. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

/** Embeddings, overrides and isolates can make a text read differently from what it says; nobody needs them in a chat. */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Direction marks are of use in Arabic and Hebrew sentences, never inside an address. */
const DIRECTION_MARKS = /[\u200e\u200f\u061c]/g;

const START = /(?<![\p{L}\p{N}])(?:https?:\/\/|mailto:|www\.)/iu;
const MAIL = /^([^\p{L}\p{N}]*)([\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+)(.*)$/u;
/** What ends a sentence or closes a quotation rather than belonging to the address before it. */
const CLOSING = /[.,;:!?'"»«„“”‘’…)\]}>*_]$/u;
/** Letters that nobody mistakes for others: besides ASCII the small letters of Latin-1, so that müller.de stays itself. */
const PLAIN_HOST = /^[a-z0-9.:\u00df-\u00ff-]+$/i;
const ASCII = /^[\x21-\x7e]*$/;

/** Cuts closing punctuation off; a closing bracket stays if it was opened inside. */
function withoutClosing(word: string): string {
  const opened = word.split('(').length;
  let closed = word.split(')').length;
  let end = word.length;
  while (end > 0 && CLOSING.test(word.charAt(end - 1))) {
    if (word.charAt(end - 1) === ')') {
      if (closed <= opened) break;
      closed -= 1;
    }
    end -= 1;
  }
  return word.slice(0, end);
}

/** What to show for an address: as written if its host is what it looks like, else the address as browsers read it. */
function shown(written: string, url: URL): string {
  const host = /^(?:https?:\/\/)?([^/?#]*)/i.exec(written)?.[1] ?? '';
  const honest = ASCII.test(host) ? host.toLowerCase() === url.host : PLAIN_HOST.test(host);
  return honest ? written : url.href;
}

function webLink(written: string): Piece | undefined {
  const address = /^www\./i.test(written) ? `https://${written}` : written;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  // A name before the host ("https://bank.example@evil.example") exists only to mislead.
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return { text: shown(written, url), href: url.href };
}

function mailLink(address: string): Piece | undefined {
  // Subject and body of a mailto: are not visible, so they are left out.
  const [plain = ''] = address.replace(/^mailto:/i, '').split('?');
  return MAIL.exec(plain)?.[2] === plain ? { text: plain, href: `mailto:${plain}` } : undefined;
}

function piecesOfWord(raw: string): readonly Piece[] {
  const word = raw.replace(DIRECTION_MARKS, '');
  const mail = START.test(word) ? null : MAIL.exec(word);
  const start = mail === null ? word.search(START) : (mail[1] ?? '').length;
  if (start < 0) return [{ text: raw }];
  const written = withoutClosing(mail === null ? word.slice(start) : (mail[2] ?? ''));
  const link = mail !== null || /^mailto:/i.test(written) ? mailLink(written) : webLink(written);
  if (link === undefined) return [{ text: raw }];
  return [{ text: word.slice(0, start) }, link, { text: word.slice(start + written.length) }];
}

/** The pieces of a message, in order; joined they read like the message. Linear in its length. */
export function pieces(text: string): readonly Piece[] {
  const words = text.replace(BIDI_CONTROLS, '').split(/(\s+)/);
  const found: { text: string; href?: string }[] = [];
  for (const piece of words.flatMap(piecesOfWord)) {
    const last = found.at(-1);
    if (piece.href === undefined && last !== undefined && last.href === undefined) last.text += piece.text;
    else if (piece.text !== '') found.push({ ...piece });
  }
  return found;
}
