import { describe, expect, it } from '@jest/globals';
import { upgradeUpstreamOf, upstreamOf } from './upstreams.ts';

describe('who answers a path', () => {
  it.each([
    ['/api', 'api'],
    ['/api/boot?x=/socket.io', 'api'],
    ['/api/records', 'api'],
    ['/api/records/stream?rooms=group-1', 'channels'],
    ['/join/demo', 'api'],
    ['/embed/demo', 'api'],
    ['/dev/mail', 'api'],
    ['/socket.io/?EIO=4', 'channels'],
    ['/collaboration', 'collaboration'],
    ['/collaboration/project-7', 'collaboration'],
    ['/', undefined],
    ['/apiary', undefined],
    ['/joiners', undefined],
    ['/devices', undefined],
    ['/projects/7', undefined],
    ['/widget/loader.js', undefined],
  ])('%s goes to %s', (url, upstream) => {
    expect(upstreamOf(url)).toBe(upstream);
  });

  it('takes WebSockets for the channel and the collaboration server alone', () => {
    expect(upgradeUpstreamOf('/socket.io/?EIO=4&transport=websocket')).toBe('channels');
    expect(upgradeUpstreamOf('/collaboration')).toBe('collaboration');
    expect(upgradeUpstreamOf('/api/boot')).toBeUndefined();
    expect(upgradeUpstreamOf('/api/records/stream')).toBeUndefined();
    expect(upgradeUpstreamOf('/')).toBeUndefined();
  });
});
