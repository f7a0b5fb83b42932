/** The first three things that bring a new shop to life, as links into the settings. Knows who may do which. */
import { html, nothing, type TemplateResult } from 'lit';
import camera from 'lucide/dist/esm/icons/camera.mjs';
import tag from 'lucide/dist/esm/icons/code-xml.mjs';
import people from 'lucide/dist/esm/icons/user-round-plus.mjs';
import { icon } from '../../client/elements/icon.ts';
import type { Desk } from '../desk.ts';
import { hashOf, type SettingsPage } from '../router.ts';

/** The steps; without admin rights only the own photo. */
export function startSteps(desk: Desk): TemplateResult {
  const { inbox } = desk.words.texts;
  const { role } = desk.me.value;
  const step = (page: SettingsPage, sign: TemplateResult, words: string): TemplateResult =>
    html`<li><a href=${hashOf({ view: 'settings', page })}>${sign}${words}</a></li>`;
  const admin = role === 'owner' || role === 'admin';
  return html`<ul class="steps">
    ${step('profile', icon(camera), inbox.startPhoto)}
    ${admin ? [step('shop', icon(tag), inbox.startTag), step('people', icon(people), inbox.startTeam)] : nothing}
  </ul>`;
}
