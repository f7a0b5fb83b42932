/**
 * The frame of everything before the desk: signing in, the owner's first steps, joining a team. Knows the bell, the card
 * and the checks that all three forms share; knows no request.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import bell from 'lucide/dist/esm/icons/concierge-bell.mjs';
import { icon } from '../../client/elements/icon.ts';
import { controls } from '../../client/elements/tokens.ts';
import { fieldStyles } from '../elements/fields.ts';
import { skeletons, surfaces } from '../elements/styles.ts';
import type { FrontTexts } from '../texts.ts';

/** Shortest password that the server takes. */
export const PASSWORD_LEAST = 10;

/** What stands around a form. */
export interface FrontOptions {
  readonly heading: string;
  readonly help?: string | undefined;
  /** What went wrong with the last try, in words. */
  readonly problem?: string | undefined;
  readonly body: TemplateResult;
  /** One quiet line below the card. */
  readonly foot?: TemplateResult | string | undefined;
}

/** A card in the middle of a calm page. */
export function front({ heading, help, problem, body, foot }: FrontOptions): TemplateResult {
  return html`<main>
    <div class="brand"><span class="mark">${icon(bell)}</span>Shopbell</div>
    <div class="card">
      <h1 tabindex="-1">${heading}</h1>
      ${help === undefined ? nothing : html`<p class="lead">${help}</p>`}
      <div role="alert">${problem === undefined ? nothing : html`<p class="problem">${problem}</p>`}</div>
      ${body}
    </div>
    ${foot === undefined ? nothing : html`<p class="foot help">${foot}</p>`}
  </main>`;
}

/** What is wrong with an e-mail, or undefined. Whether it exists only a mail would show. */
export function emailError(email: string, texts: FrontTexts): string | undefined {
  if (email.trim() === '') return texts.required;
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim()) ? undefined : texts.emailWrong;
}

/** What is wrong with a new password, or undefined. */
export function passwordError(password: string, texts: FrontTexts): string | undefined {
  return password.length < PASSWORD_LEAST ? texts.passwordShort : undefined;
}

/** Styles of the frame. */
export const frontStyles = [
  controls,
  surfaces,
  skeletons,
  fieldStyles,
  css`
    main {
      display: grid;
      justify-items: center;
      align-content: safe center;
      gap: var(--sb-6);
      min-height: 100dvh;
      padding: var(--sb-8) var(--sb-4);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: var(--sb-3);
      font-size: var(--sb-large);
      font-weight: var(--sb-bold);
    }
    .mark {
      display: grid;
      place-items: center;
      width: 40px;
      height: 40px;
      border-radius: 12px;
      background: var(--sb-brand);
      color: var(--sb-on-brand);
    }
    .card {
      width: min(420px, 100%);
      padding: var(--sb-8);
    }
    h1 {
      font-size: var(--sb-display);
    }
    .lead {
      margin-block-start: var(--sb-2);
      color: var(--sb-muted);
      text-wrap: pretty;
    }
    .problem {
      margin-block-start: var(--sb-4);
    }
    form,
    .next {
      margin-block-start: var(--sb-6);
    }
    .wide {
      width: 100%;
      min-height: 44px;
    }
    .foot {
      max-width: 420px;
      text-align: center;
    }
    .reveal {
      justify-self: start;
      min-height: 24px;
      padding-inline: 0;
      font-size: var(--sb-small);
    }
    @media (max-width: 480px) {
      main {
        align-content: start;
      }
      .card {
        padding: var(--sb-6) var(--sb-4);
      }
    }
  `,
];
