/**
 * The checkout and the thank-you page. They know how to ask for an address accessibly and how to show it again; what
 * is right or wrong in it orders.ts decides.
 */
import type { Bill } from '../basket.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { Language } from '../language.ts';
import { countries, MAX_FIELD_LENGTH, optionalFields } from '../orders.ts';
import type { AddressField, CheckedAddress, Order } from '../orders.ts';
import { texts } from '../texts.ts';
import { billLines, billTable, emptyBasket } from './basket.ts';
import type { Page } from './layout.ts';

/** The checkout with the address as it stands. */
export function checkoutPage(language: Language, bill: Bill, checked: CheckedAddress): Page {
  const words = texts[language].checkout;
  const main = html`
    <div class="wide narrow-head">
      <p class="crumbs"><a href="/${language}/basket">${words.back}</a></p>
      <h1>${words.title}</h1>
    </div>
    ${bill.lines.length === 0 ? emptyBasket(language) : checkoutForm(language, bill, checked)}
  `;
  return { path: '/checkout', title: words.title, main };
}

function checkoutForm(language: Language, bill: Bill, checked: CheckedAddress): Html {
  const words = texts[language].checkout;
  const field = (name: AddressField): Html => addressField(language, name, checked);
  return html`<form class="wide split" method="post" action="/${language}/checkout">
    <div class="form">
      ${problems(language, checked)}
      <fieldset>
        <legend>${words.contact}</legend>
        ${field('email')} ${field('phone')}
      </fieldset>
      <fieldset>
        <legend>${words.address}</legend>
        ${field('name')} ${field('street')} ${field('extra')}
        <div class="form-pair">${field('postcode')} ${field('city')}</div>
        ${countryField(language, checked)}
      </fieldset>
    </div>
    <section class="sheet" aria-labelledby="summary-title">
      <h2 id="summary-title">${words.summary}</h2>
      ${billLines(language, bill)} ${billTable(language, bill)}
      <h3>${words.payment}</h3>
      <p class="quiet">${words.paymentText}</p>
      <button class="button fill" type="submit">${words.placeOrder}</button>
      <p class="quiet">${words.demoNote}</p>
    </section>
  </form>`;
}

function problems(language: Language, { wrong }: CheckedAddress): Html | undefined {
  if (wrong.length === 0) return undefined;
  const words = texts[language].checkout;
  return html`<div class="problems" role="alert">
    <p>${words.problems(wrong.length)}</p>
    <ul>
      ${wrong.map((name) => html`<li><a href="#${name}">${words.fields[name].label}</a></li>`)}
    </ul>
  </div>`;
}

interface FieldLook {
  readonly type: 'text' | 'email' | 'tel';
  readonly autocomplete: string;
  readonly inputmode?: 'numeric';
}

// The autocomplete names are those of HTML, section "autofill".
const LOOKS: Readonly<Record<AddressField, FieldLook>> = {
  email: { type: 'email', autocomplete: 'email' },
  name: { type: 'text', autocomplete: 'name' },
  street: { type: 'text', autocomplete: 'address-line1' },
  extra: { type: 'text', autocomplete: 'address-line2' },
  postcode: { type: 'text', autocomplete: 'postal-code', inputmode: 'numeric' },
  city: { type: 'text', autocomplete: 'address-level2' },
  country: { type: 'text', autocomplete: 'country' },
  phone: { type: 'tel', autocomplete: 'tel' },
};

function addressField(language: Language, name: AddressField, { address, wrong }: CheckedAddress): Html {
  const words = texts[language].checkout;
  const look = LOOKS[name];
  const optional = optionalFields.has(name);
  const hint = name === 'email' || name === 'phone' ? words.hints[name] : undefined;
  const isWrong = wrong.includes(name);
  const describedBy = [hint !== undefined && `${name}-hint`, isWrong && `${name}-error`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">
      ${words.fields[name].label} ${optional && html`<span class="quiet">${words.optional}</span>`}
    </label>
    <input
      id="${name}"
      name="${name}"
      type="${look.type}"
      autocomplete="${look.autocomplete}"
      maxlength="${MAX_FIELD_LENGTH}"
      value="${address[name]}"
      ${look.inputmode !== undefined && html`inputmode="${look.inputmode}"`}
      ${!optional && html`required`}
      ${isWrong && html`aria-invalid="true"`}
      ${describedBy !== '' && html`aria-describedby="${describedBy}"`}
    />
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${isWrong && html`<p class="error" id="${name}-error">${words.fields[name].error}</p>`}
  </div>`;
}

function countryField(language: Language, { address, wrong }: CheckedAddress): Html {
  const words = texts[language].checkout;
  const isWrong = wrong.includes('country');
  return html`<div class="field">
    <label for="country">${words.fields.country.label}</label>
    <select
      id="country"
      name="country"
      autocomplete="${LOOKS.country.autocomplete}"
      ${isWrong && html`aria-invalid="true" aria-describedby="country-error"`}
    >
      ${countries.map(
        (code) =>
          html`<option value="${code}" ${address.country === code && html`selected`}>${words.countries[code]}</option>`,
      )}
    </select>
    ${isWrong && html`<p class="error" id="country-error">${words.fields.country.error}</p>`}
  </div>`;
}

/** The page after an order. */
export function thanksPage(language: Language, order: Order): Page {
  const words = texts[language].thanks;
  const { address, bill } = order;
  const country = countries.find((code) => code === address.country);
  const lines = [address.name, address.extra, address.street, `${address.postcode} ${address.city}`];
  const main = html`<div class="wide split">
    <div class="prose">
      <h1>${words.headline(address.name)}</h1>
      <p class="order-number"><span>${words.number}</span> <strong>${order.number}</strong></p>
      <p class="lead">${words.text}</p>
      <h2>${words.to}</h2>
      <p class="address">
        ${lines.filter((line) => line !== '').map((line) => html`<span>${line}</span>`)}
        ${country !== undefined && html`<span>${texts[language].checkout.countries[country]}</span>`}
      </p>
      <p class="quiet">${texts[language].checkout.demoNote}</p>
      <a class="button" href="/${language}/">${words.goOn}</a>
    </div>
    <section class="sheet" aria-labelledby="summary-title">
      <h2 id="summary-title">${texts[language].checkout.summary}</h2>
      ${billLines(language, bill)} ${billTable(language, bill)}
    </section>
  </div>`;
  return { path: '/thank-you', title: words.title, main };
}
