import type { AuditEntry } from '@convomatic/contracts';
import { language, t } from '../platform/language/language.ts';
import type { WordKey } from '../platform/language/language.ts';
import type { KnownPeople } from './known-people.ts';
import { audit } from './words.ts';

type AuditKey = keyof typeof audit.en;

/** Names of rows by noun and id, such as `project 12`, for those that the page knows. */
export type SubjectNames = ReadonlyMap<string, string>;

interface Naming {
  names: SubjectNames;
  loginOwners: KnownPeople['loginOwners'];
  /** What a project's settings are called where one sets them. */
  settingName: (field: string) => string;
}

const isKey = (key: string): key is AuditKey => Object.hasOwn(audit.en, key);

const wordOf = (key: string): string | null => (isKey(key) ? t(`audit.${key}` satisfies WordKey) : null);

/** The row that was changed: `project “Two-sided talk”`, or `project 12` where its name is not known. */
export const subjectOf = ({ subject_type, subject_id }: AuditEntry, names: SubjectNames): string => {
  const noun = wordOf(`noun_${subject_type}`) ?? subject_type.replaceAll('_', ' ');
  const name = names.get(`${subject_type} ${String(subject_id)}`);
  // A number that stands on no page says nothing.
  const unnumbered = wordOf(`a_${subject_type}`);
  if (name === undefined && unnumbered !== null) return unnumbered;
  if (subject_id === null) return noun;
  if (name !== undefined && subject_type === 'user') return name;
  return name === undefined
    ? t('audit.subject_numbered', { noun, id: String(subject_id) })
    : t('audit.subject_named', { noun, name });
};

/** Within a sentence; German nouns stay as they are. */
const withinSentence = (words: string): string =>
  language.value === 'en' ? words.charAt(0).toLowerCase() + words.slice(1) : words;

const fieldName = (field: string, { settingName }: Naming): string =>
  wordOf(`field_${field}`) ?? withinSentence(settingName(field).replace(/_ms$/, '').replaceAll('_', ' '));

const said = (action: string, values: { who: string; what: string }): string => {
  const key = `did_${action.replace('.', '_')}`;
  return isKey(key) ? t(`audit.${key}`, values) : t('audit.did', { ...values, action });
};

/** What has another sentence when it is done to oneself: leaving is removing oneself. */
const toOneself: Partial<Record<string, string>> = {
  'membership.remove': 'membership.leave',
  'user.update': 'user.update_own',
};

const actionOf = ({ action, actor_id, subject_type, subject_id }: AuditEntry): string =>
  (subject_type === 'user' && subject_id === actor_id ? toOneself[action] : undefined) ?? action;

/** A login of somebody else is told by whose it is, as far as that is known. */
const ofAnother = (entry: AuditEntry, { loginOwners, names }: Naming): string | null => {
  const owner = entry.action === 'login.revoke' ? loginOwners.get(entry.subject_id ?? 0) : undefined;
  if (owner === undefined || owner === entry.actor_id) return null;
  return subjectOf({ ...entry, subject_type: 'user', subject_id: owner }, names);
};

/** What somebody did, as a sentence in the chosen language; an action that has none is named as it is. */
export const sentenceOf = (entry: AuditEntry, naming: Naming): string => {
  const who = entry.actor_name ?? t('audit.a_service');
  const another = ofAnother(entry, naming);
  if (another !== null) return said('login.revoke_of', { who, what: another });
  const action = actionOf(entry);
  const sentence = said(action, { who, what: subjectOf(entry, naming.names) });
  // What else is an update says itself what was changed.
  if (!/^(project|team|user)\.update$/.test(entry.action) || entry.fields.length === 0) return sentence;
  const fields = entry.fields.map((field) => fieldName(field, naming)).join(', ');
  return action === 'user.update_own'
    ? t('audit.own_fields', { who, fields })
    : t('audit.with_fields', { said: sentence, fields });
};

/** A kind of change, for choosing among them: `… published project`. */
export const kindOf = (action: string): string => {
  const noun = action.split('.')[0] ?? '';
  return said(action, { who: '…', what: wordOf(`noun_${noun}`) ?? noun });
};

/** Where the row is shown, if there is a page of it. */
export const placeOf = ({ subject_type, subject_id }: AuditEntry): string | null =>
  subject_type === 'project' && subject_id !== null ? `/projects/${String(subject_id)}` : null;
