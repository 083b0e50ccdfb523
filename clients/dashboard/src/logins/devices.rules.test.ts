import { expect, it } from '@jest/globals';
import { deviceOf, isHandheld } from './devices.ts';
import { digitsOf } from './digits.ts';

const chromeOnWindows =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const iPhone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

it('names the browser and the system of a login', () => {
  expect(deviceOf(chromeOnWindows)).toEqual({ browser: 'Chrome', system: 'Windows' });
  expect(deviceOf(`${chromeOnWindows} Edg/140.0.0.0`)).toEqual({ browser: 'Edge', system: 'Windows' });
  expect(deviceOf(iPhone)).toEqual({ browser: 'Safari', system: 'iPhone' });
  expect(isHandheld(iPhone)).toBe(true);
  expect(isHandheld(chromeOnWindows)).toBe(false);
});

it('names nothing that it does not know', () => {
  expect(deviceOf('curl/8.9')).toEqual({ browser: null, system: null });
  expect(deviceOf(null)).toEqual({ browser: null, system: null });
});

it('takes the digits out of a pasted code', () => {
  expect(digitsOf(' 123 456\n')).toBe('123456');
  expect(digitsOf('Your code: 1234567')).toBe('123456');
});
