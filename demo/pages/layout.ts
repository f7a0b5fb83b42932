/**
 * The frame of every page: head, top bar, footer and the one tag that a shop owner pastes. It knows the language and
 * how many pieces are in the basket; it knows nothing about what stands between top bar and footer.
 */
import { FREE_DELIVERY_FROM_CENTS } from '../basket.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { languages, roundPrice } from '../language.ts';
import type { Language } from '../language.ts';
import { texts } from '../texts.ts';

/** What every page is rendered with; `origin` is the shop's own address, `shopbellUrl` the Shopbell server's. */
export interface PageContext {
  readonly language: Language;
  readonly pieces: number;
  readonly origin: string;
  readonly shopbellUrl: string;
  readonly siteKey: string;
}

/** One page; `path` is without the language, so that the language link can lead to the same page. */
export interface Page {
  readonly path: string;
  readonly title: string;
  readonly description?: string;
  readonly main: Html;
  readonly data?: Html;
}

/** The whole document. */
export function layout(context: PageContext, page: Page): string {
  const { language } = context;
  const words = texts[language];
  const alternates = languages.map(
    (other) => html`<link rel="alternate" hreflang="${other}" href="${context.origin}/${other}${page.path}" />`,
  );
  const document = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} – ${words.shop}</title>
        ${page.description !== undefined && html`<meta name="description" content="${page.description}" />`}
        <link rel="icon" href="/assets/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/shop.css" />
        ${alternates} ${page.data}
      </head>
      <body>
        <a class="skip" href="#main">${words.skip}</a>
        ${topBar(context, page.path)}
        <main id="main" tabindex="-1">${page.main}</main>
        ${footer(language)} ${shopbell(context)}
      </body>
    </html>`;
  return document.markup;
}

function topBar({ language, pieces }: PageContext, path: string): Html {
  const words = texts[language];
  const other: Language = language === 'de' ? 'en' : 'de';
  return html`<header class="top">
    <p class="top-note">${words.delivery(roundPrice(language, FREE_DELIVERY_FROM_CENTS))}</p>
    <div class="wide top-row">
      <a class="brand" href="/${language}/">${words.shop}</a>
      <nav class="top-nav" aria-label="${words.nav.label}">
        <a href="/${language}/#pieces">${words.nav.pieces}</a>
        <a href="/${language}/#workshop">${words.nav.workshop}</a>
        <a href="/${language}/contact">${words.nav.contact}</a>
      </nav>
      <div class="top-tools">
        <a href="/${other}${path}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a>
        <a class="basket-link" href="/${language}/basket">
          ${words.basket.title}
          <span class="pieces" aria-hidden="true">${pieces}</span>
          <span class="hidden">(${words.basket.count(pieces)})</span>
        </a>
      </div>
    </div>
  </header>`;
}

function footer(language: Language): Html {
  const words = texts[language];
  return html`<footer class="foot">
    <div class="wide foot-row">
      <p class="brand">${words.shop}</p>
      <p><a href="/${language}/contact">${words.footer.contact}</a></p>
      <p class="quiet">${words.footer.demo}</p>
    </div>
  </footer>`;
}

/** What an owner pastes before the end of the body, and the contact link for browsers without scripts. */
function shopbell({ language, shopbellUrl, siteKey }: PageContext): Html {
  const words = texts[language];
  return html`<script async src="${shopbellUrl}/shopbell.js" data-shopbell-site="${siteKey}"></script>
    <noscript><a href="/${language}/contact">${words.noScript}</a></noscript>`;
}
