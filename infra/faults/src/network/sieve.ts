/** A message among the bytes of a connection. */
type Found = { at: number; length: number };

export type Find = (bytes: Buffer) => Found | null;

/** Takes whole messages out of what a connection carries, as many as it was told to; the rest flows on. */
export const createSieve = (find: Find, onDropped: () => void) => {
  let wanted = 0;
  /** Of a message that was taken out and has not come to its end. */
  let left = 0;

  const sift = (bytes: Buffer): Buffer => {
    if (bytes.length === 0) return bytes;
    if (left > 0) {
      const taken = Math.min(left, bytes.length);
      left -= taken;
      return sift(bytes.subarray(taken));
    }
    const found = wanted > 0 ? find(bytes) : null;
    if (!found) return bytes;
    wanted -= 1;
    onDropped();
    left = found.length;
    return Buffer.concat([bytes.subarray(0, found.at), sift(bytes.subarray(found.at))]);
  };

  return {
    sift,
    drop: (count: number): void => {
      wanted += count;
    },
  };
};

export type Sieve = ReturnType<typeof createSieve>;

// Neither beginning can stand inside a message: JSON has no raw line break, and its quotation marks are escaped there.
const published = Buffer.from('>3\r\n$7\r\nmessage\r\n$8\r\n/records\r\n$');
const delivered = Buffer.from('42["records",');
const lineEnd = '\r\n';

/** What Redis pushes to a subscriber of `/records` (RESP3). */
export const findPublished: Find = (bytes) => {
  const at = bytes.indexOf(published);
  const lengthAt = at + published.length;
  const lengthEnd = at < 0 ? -1 : bytes.indexOf(lineEnd, lengthAt);
  if (lengthEnd < 0) return null;
  const length = Number(bytes.toString('latin1', lengthAt, lengthEnd));
  return { at, length: lengthEnd - at + lineEnd.length + length + lineEnd.length };
};

const finalText = 0x81;
/** Of a frame of more than 125 bytes, as every event is: the kind, 126, and two bytes of length (RFC 6455, section 5.2). */
const headerBytes = 4;

/** A WebSocket frame of a server with an event. */
export const findDelivered: Find = (bytes) => {
  const at = bytes.indexOf(delivered, headerBytes) - headerBytes;
  if (at < 0 || bytes[at] !== finalText || bytes[at + 1] !== 126) return null;
  return { at, length: headerBytes + bytes.readUInt16BE(at + 2) };
};
