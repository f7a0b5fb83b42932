/**
 * Every text of the console's settings, as a type: a language is one record of it, so a missing text does not compile. It
 * knows no language.
 */
import type { Department } from '../protocol/departments.ts';
import type { AgentRole } from '../protocol/models.ts';

/** Texts of the settings. */
export interface SettingsTexts {
  readonly title: string;
  readonly pages: Readonly<Record<'profile' | 'people' | 'departments' | 'shop' | 'waiting', string>>;
  readonly save: string;
  readonly undo: string;
  readonly saved: string;
  readonly notSaved: string;
  readonly forbidden: string;
  readonly readOnly: string;
  readonly addLanguage: string;
  readonly removeLanguage: (name: string) => string;
  readonly profile: ProfileTexts;
  readonly people: PeopleTexts;
  readonly departments: DepartmentTexts;
  readonly shop: ShopTexts;
}

/** Texts of the agent's own profile. */
export interface ProfileTexts {
  readonly help: string;
  readonly card: string;
  readonly name: string;
  readonly nameHelp: string;
  readonly jobTitle: string;
  readonly jobTitleHelp: string;
  readonly languages: string;
  readonly languagesHelp: string;
  readonly photo: string;
  readonly photoHelp: string;
  readonly choosePhoto: string;
  readonly changePhoto: string;
  readonly usePhoto: string;
  readonly cancel: string;
  readonly removePhoto: string;
  readonly photoType: string;
  readonly photoSize: string;
  readonly photoFailed: string;
  readonly preview: string;
  readonly previewHelp: string;
  readonly notices: string;
  readonly noticesHelp: string;
  readonly noticesOn: string;
  readonly noticesDenied: string;
  readonly noticesAllow: string;
  readonly noticesMissing: string;
}

/** Texts of the list of people. */
export interface PeopleTexts {
  readonly help: string;
  readonly list: string;
  readonly roles: Readonly<Record<AgentRole, string>>;
  readonly rolesHelp: Readonly<Record<Exclude<AgentRole, 'owner'>, string>>;
  readonly invited: string;
  readonly invite: string;
  readonly inviteHelp: string;
  readonly inviteAgain: string;
  readonly role: string;
  readonly name: string;
  readonly email: string;
  readonly jobTitle: string;
  readonly jobTitleDefault: string;
  readonly languages: string;
  readonly makeLink: string;
  readonly linkTitle: (name: string) => string;
  readonly linkHelp: (name: string) => string;
  readonly link: string;
  readonly done: string;
  readonly emailTaken: string;
  readonly failed: string;
  readonly alone: string;
  readonly work: string;
  readonly workOf: (name: string) => string;
  readonly inDepartments: string;
  readonly capacity: string;
  readonly capacityHelp: string;
  readonly topics: string;
  readonly topicsHelp: string;
  readonly takesCalls: string;
}

/** Texts of the departments. */
export interface DepartmentTexts {
  readonly help: string;
  readonly add: string;
  readonly fresh: string;
  readonly name: string;
  readonly kind: string;
  readonly kinds: Readonly<Record<Department['kind'], string>>;
  readonly kindHelp: Readonly<Record<Department['kind'], string>>;
  readonly overflow: string;
  readonly overflowHelp: string;
  readonly overflowCircle: string;
  readonly nobody: string;
  readonly hasHours: string;
  readonly withHours: string;
  readonly withoutHours: string;
  readonly remove: string;
  readonly discard: string;
  readonly inUse: string;
  readonly hours: HoursTexts;
}

/** Texts of opening hours. */
export interface HoursTexts {
  readonly zone: string;
  readonly week: string;
  readonly from: string;
  readonly to: string;
  readonly closed: string;
  readonly add: string;
  readonly addTo: (day: string) => string;
  readonly remove: (day: string) => string;
  readonly backwards: string;
  readonly overlap: string;
  readonly likeMonday: string;
  readonly holidays: string;
  readonly noHolidays: string;
  readonly state: string;
  readonly wholeCountry: string;
  readonly special: string;
  readonly specialHelp: string;
  readonly addDay: string;
  readonly removeDay: (day: string) => string;
  readonly day: string;
  readonly dayName: string;
  readonly twice: string;
  readonly preview: string;
}

/** Texts of the shop's settings. */
export interface ShopTexts {
  readonly help: string;
  readonly look: string;
  readonly name: string;
  readonly nameHelp: string;
  readonly brand: string;
  readonly brandHelp: string;
  readonly brandWrong: string;
  readonly preview: string;
  readonly previewHello: string;
  readonly previewAsk: string;
  readonly previewWrite: string;
  readonly places: string;
  readonly origins: string;
  readonly originsHelp: string;
  readonly originsWrong: (word: string) => string;
  readonly contact: string;
  readonly contactHelp: string;
  readonly contactWrong: string;
  readonly phoneCard: string;
  readonly phone: string;
  readonly phoneHelp: string;
  readonly phoneWrong: Readonly<Record<'unreadable' | 'country' | 'service', string>>;
  readonly phoneCost: string;
  readonly phoneCostHelp: string;
  readonly tag: string;
  readonly tagHelp: string;
  readonly tagLabel: string;
}
