/**
 * What must not happen: something that was accepted or shown to one person is missing for another or in the export; shown or
 * exported twice; in another order; with other content; a prompt before its
 * time or long after it; and a seat that is not exactly one full group or a known way out.
 */
export const findingKinds = ['lost', 'doubled', 'order', 'differs', 'time', 'seat'] as const;
export type FindingKind = (typeof findingKinds)[number];

export interface Finding {
  kind: FindingKind;
  text: string;
}
