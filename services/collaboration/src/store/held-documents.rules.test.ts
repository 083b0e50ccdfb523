import { expect, it } from '@jest/globals';
import { HeldDocument } from './held-documents.ts';

it('CO11 is saved when a save began after the last change', () => {
  const held = new HeldDocument(1);
  expect(held.isSaved).toBe(true);
  held.change(7);
  const { changes } = held.beginSave();
  held.change(7);
  expect(held.endSave(changes)).toBe(false);
  expect(held.isSaved).toBe(false);
  expect(held.endSave(held.beginSave().changes)).toBe(true);
  expect(held.isSaved).toBe(true);
});

it('names who typed since the last save, the last one last', () => {
  const held = new HeldDocument(1);
  for (const userId of [1, 2, 1]) held.change(userId);
  held.change();
  const save = held.beginSave();
  expect(save.editors).toEqual([2, 1]);
  held.change(2);
  held.endSave(save.changes);
  expect(held.beginSave().editors).toEqual([2]);
});

it('is not safe to forget until it is saved, or kept for good', () => {
  const held = new HeldDocument(1);
  held.change();
  expect(held.isSafe).toBe(false);
  held.isParked = true;
  expect(held.isSafe).toBe(true);
  held.change();
  expect(held.isSafe).toBe(false);
});
