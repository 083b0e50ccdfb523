import { participantStates } from '@convomatic/contracts/names';
import { describe, expect, it } from '@jest/globals';
import { participantTransitions, statesBefore } from './participant-states.ts';

describe('the states of a participant', () => {
  it('all lead to finished, which leads nowhere', () => {
    expect(statesBefore('finished')).toEqual(participantStates.filter((state) => state !== 'finished'));
    expect(participantTransitions.finished).toEqual([]);
  });

  it('reach a talk from the queue or the ready check alone', () => {
    expect(statesBefore('active').toSorted()).toEqual(['ready', 'waiting']);
  });
});
