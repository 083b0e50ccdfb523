/** Something that the person at the keyboard can put right; shown as one message without a stack. */
export class Trouble extends Error {
  override readonly name = 'Trouble';
}
