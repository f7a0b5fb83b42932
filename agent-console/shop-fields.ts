/**
 * What an owner writes about the shop, and whether it can be saved. Pure: the same checks as the server's, so that they
 * are told while there is still time. Knows shapes of addresses and colours; knows no form.
 */
import type { ConsoleSite } from './api.ts';

/** The fields as they stand in the form. */
export interface ShopFields {
  readonly name: string;
  readonly brand: string;
  /** One origin per line. */
  readonly origins: string;
  readonly contactUrl: string;
  readonly phone: string;
  /** What a call to it costs. */
  readonly phoneCost: string;
}

/** What the server takes. */
export type ShopChange = Required<Pick<ConsoleSite, 'name' | 'brand' | 'origins' | 'contactUrl' | 'phone'>>;

/** The form of a site. */
export function shopFields(site: ConsoleSite): ShopFields {
  const { name, brand, origins, contactUrl, phone } = site;
  return {
    ...{ name, brand, origins: origins.join('\n'), contactUrl: contactUrl ?? '' },
    ...{ phone: phone?.number ?? '', phoneCost: phone?.cost ?? '' },
  };
}

/** The address as browsers send it as an origin, or undefined if there is none in it: forgives a path and a slash. */
export function originOf(line: string): string | undefined {
  const text = line.trim();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : undefined;
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The first line that is no address, or undefined. */
export function wrongOrigin(origins: string): string | undefined {
  return linesOf(origins).find((line) => originOf(line) === undefined);
}

/** Whether the text is a colour as `#rrggbb`. */
export function isBrand(brand: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(brand.trim());
}

/** Whether the text is empty or a full web address. */
export function isContact(url: string): boolean {
  return url.trim() === '' || originOf(url) !== undefined;
}

/** Whether it is said what a call costs, where there is a number (E5). */
export function isCostKnown({ phone, phoneCost }: ShopFields): boolean {
  return phone.trim() === '' || phoneCost.trim() !== '';
}

/** What to send, once every field is right. */
export function shopChange(fields: ShopFields): ShopChange {
  const origins = linesOf(fields.origins).flatMap((line) => originOf(line) ?? []);
  const contact = fields.contactUrl.trim();
  const number = fields.phone.trim();
  return {
    name: fields.name.trim(),
    brand: fields.brand.trim().toLowerCase(),
    origins: [...new Set(origins)],
    contactUrl: contact === '' ? null : contact,
    phone: number === '' ? null : { number, cost: fields.phoneCost.trim() },
  };
}
