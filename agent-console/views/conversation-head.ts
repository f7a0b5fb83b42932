/** The head of a conversation: way back, face and name, where the visitor is, calls, case and end. Asks the desk. */
import { html, nothing, type TemplateResult } from 'lit';
import arrows from 'lucide/dist/esm/icons/arrow-right-left.mjs';
import exit from 'lucide/dist/esm/icons/log-out.mjs';
import back from 'lucide/dist/esm/icons/arrow-left.mjs';
import done from 'lucide/dist/esm/icons/check.mjs';
import panel from 'lucide/dist/esm/icons/panel-right.mjs';
import phone from 'lucide/dist/esm/icons/phone.mjs';
import video from 'lucide/dist/esm/icons/video.mjs';
import '../../client/elements/avatar.ts';
import { icon } from '../../client/elements/icon.ts';
import type { Media } from '../../protocol/models.ts';
import type { CaseView } from '../case-view.ts';
import { languageName } from '../clock.ts';
import type { Desk } from '../desk.ts';
import { isMine } from '../inbox-list.ts';
import { visitorFace } from '../row-line.ts';
import { promiseClock } from './promise-clock.ts';

/** What the head shows and asks for. */
export interface HeadOptions {
  readonly desk: Desk;
  readonly row: CaseView;
  readonly caseOpen: boolean;
  onCase(): void;
  onTransfer(): void;
}

function callButtons(desk: Desk, row: CaseView): TemplateResult {
  const { conversation: texts } = desk.words.texts;
  const { phase } = desk.client.call.state.value;
  const over = phase === 'idle' || phase === 'ended';
  const busy = !over || desk.calls.plan.value !== undefined || row.call !== null;
  const button = (media: Media, words: string, sign: TemplateResult): TemplateResult =>
    html`<button
      class="round"
      type="button"
      aria-label=${words}
      title=${busy ? texts.callBusy : words}
      ?disabled=${busy}
      @click=${() => desk.calls.call(row.id, media)}
    >
      ${sign}
    </button>`;
  return html`${button({ audio: true, video: false }, texts.audioCall, icon(phone))}
  ${button({ audio: true, video: true }, texts.videoCall, icon(video))}`;
}

/** Handing over, and, where others are inside too, leaving. */
function handButtons(desk: Desk, row: CaseView, onTransfer: () => void): TemplateResult {
  const { transfer: texts } = desk.words.texts;
  const leave = html`<button
    class="round"
    type="button"
    aria-label=${texts.leaveHelp}
    title=${texts.leaveHelp}
    @click=${() => desk.handing.leave(row.id)}
  >
    ${icon(exit)}
  </button>`;
  return html`<button
      class="round"
      type="button"
      aria-label=${texts.open}
      title=${texts.open}
      ?disabled=${row.transfer !== null}
      @click=${onTransfer}
    >
      ${icon(arrows)}
    </button>
    ${row.agents.length > 1 ? leave : nothing}`;
}

/** The head. */
export function conversationHead({ desk, row, caseOpen, onCase, onTransfer }: HeadOptions): TemplateResult {
  const { conversation: texts } = desk.words.texts;
  const mine = row.status === 'open' && isMine(row, desk.me.value.card.id);
  const where = row.page === null ? row.siteName : row.page.title || row.page.url;
  const language = languageName(row.locale, desk.words.locale);
  return html`<header class="head">
    <a class="round back" href="#/inbox" aria-label=${texts.back}>${icon(back)}</a>
    <shopbell-avatar .name=${visitorFace(row.caseNumber)} size="36"></shopbell-avatar>
    <div class="names">
      <h2 tabindex="-1">${desk.visitorName(row)}</h2>
      <p class="help">${where === undefined ? language : `${language} · ${where}`}</p>
    </div>
    ${row.promise === null || row.status === 'ended' ? nothing : promiseClock(row.promise, desk)}
    ${mine ? callButtons(desk, row) : nothing} ${mine ? handButtons(desk, row, onTransfer) : nothing}
    <button
      class="round case-toggle"
      type="button"
      aria-label=${caseOpen ? texts.hideCase : texts.showCase}
      title=${caseOpen ? texts.hideCase : texts.showCase}
      @click=${onCase}
    >
      ${icon(panel)}
    </button>
    ${
      mine
        ? html`<button
            class="button end"
            type="button"
            aria-label=${texts.endLabel}
            title=${texts.endLabel}
            @click=${() => desk.end(row.id)}
          >
            ${icon(done)}<span>${texts.end}</span>
          </button>`
        : nothing
    }
  </header>`;
}
