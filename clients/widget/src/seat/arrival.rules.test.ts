import { describe, expect, it } from '@jest/globals';
import { readArrival } from './arrival.ts';

const arrivalAt = (address: string) => readArrival(new URL(address, 'https://talk.example'));

describe('what the address says', () => {
  it('names the study', () => {
    expect(arrivalAt('/join/two-sided')).toEqual({ slug: 'two-sided' });
    expect(arrivalAt('/join/two-sided/')).toEqual({ slug: 'two-sided' });
    expect(arrivalAt('/other')).toBeNull();
    expect(arrivalAt('/join/')).toBeNull();
    expect(arrivalAt('/join/%E0%A4%A')).toBeNull();
  });

  it('tells the person and the platform by the names that recruiters use', () => {
    expect(arrivalAt('/join/x?PROLIFIC_PID=p1')).toEqual({
      slug: 'x',
      platform: 'prolific',
      external_id: 'p1',
    });
    expect(arrivalAt('/join/x?workerId=w1')).toEqual({ slug: 'x', platform: 'mturk', external_id: 'w1' });
    expect(arrivalAt('/join/x?external_id=e1')).toEqual({ slug: 'x', external_id: 'e1' });
    expect(arrivalAt('/join/x?external_id=e1&platform=panel')).toEqual({
      slug: 'x',
      platform: 'panel',
      external_id: 'e1',
    });
  });

  it('keeps every other parameter, within the limits of the endpoint', () => {
    expect(arrivalAt('/join/x?PROLIFIC_PID=p1&STUDY_ID=s&SESSION_ID=t')?.metadata).toEqual({
      STUDY_ID: 's',
      SESSION_ID: 't',
    });
    const many = Array.from({ length: 60 }, (_, index) => `k${String(index)}=${'v'.repeat(600)}`).join('&');
    const metadata = arrivalAt(`/join/x?${many}&${'k'.repeat(81)}=v`)?.metadata ?? {};
    expect(Object.keys(metadata)).toHaveLength(50);
    expect(metadata.k0).toHaveLength(500);
  });

  it('takes an empty id for none', () => {
    expect(arrivalAt('/join/x?external_id=%20')).toEqual({ slug: 'x', metadata: { external_id: ' ' } });
  });

  it('drops a platform that the endpoint would refuse', () => {
    expect(arrivalAt('/join/x?external_id=e1&platform=My%20Panel')).toEqual({ slug: 'x', external_id: 'e1' });
  });
});
