import { createIsTrusted } from '@convomatic/kit/trusted-proxies';
import { describe, expect, it } from '@jest/globals';
import { addressOf, createConnectLimit } from './connect-limit.ts';

const isTrusted = createIsTrusted('loopback,10.0.0.0/8');

describe('connections that one address asks for', () => {
  it.each<[string, { address: string; forwarded?: string }, string]>([
    ['no proxy', { address: '203.0.113.5' }, '203.0.113.5'],
    ['a claim of a stranger', { address: '203.0.113.5', forwarded: '198.51.100.1' }, '203.0.113.5'],
    ['our proxy', { address: '127.0.0.1', forwarded: '198.51.100.1' }, '198.51.100.1'],
    ['two proxies of ours', { address: '127.0.0.1', forwarded: '198.51.100.1, 10.1.2.3' }, '198.51.100.1'],
    ['a claim before our proxy', { address: '::1', forwarded: '1.1.1.1, 198.51.100.1' }, '198.51.100.1'],
    ['our proxy that says nothing', { address: '10.0.0.1' }, '10.0.0.1'],
    ['rubbish', { address: '127.0.0.1', forwarded: ' , ,x' }, 'x'],
  ])('CH32 are of the last one that is no proxy of ours: %s', (_what, { address, forwarded }, client) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
    expect(addressOf({ address, headers }, isTrusted)).toBe(client);
  });

  it('CH32 are allowed up to the number in a minute, each address by itself', () => {
    let now = 0;
    const isAllowed = createConnectLimit(2, () => now);
    expect([isAllowed('a'), isAllowed('a'), isAllowed('a'), isAllowed('b')]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    now = 60_000;
    expect(isAllowed('a')).toBe(true);
  });
});
