/**
 * The shop's templates. It knows how to put values into HTML so that nothing typed by a visitor can become markup;
 * it knows nothing about pages, texts or products.
 */

/** A piece of finished markup; only `html` and `jsonLd` make one, so a plain string is always escaped. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What a template accepts: lists are joined, `false` and `undefined` leave nothing. */
export type HtmlValue = Html | string | number | false | undefined | readonly HtmlValue[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function render(value: HtmlValue): string {
  if (value === false || value === undefined) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'object') return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** The tagged template: escapes every value that is not itself the result of a template. */
export function html(literals: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(literals.map((literal, index) => literal + render(values[index])).join(''));
}

/** A schema.org data block; `<` is written as an escape, so no text in it can close the script element. */
export function jsonLd(data: object): Html {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c');
  return new Html(`<script type="application/ld+json">${json}</script>`);
}
