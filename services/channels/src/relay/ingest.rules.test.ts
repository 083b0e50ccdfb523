import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { peekRoom, readNotice, readRecords } from './ingest.ts';

describe('what is published', () => {
  it('CH8 any bytes are read or dropped, and never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const payload = Buffer.from(bytes);
        readRecords(payload);
        readNotice(payload, 'notice');
        peekRoom(payload);
      }),
    );
  });

  it('CH8 any JSON is read or dropped, and what is read has a room and records', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const accepted = readRecords(Buffer.from(text));
        if (typeof accepted === 'string') return;
        expect(accepted.text).toBe(text);
        expect(typeof accepted.room).toBe('string');
      }),
    );
  });

  it('CH7 the room in the first bytes is the room of the parsed message, or not found', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (room) => {
        const payload = Buffer.from(JSON.stringify({ room, records: {} }));
        const accepted = readRecords(payload);
        expect([room, undefined]).toContain(peekRoom(payload));
        expect(typeof accepted === 'string' ? accepted : accepted.room).toBe(room);
      }),
    );
    expect(peekRoom(Buffer.from('{"room":"group-7","records":{}}'))).toBe('group-7');
  });
});
