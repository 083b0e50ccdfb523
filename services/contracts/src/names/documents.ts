import type { Action } from './permissions.ts';

export type DocumentTypeRow = {
  /** Texts of such a record; each is a document of its own. */
  fields: readonly [string, ...string[]];
  /** The rights in the record's team that it takes to open it, and to type. */
  read: Action;
  write: Action;
  /** `auto`: what is typed is saved. `explicit`: stored only when the author saves through the api. */
  save: 'auto' | 'explicit';
  /** The table whose columns, named as the fields, hold the texts. */
  stored_in: 'prompts' | 'projects';
};

/** Every kind of text that several people may type in at once. A new one is a row here and a door to its table. */
export const documentTypes = {
  prompt: {
    fields: ['body'],
    read: 'project.read',
    write: 'project.update',
    save: 'auto',
    stored_in: 'prompts',
  },
  project: {
    fields: ['welcome', 'consent', 'farewell'],
    read: 'project.read',
    write: 'project.update',
    save: 'auto',
    stored_in: 'projects',
  },
} as const satisfies Record<string, DocumentTypeRow>;

export type DocumentType = keyof typeof documentTypes;

/** Which text of which record. */
export type DocumentAddress = { type: DocumentType; id: number; field: string };

const maxNameBytes = 128;
const grammar = /^([a-z][A-Za-z]*)-([1-9][0-9]{0,15})-([a-z][a-z_]*)$/;

/** The rules of a type, as far as every type has them. */
export const documentTypeOf = ({ type }: Pick<DocumentAddress, 'type'>): DocumentTypeRow =>
  documentTypes[type];

const isDocumentType = (type: string): type is DocumentType => Object.hasOwn(documentTypes, type);

/** `{record_type}-{record_id}-{field}`, such as `prompt-7-body`. */
export const documentName = ({ type, id, field }: DocumentAddress): string =>
  `${type}-${String(id)}-${field}`;

/** The one parser of names: undefined for whatever is not exactly a name of a document that may exist. */
export const parseDocumentName = (name: string): DocumentAddress | undefined => {
  // The grammar is ASCII, so what is longer in bytes than in characters does not fit it.
  if (name.length > maxNameBytes) return undefined;
  const [, type = '', digits = '', field = ''] = grammar.exec(name) ?? [];
  const id = Number(digits);
  if (!isDocumentType(type) || !Number.isSafeInteger(id)) return undefined;
  return documentTypeOf({ type }).fields.includes(field) ? { type, id, field } : undefined;
};

/** The name under which TipTap's collaboration extension keeps a text in a Yjs document. */
export const documentFragment = 'default';

/** Redis channel on which the api says which text it has written itself: `{name, generation}`. */
export const documentsChannel = '/documents';
