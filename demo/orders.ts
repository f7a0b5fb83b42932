/**
 * Orders: reading the address form and keeping the orders of this run in memory, where the thank-you page finds them.
 * It knows no HTTP and no words; nothing here is sent anywhere or written to disk, because the shop is a demonstration.
 */
import { randomInt, randomUUID } from 'node:crypto';
import type { Bill } from './basket.ts';

/** The fields of the address form in the order in which the page shows them. */
export const addressFields = ['email', 'phone', 'name', 'street', 'extra', 'postcode', 'city', 'country'] as const;

/** One field of the address form. */
export type AddressField = (typeof addressFields)[number];

/** What was typed, tidied; an empty field is an empty text. */
export type Address = Readonly<Record<AddressField, string>>;

/** Where the shop delivers. */
export const countries = ['DE', 'AT'] as const;

/** A country the shop delivers to. */
export type Country = (typeof countries)[number];

/** The fields that may stay empty. */
export const optionalFields: ReadonlySet<AddressField> = new Set<AddressField>(['extra', 'phone']);

/** The longest text of one field: fits every address label. */
export const MAX_FIELD_LENGTH = 100;

const POSTCODES: Readonly<Record<Country, RegExp>> = { DE: /^\d{5}$/, AT: /^\d{4}$/ };

/** What was typed, and which fields have to be looked at again. */
export interface CheckedAddress {
  readonly address: Address;
  readonly wrong: readonly AddressField[];
}

/** An address form that nobody has filled in yet. */
export const emptyAddress: Address = {
  email: '',
  name: '',
  street: '',
  extra: '',
  postcode: '',
  city: '',
  country: 'DE',
  phone: '',
};

/** Reads and checks the address form. */
export function readAddress(form: URLSearchParams): CheckedAddress {
  const address: Record<AddressField, string> = { ...emptyAddress };
  for (const field of addressFields) {
    address[field] = (form.get(field) ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim();
  }
  return { address, wrong: addressFields.filter((field) => !isRight(field, address)) };
}

function isRight(field: AddressField, address: Address): boolean {
  const text = address[field];
  if (text.length > MAX_FIELD_LENGTH) return false;
  if (text === '') return optionalFields.has(field);
  const country = countries.find((code) => code === address.country);
  if (field === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
  if (field === 'country') return country !== undefined;
  // Without a country that we know, a postcode cannot be wrong.
  if (field === 'postcode') return country === undefined || POSTCODES[country].test(text);
  if (field === 'phone') return /^[+\d][\d\s()/.-]{4,}$/.test(text);
  return true;
}

/** A placed order. */
export interface Order {
  readonly number: string;
  readonly address: Address;
  readonly bill: Bill;
}

/** The orders of this run. `place` answers with a secret key for the visitor's cookie, since a number can be guessed. */
export interface OrderBook {
  place(address: Address, bill: Bill): string;
  find(key: string | undefined): Order | undefined;
}

// Enough for a day of trying out; the oldest goes first, so that memory stays bounded.
const MAX_ORDERS = 500;

/** Opens an empty order book. */
export function openOrderBook(): OrderBook {
  const orders = new Map<string, Order>();
  return {
    place(address, bill) {
      const key = randomUUID();
      orders.set(key, { number: `LL-${randomInt(100_000, 1_000_000)}`, address, bill });
      for (const oldest of orders.keys()) {
        if (orders.size <= MAX_ORDERS) break;
        orders.delete(oldest);
      }
      return key;
    },
    find: (key) => (key === undefined ? undefined : orders.get(key)),
  };
}
