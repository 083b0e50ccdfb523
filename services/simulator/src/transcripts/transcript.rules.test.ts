import { describe, expect, it } from '@jest/globals';
import { rowsOfCsv, rowsOfJsonLines } from './transcript.ts';

const header = 'room,seq,occurred_at,kind,prompt_id,message_id,client_id,sender_name,text';
const text = 'comma, "quote"\r\nline\n\n=1+1 👍🏽 שלום e\u0301 ';
const csv = `${header}\ngroup-7,3,2030-01-01,message,,12,c-1,"Grey ""Owl""","${text.replaceAll('"', '""')}"\ngroup-7,4,2030-01-01,session_closed,,,,,\n`;
const json = [
  {
    room: 'group-7',
    seq: 3,
    kind: 'message',
    message_id: 12,
    prompt_id: null,
    client_id: 'c-1',
    sender_name: 'Grey "Owl"',
    text,
  },
  {
    room: 'group-7',
    seq: 4,
    kind: 'session_closed',
    message_id: null,
    prompt_id: null,
    client_id: null,
    sender_name: null,
    text: null,
  },
];

describe('the rows of an export', () => {
  it('keep every character of a text in CSV', () => {
    expect(rowsOfCsv(csv)).toEqual(json);
  });

  it('are the same in JSON Lines', () => {
    expect(rowsOfJsonLines(`${json.map((row) => JSON.stringify(row)).join('\n')}\n`)).toEqual(json);
  });

  it('are refused when a column is missing', () => {
    expect(() => rowsOfCsv('seq,kind\n1,message\n')).toThrow();
  });
});
