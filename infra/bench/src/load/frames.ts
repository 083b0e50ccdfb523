const finalText = 0x81;
const masked = 0x80;

/** A client's frame is masked; a mask of zeros leaves the text as it is. */
export function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const header =
    length < 126
      ? [finalText, masked | length, 0, 0, 0, 0]
      : [finalText, masked | 126, length >> 8, length & 0xff, 0, 0, 0, 0];
  return Buffer.concat([Buffer.from(header), payload]);
}

const payloadStart = (bytes: Buffer, at: number): number => {
  const code = (bytes[at + 1] ?? 0) & 0x7f;
  if (code < 126) return at + 2;
  return code === 126 ? at + 4 : at + 10;
};

const payloadEnd = (bytes: Buffer, at: number, start: number): number => {
  if (start - at === 2) return start + ((bytes[at + 1] ?? 0) & 0x7f);
  return start + (start - at === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2)));
};

/** Hands over each whole frame's payload, and answers what is left of one that is not whole. */
export function eachFrame(
  bytes: Buffer,
  take: (bytes: Buffer, start: number, end: number) => void,
): Buffer | null {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const start = payloadStart(bytes, at);
    if (start > bytes.length) break;
    const end = payloadEnd(bytes, at, start);
    if (end > bytes.length) break;
    take(bytes, start, end);
    at = end;
  }
  return at === bytes.length ? null : bytes.subarray(at);
}
