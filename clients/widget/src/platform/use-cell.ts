import { useEffect, useState } from 'preact/hooks';
import type { Cell } from './cell.ts';

/** The value of a cell; draws the component again when it is replaced. */
export const useCell = <T>(cell: Cell<T>): T => {
  const [value, setValue] = useState(cell.get);
  useEffect(() => {
    const read = (): void => {
      setValue(cell.get);
    };
    read();
    return cell.listen(read);
  }, [cell]);
  return value;
};
